"""A reader's own table: dropped, pasted or chosen, refused with row and column, and taken back."""

import json

import pytest

PAGE = "essays/orchard/"
SCENE = "[data-scene=orchard]"
BUTTON = f"{SCENE} [data-bring]"
DIALOG = f"{SCENE} dialog.bring"
FIELD = f"{DIALOG} textarea"
SIGN = f"{SCENE} .brought"
SAID = f"() => document.querySelector('{SCENE} [data-announcement]').textContent.trim()"
GOOD = "Kind;X;y;name\nAPPLE;1,5;2;Ada\npear;8;6,5;Ben\nPear;9;1;Cy\n"
TABLE = {"x": [1.5, 8, 9], "y": [2, 6.5, 1], "kind": ["apple", "pear", "pear"]}
DROP = """([selector, name, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([Uint8Array.from(bytes)], name));
  const on = document.querySelector(selector);
  for (const type of ["dragenter", "dragover", "drop"])
    on.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""
HOLD = """(selector) => {
  const data = new DataTransfer();
  data.items.add(new File(["x"], "trees.csv"));
  const event = new DragEvent("dragenter", { dataTransfer: data, bubbles: true });
  document.querySelector(selector).dispatchEvent(event);
}"""


@pytest.fixture
def page(visit):
    """Return the page of the orchard."""
    return visit(PAGE, site="test")


def open_dialog(page):
    page.page.locator(BUTTON).click()
    page.page.locator(DIALOG).wait_for()


def paste(page, text):
    page.page.locator(FIELD).fill(text)
    page.page.locator(f"{DIALOG} .bring-use").click()


def answers(page):
    return page.page.locator(f"{DIALOG} .bring-answer").inner_text()


def is_open(page):
    return page.page.locator(DIALOG).is_visible()


def trees(page):
    """Return the trees that the figure shows, once the model has answered for the state."""
    (n,) = page.wait(
        "() => refit.tables('orchard').fence.n",
        until=lambda n: n[0] == len((page.state("orchard")["trees"] or {"x": [0] * 6})["x"]),
    )
    assert len(page.tables("orchard")["trees"]["x"]) == n
    return page.tables("orchard")["trees"]


def test_nothing_of_it_is_fetched_before_it_is_asked_for(page):
    page.quiet()
    names = ("bring.js", "bring.css")
    assert not [path for path in page.requests if path.endswith(names) or "/bring." in path]
    open_dialog(page)
    assert all(any(path.endswith(name) for path in page.requests) for name in names)
    assert "Nothing is uploaded" in page.page.locator(DIALOG).inner_text()
    page.page.keyboard.press("Escape")
    assert not is_open(page)
    assert page.look("() => document.activeElement.hasAttribute('data-bring')")


def test_pasted_rows_become_the_points_and_leave_no_trace_outside_the_page(page):
    page.ready()
    open_dialog(page)
    page.quiet()
    before = len(page.requests)
    paste(page, GOOD)
    assert not is_open(page)
    assert page.state("orchard")["trees"] == TABLE
    found = trees(page)
    assert found["x"] == [1.5, 8, 9]
    assert found["kind"] == ["apple", "pear", "pear"]
    assert "Your data: 3 rows" in page.page.locator(SIGN).inner_text()
    page.wait(SAID, until=lambda said: said.startswith("Your data is in the figure: 3 rows."))
    page.heard()
    assert page.requests[before:] == []  # no request carries it
    assert "s=" not in page.look("() => location.search")  # nor does the address
    # It stays in the next step, which has no control.
    page.scroll_to("orchard", 2)
    assert page.state("orchard")["trees"] == TABLE


def test_a_table_is_read_and_learnt_from_without_a_network(page):
    page.ready()
    open_dialog(page)
    page.quiet()
    page.context.set_offline(True)
    paste(page, GOOD)
    assert trees(page)["kind"] == ["apple", "pear", "pear"]


def test_undo_reset_and_the_way_back_bring_the_essays_trees_back(page):
    page.ready()
    page.set("orchard", {"moved": {"5": [1, 1]}})
    open_dialog(page)
    paste(page, GOOD)
    assert page.state("orchard")["moved"] == {}  # it was a row of the other table
    trees(page)
    page.page.locator(f"{SCENE} .controls [data-undo]").click()
    state = page.state("orchard")
    assert (state["trees"], state["moved"]) == (None, {"5": [1, 1]})
    assert not page.page.locator(SIGN).is_visible()
    page.page.locator(f"{SCENE} .controls [data-redo]").click()
    assert page.state("orchard")["trees"] == TABLE
    page.page.locator(f"{SIGN} button").click()
    assert page.state("orchard")["trees"] is None
    assert page.look("() => document.activeElement.hasAttribute('data-bring')")
    assert trees(page)["x"][:2] == [2, 3]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_is_chosen_in_any_encoding_and_with_any_end_of_line(page, end):
    open_dialog(page)
    content = GOOD.replace("Ada", "Zoë").replace("\n", end)
    encoding = {"\n": "utf-8-sig", "\r\n": "utf-16", "\r": "cp1252"}[end]
    file = {"name": "trees.csv", "mimeType": "text/csv", "buffer": content.encode(encoding)}
    page.page.locator(f"{DIALOG} input[type=file]").set_input_files(file)
    page.wait("() => refit.state.orchard.trees !== null")
    assert page.state("orchard")["trees"] == TABLE


def test_a_file_held_over_the_figure_opens_the_dialog_and_is_taken_where_it_is_dropped(page):
    page.look(HOLD, f"{SCENE} .stage")
    page.page.locator(DIALOG).wait_for()
    page.look(DROP, [f"{DIALOG} h2", "trees.csv", list(GOOD.encode())])
    page.wait("() => refit.state.orchard.trees !== null")
    assert page.state("orchard")["trees"] == TABLE
    assert not is_open(page)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["There are no rows."]),
        ("1,2,apple\n2,3,pear", ["Row 1: it holds numbers", "Write x, y, kind above it."]),
        ("a,y,kind\n1,2,apple", ["Row 1, column “x”: no column has this name; there are “a”, “y”"]),
        ("x,X,y,kind\n1,1,2,apple", ["Row 1, column “x”: two columns have this name."]),
        ('x,y,kind\n1,"2,apple\n', ["Row 2: a quotation mark is opened and never closed."]),
        ("x,y,kind\n1,5,2,5,apple", ["Row 2: it has 5 cells, and the first row has 3."]),
        ("x,y,kind\n1,,apple\n", ["Row 2, column “y”: nothing stands there. Write a number from"]),
        ("x,y,kind\n1,high,pear", ["“high” is no number. Write a number from 0 to 8 (m)."]),
        ("x,y,kind\n1,2,pear\n11,2,pear", ["Row 3, column “x”: 11 is out of bounds."]),
        ("x,y,kind\n1,2,plum\n2,2,pear", ["“plum” is no class. Write apple or pear."]),
        ("x,y,kind\n1,2,pear", ["At least 2 rows are needed. Here are 1."]),
        ("x,y,kind\n" + 201 * "1,2,pear\n", ["At most 200 rows can be used, and here are 201."]),
        ("x,y,kind\n1,2,pear\n1,3,pear", ["Column “kind” has “apple” 0 times."]),
        (
            "x,y,kind\n" + 9 * "?,2,pear\n",
            ["Row 2, column “x”", "Row 7, column “x”", "And 3 more like these."],
        ),
    ],
)
def test_a_bad_table_is_answered_and_nothing_is_lost(page, text, said):
    page.set("orchard", {"moved": {"5": [1, 1]}})
    before = page.state("orchard")
    open_dialog(page)
    paste(page, text)
    for each in said:
        assert each in answers(page)
    assert is_open(page)
    assert page.page.locator(FIELD).input_value() == text
    assert page.state("orchard") == before


def test_a_faulty_row_is_shown_where_it_is_written(page):
    open_dialog(page)
    paste(page, "x,y,kind\n1,2,pear\n3,nine,apple\n")
    page.page.get_by_role("button", name="Row 3, column “y”").click()
    selected = page.look(
        f"() => {{ const it = document.querySelector('{FIELD}');"
        " return it.value.slice(it.selectionStart, it.selectionEnd); }"
    )
    assert selected == "3,nine,apple"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04rest", "This is a workbook or an archive."),
        (b"a\x00b", "This file holds no text."),
        (b"x" * 5_000_001, "The file is larger than 5 MB."),
    ],
)
def test_a_file_that_is_no_table_is_answered(page, content, said):
    open_dialog(page)
    file = {"name": "trees.xlsx", "mimeType": "text/csv", "buffer": content}
    page.page.locator(f"{DIALOG} input[type=file]").set_input_files(file)
    page.page.locator(f"{DIALOG} .bring-answer li").wait_for()
    assert said in answers(page)
    assert page.state("orchard")["trees"] is None


def test_the_reader_says_what_words_stand_for(page):
    open_dialog(page)
    paste(page, "x,y,kind\n1,2,Apfel\n8,3,Birne\n9,3,birne\n")
    choices = page.page.locator(f"{DIALOG} .bring-classes select")
    assert choices.count() == 2
    choices.nth(0).select_option("apple")
    choices.nth(1).select_option("pear")
    page.page.locator(f"{DIALOG} .bring-use").click()
    assert page.state("orchard")["trees"]["kind"] == ["apple", "pear", "pear"]


def test_the_essays_points_can_be_taken_away_edited_and_brought_back(page):
    page.ready()
    page.set("orchard", {"moved": {"0": [4.5, 4]}})
    open_dialog(page)
    with page.page.expect_download() as coming:
        page.page.get_by_role("button", name="Take these points away as CSV").click()
    assert coming.value.suggested_filename == "trees.csv"
    text = coming.value.path().read_text("utf-8")
    assert text.startswith("x,y,kind\n4.5,4,apple\n3,6,apple\n")
    page.page.get_by_role("button", name="Edit these points here").click()
    page.wait(f"() => document.querySelector('{FIELD}').value !== ''")
    assert page.page.locator(FIELD).input_value() == text
    page.page.locator(f"{DIALOG} .bring-use").click()
    assert page.state("orchard")["trees"]["x"] == [4.5, 3, 1, 7, 8, 6]
    assert trees(page)["x"] == [4.5, 3, 1, 7, 8, 6]


def test_a_link_says_that_the_data_is_not_in_it(page):
    open_dialog(page)
    paste(page, GOOD)
    page.page.locator(f"{SCENE} [data-share]").click()
    note = f"() => document.querySelector('{SCENE} .said').textContent"
    page.wait(note, until=lambda said: "our data is not in" in said, seconds=20)
    assert "apple" not in json.dumps(page.look("() => location.href"))


def test_a_link_cannot_bring_a_table(visit):
    edits = {"orchard": {"trees@1": TABLE, "shade@1": 0.5}}
    script = "(edits) => btoa(JSON.stringify(edits))"
    page = visit(PAGE, site="test")
    page.go(f"{PAGE}?s={page.look(script, edits).replace('=', '')}")
    state = page.state("orchard")
    assert (state["trees"], state["shade"]) == (None, 0.5)
    assert not page.visible(SIGN)


def test_brought_rows_can_be_dragged(page):
    page.ready()
    open_dialog(page)
    paste(page, GOOD)
    trees(page)
    page.offer_handles("2", "orchard")
    page.handle("2", "orchard").focus()
    page.set("orchard", {"moved": {"2": [5, 5]}})
    assert page.tables("orchard")["trees"]["x"] == [1.5, 8, 5]


def test_the_dialog_is_used_by_keys_alone_and_fits_a_phone(page):
    page.page.set_viewport_size({"width": 375, "height": 700})
    button = page.page.locator(BUTTON)
    button.focus()
    page.page.keyboard.press("Enter")
    page.page.locator(DIALOG).wait_for()
    box = page.page.locator(DIALOG).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 375
    assert box["height"] <= 700
    assert page.look(
        f"() => {{ const it = document.querySelector('{DIALOG}');"
        " return it.scrollWidth <= it.clientWidth && it.contains(document.activeElement); }"
    )
    for _ in range(20):
        page.page.keyboard.press("Tab")
        if page.look("() => document.activeElement.tagName") == "TEXTAREA":
            break
    page.page.keyboard.type("x,y,kind\n1,2,apple\n3,4,pear")
    page.page.keyboard.press("Tab")
    assert page.look("() => document.activeElement.className") == "bring-use"
    page.page.keyboard.press("Enter")
    page.wait("() => refit.state.orchard.trees !== null")
    assert not is_open(page)
