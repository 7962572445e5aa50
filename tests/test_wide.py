"""Tables of Markdown: they scroll inside themselves, and carry no styles of their own."""

TABLE = "| set | pets |\n|:--|--:|\n| training | 36 |\n"


def test_a_table_scrolls_inside_itself(render):
    html = render(TABLE)
    assert '<div class="wide" data-scrolls="Table; it scrolls sideways"><table>' in html
    assert html.count("</table></div>") == 1


def test_cells_are_aligned_by_classes_since_the_policy_forbids_styles(render):
    html = render(TABLE)
    assert '<th scope="col" class="right">pets</th>' in html
    assert '<td class="right">36</td>' in html
    assert "style=" not in html


def test_cells_without_an_alignment_have_no_class(render):
    assert '<th scope="col">a</th>' in render("| a |\n|---|\n| 1 |\n")
