"""A quiz whose guess the figure shows, at once and without a model."""

PENS = "essays/train-test-validation/"
SHOWN = "() => refit.tables('luck')?.pets.score.filter((score) => score > 0).length"


def test_the_figure_shows_a_guess_and_then_the_truth_and_takes_both_back(visit):
    page = visit(PENS)
    page.page.route("**/runtime-*/**", lambda route: None)  # whoever asks for Python waits
    page.scroll_to("luck", 1)
    quiz = page.page.locator("#worst")
    assert page.state("luck")["guess"] == -1
    quiz.get_by_text("75", exact=False).first.click()
    assert page.state("luck")["guess"] == -1, "what is chosen is not yet a guess"
    quiz.locator("[type=submit]").click()
    assert page.state("luck")["guess"] == 0.75
    page.wait(SHOWN, until=lambda n: n == 100)
    drawing = page.page.locator("[data-figure=luck] [data-layout=wide]")
    drawing.get_by_text("your guess: 75%").last.wait_for(state="visible")
    link = page.wait("() => location.search", until=lambda search: search.startswith("?s="))

    page.scroll_to("luck", 2)
    assert page.state("luck")["guess"] == -1, "the next step has its own picture"
    assert quiz.locator("[data-verdict]").inner_text() != ""
    page.scroll_to("luck", 1)
    quiz.locator("[type=submit]").click()  # guess again
    page.wait(SHOWN, until=lambda n: n == 0)
    assert page.state("luck")["guess"] == -1

    other = visit(f"{PENS}{link}#luck-1")
    other.wait("() => refit.state.luck.guess", until=lambda guess: guess == 0.75)
    other.page.locator("#worst[data-checked=wrong]").wait_for(state="visible")
