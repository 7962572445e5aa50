"""What a reader does is undone and done again, and the link to what they see is copied."""

SAID = "() => document.querySelector('[data-scene=watch] [data-announcement]').textContent.trim()"
TICK = "[data-scene=watch] [data-control='watch.lantern'] input"
RANGE = "#watch-1 [data-control='watch.neighbours'] input[type=range]"
NOTE = "[data-scene=watch] .said"


def button(page, name):
    return page.page.locator(f"[data-scene=watch] .controls [data-{name}]")


def test_gestures_come_back_one_by_one_by_buttons_and_by_keys(menagerie):
    page, keyboard = menagerie.page, menagerie.page.keyboard
    menagerie.scroll_to("watch", 1)
    first, entries = menagerie.state("watch"), menagerie.look("() => history.length")
    assert not button(menagerie, "undo").is_visible()

    page.locator(TICK).check()
    box = page.locator(RANGE).bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 2 * box["width"], middle, steps=8)
    page.mouse.up()
    slid = menagerie.state("watch")
    assert slid == {**first, "lantern": True, "neighbours": 9}
    menagerie.offer_handles("1", "watch")
    page.mouse.move(*menagerie.middle("1", "watch"))
    page.mouse.down()
    page.mouse.move(*menagerie.middle("4", "watch"), steps=5)
    page.mouse.up()
    moved = menagerie.state("watch")
    assert list(moved["moved"]) == ["1"]
    button(menagerie, "reset").click()
    assert menagerie.state("watch") == first

    for state in (moved, slid):
        keyboard.press("Control+z")
        assert menagerie.state("watch") == state
    menagerie.wait(SAID, until=lambda said: said.startswith("Undone. "))
    number = page.locator("#watch-1 [data-control='watch.neighbours'] input[type=number]")
    number.focus()
    keyboard.press("Control+z")
    assert menagerie.state("watch") == slid  # it is the field's own undo
    button(menagerie, "undo").click()
    assert menagerie.state("watch") == {**first, "lantern": True}
    button(menagerie, "undo").focus()
    keyboard.press("Enter")
    assert menagerie.state("watch") == first
    assert not page.locator(TICK).is_checked()
    assert button(menagerie, "undo").get_attribute("aria-disabled") == "true"
    keyboard.press("Enter")  # does nothing more, and has the focus still
    for _ in range(3):
        keyboard.press("Control+Shift+z")
    assert menagerie.state("watch") == moved
    menagerie.wait("() => refit.tables('watch').stranger.k[0]", until=lambda k: k == 9)
    menagerie.wait(SAID, until=lambda said: said.startswith("Redone. "))
    assert menagerie.look("() => history.length") == entries


def test_a_link_to_what_is_seen_is_copied_or_put_into_the_address(menagerie):
    context = menagerie.context
    menagerie.scroll_to("watch", 2)
    menagerie.set("watch", {"lantern": True})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    button(menagerie, "share").click()
    menagerie.page.locator(NOTE).wait_for()
    assert menagerie.page.locator(NOTE).inner_text() == "Copied"
    menagerie.wait(SAID, until=lambda said: said == "Copied")
    link = menagerie.look("() => navigator.clipboard.readText()")
    assert link.endswith("#watch-2")
    menagerie.wait("() => location.search", until=lambda search: search and search in link)
    context.clear_permissions()

    menagerie.look("() => (navigator.clipboard.writeText = () => Promise.reject(new Error()))")
    menagerie.look("() => history.replaceState(null, '', location.pathname)")
    button(menagerie, "share").click()
    menagerie.wait(SAID, until=lambda said: said == "The link is in the address bar")
    assert menagerie.page.url == link
    menagerie.look("() => delete navigator.clipboard.writeText")
