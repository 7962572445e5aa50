"""Serving: an author saves, and the page in the browser follows, where the reader was."""

import functools
import itertools
import json
import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
import watchfiles
from playwright.sync_api import Error

from refit.author import serve, server
from refit.author.kinds import TEMPLATES
from refit.author.new import create
from refit.author.server import News, make_server
from refit.cache import build_cache
from refit.site.outcome import Names
from refit.site.parallel import BuildTask
from refit.site.project import Project
from tests import small

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 180  # seconds; a machine may have other things to do
TYPES = {".js": "text/javascript", ".css": "text/css"}
PAGE = b"<!doctype html>\n<html>\n<head>\n<title>T</title>\n</head>\n<body></body>\n</html>\n"


# ── the server by itself ─────────────────────────────────────────────────────────────────────────


@contextmanager
def serving(dist, news=None):
    served = make_server(dist, news=news)
    thread = threading.Thread(target=served.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{served.server_port}"
    finally:
        served.shutdown()
        served.server_close()
        thread.join()


@pytest.fixture
def dist(tmp_path):
    folder = tmp_path / "dist"
    (folder / "essays" / "one").mkdir(parents=True)
    (folder / "index.html").write_bytes(PAGE)
    (folder / "essays" / "one" / "index.html").write_bytes(PAGE)
    (folder / "plain.js").write_bytes(b"<head>")
    return folder


def get(address):
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return answer.read(), answer.headers


@pytest.mark.parametrize("path", ["/", "/index.html", "/essays/one/", "/essays/one/?s=1", "/?a/b"])
def test_pages_get_the_script_first_and_files_stay_as_they_are(dist, path):
    with serving(dist, News(dist)) as origin:
        page, headers = get(origin + path)
    script = rb'<head>\n<script type="module" src="/__refit__/reload\.js\?site=\w+-\w+"></script>\n'
    assert re.sub(script, b"<head>\n", page) == PAGE
    assert page != PAGE
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Type"] == "text/html; charset=utf-8"


def test_other_files_stay_as_they_are(dist):
    with serving(dist, News(dist)) as origin:
        content, headers = get(f"{origin}/plain.js")
    assert (content, headers["Content-Type"]) == (b"<head>", "text/javascript")


def test_without_news_a_page_is_served_as_it_is(dist):
    with serving(dist) as origin:
        assert get(f"{origin}/")[0] == PAGE
        with pytest.raises(urllib.error.HTTPError, match="404"):
            get(f"{origin}/__refit__/reload.js")


@pytest.mark.parametrize(
    ("name", "kind"), [(file.name, TYPES[file.suffix]) for file in sorted(server.DEV.iterdir())]
)
def test_the_script_and_its_style_are_served_from_the_package(dist, name, kind):
    with serving(dist, News(dist)) as origin:
        content, headers = get(f"{origin}/__refit__/{name}?site=1")
    assert content == (server.DEV / name).read_bytes()
    assert headers["Content-Type"].startswith(kind)


@pytest.mark.parametrize(
    "name", ["", "other.js", "../server.py", "..%2Fserver.py", "dev/reload.js"]
)
def test_nothing_else_is(dist, name):
    with serving(dist, News(dist)) as origin, pytest.raises(urllib.error.HTTPError, match="404"):
        get(f"{origin}/__refit__/{name}")


@pytest.mark.parametrize("path", ["/nothing.html", "/essays/nothing/"])
def test_a_page_that_is_not_there_is_not_found(dist, path):
    with serving(dist, News(dist)) as origin, pytest.raises(urllib.error.HTTPError, match="404"):
        get(origin + path)


@pytest.mark.parametrize("path", ["/%00", "/a%00.html", "/essays/%00/", "/%ED%A0%80"])
@pytest.mark.parametrize("kind", [News, lambda _: None])
def test_an_address_that_no_file_can_have_is_not_found(dist, capfd, path, kind):
    with serving(dist, kind(dist)) as origin, pytest.raises(urllib.error.HTTPError, match="404"):
        get(origin + path)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("kind", [News, lambda _: None])
def test_a_link_that_leads_out_of_the_site_is_not_followed(dist, tmp_path, kind):
    (tmp_path / "secret.txt").write_text("secret")
    (dist / "out").symlink_to(tmp_path)
    with serving(dist, kind(dist)) as origin, pytest.raises(urllib.error.HTTPError, match="404"):
        get(f"{origin}/out/secret.txt")


@pytest.mark.parametrize(
    ("host", "code"),
    [
        ("127.0.0.1:1", 200),
        ("LocalHost", 200),
        ("a.localhost:80", 200),
        ("[::1]:80", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example:80", 421),
        ("[", 421),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_another_site_s_name_for_this_machine_is_not_answered(dist, host, code, method):
    with serving(dist, News(dist)) as origin:
        asked = urllib.request.Request(f"{origin}/", headers={"Host": host}, method=method)
        try:
            found = urllib.request.urlopen(asked, timeout=PATIENCE).status
        except urllib.error.HTTPError as error:
            found = error.code
            error.close()
    assert found == code


def test_many_can_ask_at_once(dist):
    with make_server(dist) as served, ExitStack() as asking:
        for _ in range(100):  # nobody answers yet
            asking.enter_context(socket.create_connection(served.server_address, timeout=PATIENCE))


def test_before_the_first_build_a_page_waits_for_it(tmp_path):
    with serving(tmp_path / "dist", News(tmp_path / "dist")) as origin:
        assert b'src="/__refit__/reload.js?site="' in get(f"{origin}/essays/one/")[0]


def test_news_come_at_once_and_then_as_they_are_told(dist):
    news = News(dist)
    with serving(dist, news) as origin, events(origin) as stream:
        assert stream.headers["Content-Type"] == "text/event-stream"
        assert heard(stream) == {"site": news.site, "problems": []}
        news.tell(["a.md:3: wrong\u2028"])
        assert heard(stream) == {"site": news.site, "problems": ["a.md:3: wrong\u2028"]}
        before = news.site
        shutil.move(dist, dist.with_name("old"))
        shutil.copytree(dist.with_name("old"), dist)
        news.tell([])
        assert heard(stream)["problems"] == []
        assert news.site != before


def events(origin):
    return urllib.request.urlopen(f"{origin}/__refit__/events", timeout=PATIENCE)


def heard(stream):
    line = stream.readline()
    assert stream.readline() == b"\n"
    return json.loads(line.removeprefix(b"data: "))


def test_a_page_that_stays_away_is_sent_a_heartbeat(dist, monkeypatch):
    monkeypatch.setattr(server, "HEARTBEAT", 0.05)
    with serving(dist, News(dist)) as origin, events(origin) as stream:
        heard(stream)
        assert stream.readline() == b":\n"


def test_a_browser_that_leaves_in_the_middle_is_no_error(dist, capfd):
    (dist / "large.bin").write_bytes(bytes(50_000_000))
    with serving(dist, News(dist)) as origin:
        others = set(threading.enumerate())
        with urllib.request.urlopen(f"{origin}/large.bin", timeout=PATIENCE) as answer:
            answer.read(10)
        for each in set(threading.enumerate()) - others:
            each.join(PATIENCE)  # the answer has come to an end
    assert capfd.readouterr().err == ""


# ── what is watched ──────────────────────────────────────────────────────────────────────────────


@contextmanager
def watching(monkeypatch, watch, path):
    """Watch in a thread; give the queue of what was told."""
    stop, told = threading.Event(), queue.Queue()
    stoppable = functools.partial(watchfiles.watch, stop_event=stop, rust_timeout=100)
    monkeypatch.setattr(watchfiles, "watch", stoppable)
    thread = threading.Thread(target=watch, args=(path, told.put))
    thread.start()
    try:
        yield told
    finally:
        stop.set()
        thread.join()


def first(told, act):
    """Act again and again until it is told, as nothing tells when a watch is set up."""
    for _ in range(60):
        act()
        with suppress(queue.Empty):
            changed = told.get(timeout=1)
            while not told.empty():
                told.get()
            return changed
    raise AssertionError("nothing was told")


def test_settings_are_watched_before_there_are_any_and_when_they_are_replaced(
    tmp_path, monkeypatch
):
    settings = tmp_path / "site.toml"
    with watching(monkeypatch, serve.watch_settings, settings) as told:
        (tmp_path / "other.toml").touch()
        assert first(told, settings.touch) == {settings}
        (tmp_path / "other.toml").replace(settings)
        assert told.get(timeout=PATIENCE) == {settings}
        settings.unlink()
        assert told.get(timeout=PATIENCE) == {settings}


def test_essays_are_watched_that_are_begun_later(tmp_path, monkeypatch):
    with watching(monkeypatch, serve.watch_sources, tmp_path) as told:
        numbers = itertools.count()
        changed = first(told, lambda: small.write_essay(tmp_path, f"new-{next(numbers)}"))
    assert any(path.parent == tmp_path for path in changed)


@pytest.fixture
def essays(tmp_path, monkeypatch):
    monkeypatch.setenv("REFIT_CACHE", str(tmp_path / "cache"))
    for slug in ("one", "two"):
        small.write_essay(tmp_path / "essays", slug)
    folders = Project(tmp_path / "essays").folders
    task = BuildTask(Project(tmp_path / "essays"), Names(), tmp_path / "scratch", build_cache())
    assert [outcome.problems for outcome in task.run(folders)] == [[], []]
    return tmp_path / "essays"


def test_the_essay_that_was_saved_last_is_rehearsed(essays, tmp_path, monkeypatch, capfd):
    played = []
    monkeypatch.setattr(BuildTask, "here", lambda _, folder: played.append(folder.name))
    small.edit(essays / "one" / "essay.md", "There are", "There were")
    serve.rehearse(essays, tmp_path / "site.toml")
    small.edit(essays / "two" / "essay.md", "There are", "There were")
    serve.rehearse(essays, tmp_path / "site.toml")
    assert played == ["one", "two"]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("essay.md", "{step}", "{stop}"),
        ("model.py", "import math", "print('runs')\nimport math"),  # which runs elsewhere alone
        ("figures.py", "import altair", "import sklearn, altair"),
    ],
)
def test_a_rehearsal_tells_nothing_and_runs_nothing(essays, tmp_path, capfd, file, old, new):
    small.edit(essays / "one" / file, old, new)
    serve.rehearse(essays, tmp_path / "site.toml")
    assert capfd.readouterr() == ("", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "essays", "scratch"]


# ── an author at work ────────────────────────────────────────────────────────────────────────────


class Author:
    """Somebody who has an essay, `build.py serve` in a terminal, and the page in a browser."""

    def __init__(self, folder):
        self.essay = folder / "essays" / "pancakes"
        self.dist = folder / "out" / "dist"
        create("pancakes", folder / "essays", TEMPLATES / "tour")
        command = [sys.executable, "-u", ROOT / "build.py", "serve", "--port", "0"]
        command += ["--essays", folder / "essays", "--out", self.dist]
        self.terminal = folder / "terminal.txt"
        with self.terminal.open("w") as output:
            self.process = subprocess.Popen(
                command, stdout=output, stderr=subprocess.STDOUT, cwd=folder
            )
        self.origin = self.sees(r"serving (http://\S+)/ ")[1]

    def sees(self, words, seconds=PATIENCE, count=1):
        """Wait until the terminal says something; return where."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends and self.process.poll() is None:
            found = list(re.finditer(words, self.terminal.read_text()))
            if len(found) >= count:
                return found[-1]
            time.sleep(0.05)
        pytest.fail(f"{words} did not appear in:\n{self.terminal.read_text()}")

    def edit(self, name, old, new):
        file = self.essay / name
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")

    def ends(self):
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=PATIENCE)


@pytest.fixture(scope="module")
def author(tmp_path_factory):
    author = Author(tmp_path_factory.mktemp("author"))
    yield author
    author.process.kill()
    author.process.wait()


@pytest.fixture
def page(author, chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    context.set_default_timeout(1000 * PATIENCE)
    opened = context.new_page()
    complaints = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    opened.goto(f"{author.origin}/essays/pancakes/")
    yield opened
    context.close()
    assert complaints == []


def eventually(page, script, seconds=PATIENCE):
    """Wait until a script gives something true in the page; return it."""
    ends = time.monotonic() + seconds
    found = None
    while time.monotonic() < ends:
        try:
            found = page.evaluate(script)
        except Error as error:  # the page is just being loaded again
            found = error
        if found and not isinstance(found, Error):
            return found
        page.wait_for_timeout(50)
    pytest.fail(f"{script} gave {found!r}")


# Nothing that is to be done in a frame, or when there is nothing else to do, is left.
IDLE = """() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(done)));
})"""
TOP = "() => document.getElementById('pancakes-3').getBoundingClientRect().top"
OVERLAY = "() => { const o = document.getElementById('refit-problems');"
PROBLEMS = (
    OVERLAY
    + "return o && !o.hidden ? [...o.querySelectorAll('li')].map(l => l.textContent) : null }"
)
BOTH_PROBLEMS = f"() => {{ const told = ({PROBLEMS})(); return told?.length > 1 && told; }}"
NO_PROBLEMS = OVERLAY + "return o?.hidden }"


def go_to_the_last_step(page):
    page.evaluate(
        "() => { document.getElementById('pancakes-3').scrollIntoView(); scrollBy(0, -70) }"
    )
    eventually(page, "() => document.querySelector('#pancakes-3[data-active]') !== null")
    page.evaluate("() => { window.sameVisit = true }")


@pytest.mark.browser
def test_a_saved_paragraph_is_on_the_page_and_the_reader_where_they_were(author, page):
    page.evaluate("() => { document.querySelector('details.aside').open = true }")
    go_to_the_last_step(page)
    page.evaluate(
        "() => { const s = document.querySelector('[data-control=\"pancakes.stiffness\"] input');"
        "s.value = -3; s.dispatchEvent(new Event('input', { bubbles: true })) }"
    )
    eventually(page, "() => location.search.includes('s=')")
    top = page.evaluate(TOP)
    longer = "A pan that is too cold makes very, very sad pancakes. " * 12
    author.edit("essay.md", "A pan that is too cold makes sad pancakes", longer + "It is so")
    eventually(page, "() => document.body.textContent.includes('very, very sad')")
    assert eventually(page, "() => !('sameVisit' in window) && 'refit' in window")
    eventually(page, "() => document.readyState === 'complete'")
    page.evaluate(IDLE)
    assert page.evaluate(TOP) == pytest.approx(top, abs=2)
    assert page.evaluate("() => refit.state.pancakes.stiffness") == -3
    assert page.evaluate("() => document.querySelector('details.aside').open")
    assert page.evaluate("() => document.querySelector('#pancakes-3[data-active]') !== null")


@pytest.mark.browser
def test_a_mistake_is_told_on_the_page_and_in_the_terminal_until_it_is_mended(author, page):
    go_to_the_last_step(page)
    line = (
        author.essay.joinpath("model.py").read_text().split("    ruler = fit(")[0].count("\n") + 1
    )
    author.edit("model.py", "    ruler = fit(", "    ruler = fitt(")
    (problem,) = eventually(page, PROBLEMS)
    where = f"essays/pancakes/model.py:{line}: NameError"
    assert problem.startswith(where)
    author.sees(re.escape(where))
    assert page.evaluate("() => window.sameVisit"), "the last good page stays"
    assert (author.dist / "index.html").exists()
    box = page.locator("#refit-problems").bounding_box()
    assert 0 <= box["y"] < box["y"] + box["height"] <= 800
    assert (
        page.evaluate("() => getComputedStyle(document.getElementById('refit-problems')).position")
        == "fixed"
    )
    author.edit("model.py", "    ruler = fitt(", "    ruler = fit(")
    assert eventually(page, NO_PROBLEMS)


@pytest.mark.browser
def test_a_mended_page_is_the_new_one(author, page):
    go_to_the_last_step(page)
    author.edit("figures.py", '"heat of the pan"', '"heat of the pan" + 1')
    (problem,) = eventually(page, PROBLEMS)
    assert "figures.py" in problem
    author.edit("figures.py", '"heat of the pan" + 1', '"how hot"')
    eventually(page, "() => document.querySelector('.drawing svg').textContent.includes('how hot')")
    assert eventually(page, NO_PROBLEMS)
    assert not page.evaluate("() => window.sameVisit")


@pytest.mark.browser
def test_several_mistakes_are_told_at_once(author, page):
    author.edit("essay.md", "{live}`misses[seen]", "{live}`misses[sean]")
    author.edit("essay.md", "{term}`ruler | ruler`", "{term}`ruler | rular`")
    assert len(eventually(page, BOTH_PROBLEMS)) == 2
    author.edit("essay.md", "{live}`misses[sean]", "{live}`misses[seen]")
    author.edit("essay.md", "{term}`ruler | rular`", "{term}`ruler | ruler`")
    assert eventually(page, NO_PROBLEMS)


PANEL = """() => {
  const panel = document.getElementById("refit-panel");
  if (panel.hidden) return null;
  const parts = [...panel.querySelectorAll("[data-part]")];
  return Object.fromEntries(parts.map((part) => [part.dataset.part, part.innerText]));
}"""


def shown(page, part, words):
    """Wait until a part of the author's panel has some words; return all of its text."""
    script = f"() => {{ const t = ({PANEL})()?.{part}; return t?.includes({words!r}) && t }}"
    return eventually(page, script)


