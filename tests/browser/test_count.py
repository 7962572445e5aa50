"""Counting, for hosts that want it: nothing but page and step, told to the site's own host."""

from urllib.parse import parse_qsl, urlsplit

import pytest

from refit.site.build import build
from refit.site.project import Project
from tests import small
from tests.browser.visit import serving, visiting

PAGE = "essays/one/"
COOKIE = "() => { document.cookie = 'known=1'; }"


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """Return where a site is served that counts, at a path of its host."""
    root = tmp_path_factory.mktemp("counted")
    small.write_essay(root / "essays", "one", text=small.SCENE)
    (root / "site.toml").write_text('count = "/count/it"\n', "utf-8")
    build(Project(essays=root / "essays", settings=root / "site.toml"), root / "dist")
    with serving(root / "dist") as origin:
        yield origin


def told(page):
    """Answer what is asked at the path, and return it, in the order in which it is asked."""
    asked = []

    def answer(route):
        asked.append(route.request)
        route.fulfill(status=204)

    page.page.route("**/count/it**", answer)
    return asked


def query(request):
    return dict(parse_qsl(urlsplit(request.url).query))


def test_page_and_steps_are_told_once_and_nothing_else(chromium, counted):
    with visiting(chromium, counted) as page:
        asked = told(page)
        page.go("").look(COOKIE)
        page.go(f"{PAGE}index.html?s=e30&secret=1#dots-1")
        step = page.page.locator("[data-step]").first.get_attribute("id")
        page.scroll_to("dots", 1)
        page.wait("() => 0", until=lambda _: len(asked) >= 3)
        page.look("() => scrollTo(0, 0)")
        page.frames()
        page.scroll_to("dots", 1)
        page.quiet()
        queries = [query(request) for request in asked]
        assert queries[:2] == [{"page": "/"}, {"page": f"/{PAGE}"}]
        assert {"page": f"/{PAGE}", "step": step} in queries
        assert all(list(each) == ["page", "step"] for each in queries[2:])
        assert len(queries) == len({*map(str, queries)})
        for request in asked:
            headers = request.all_headers()
            assert request.method == "GET"
            assert request.post_data is None
            assert "cookie" not in headers
            assert "referer" not in headers
        page.settle_complaints()


@pytest.mark.parametrize("wish", ["globalPrivacyControl: true", "doNotTrack: '1'"])
def test_who_asks_not_to_be_tracked_is_not_counted(chromium, counted, wish):
    name, _, value = wish.partition(": ")
    with visiting(chromium, counted) as page:
        asked = told(page)
        page.page.add_init_script(
            f"Object.defineProperty(navigator, '{name}', {{ get: () => {value} }})"
        )
        page.go(PAGE)
        page.scroll_to("dots", 1)
        page.quiet()
        assert [path for path in page.requests if path.endswith("count.js")]
        assert asked == []


def test_without_a_word_of_the_host_nothing_counts(chromium, small_site):
    with serving(small_site) as origin, visiting(chromium, origin) as page:
        page.go(PAGE)
        page.scroll_to("dots", 1)
        page.quiet()
        assert not [path for path in page.requests if "count" in path]