@pytest.mark.browser
def test_the_author_s_panel_tells_scenes_state_tables_bytes_and_milliseconds(author, page):
    assert page.evaluate(PANEL) is None
    go_to_the_last_step(page)
    page.keyboard.press("F2")
    assert "3 of 3" in shown(page, "scenes", "pancakes")
    told = shown(page, "here", "stiffness")
    page.evaluate("() => refit.set('pancakes', { stiffness: -3 })")
    told = shown(page, "here", "-3, where the step has -4")
    assert re.search(r"pancakes: 12 \S key, ", told), told
    page.evaluate("() => refit.retrain('pancakes')")
    row = re.compile(r"pancakes\s+3 of 3\s+[\d.]+, [\d.]+ of \d+\s+[\d.]+, [\d.]+ of \d+")
    eventually(page, f"() => /{row.pattern}/.test(({PANEL})().scenes)")
    for kind in ("Vega", "the tool's own files", "the essay", "the runtime, once live"):
        weight = rf"{kind}\s+[1-9][\d.]* KB"
        eventually(page, f"() => /{weight}/.test(({PANEL})().bytes)")
    page.keyboard.press("F2")
    assert page.evaluate(PANEL) is None


@pytest.mark.browser
def test_the_panel_draws_the_line_at_which_a_step_begins(author, page):
    page.keyboard.press("F2")
    for by, is_begun in ((3, True), (-3, False)):
        page.evaluate(
            """(by) => {
              const at = (id) => document.getElementById(id).getBoundingClientRect().top;
              scrollBy({ top: at("pancakes-2") - at("refit-step-line") + by, behavior: "instant" });
            }""",
            by,
        )
        page.evaluate(IDLE)
        active = page.evaluate("() => document.querySelector('#pancakes-2[data-active]') !== null")
        assert active == is_begun


@pytest.mark.browser
def test_the_panel_stays_open_over_a_save_and_tells_which_sentences_changed(author, page):
    go_to_the_last_step(page)
    page.keyboard.press("F2")
    assert shown(page, "sentences", "none since the page came")
    page.evaluate("() => refit.set('pancakes', { stiffness: -3 })")
    assert "since the page came" in shown(page, "sentences", "\n")
    author.edit("essay.md", "Twelve were fried", "A dozen were fried")
    told = shown(page, "sentences", "since the last save")
    assert "A dozen were fried" in told
    assert "Twelve were fried" in told
    page.get_by_role("button", name="From here on").click()
    assert shown(page, "sentences", "none since you pressed")


@pytest.mark.browser
def test_what_is_served_into_pages_is_not_in_the_site(author):
    for file in author.dist.rglob("*"):
        if file.is_file() and file.suffix in {".html", ".js", ".css"}:
            assert b"__refit__" not in file.read_bytes()


@pytest.mark.browser
def test_ctrl_c_ends_it_cleanly(author):
    """The last test of this author: it ends the server."""
    assert author.ends() == 0
    said = author.terminal.read_text()
    assert "Traceback" not in said
    assert [file.name for file in author.dist.parent.iterdir()] == ["dist"]
