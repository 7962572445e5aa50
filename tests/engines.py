"""The three engines, each with one tab, driven alike: Chromium, Firefox and WebKit.

Chromium is the browser of all other tests, driven by Playwright. Firefox is spoken to in WebDriver
BiDi, its own protocol; WebKitGTK, which has Safari's engine, through its WebDriver. The profile is
new each time.
"""

from __future__ import annotations

import itertools
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser
from websockets.sync.client import ClientConnection, connect

NAMES = ("chromium", "firefox", "webkit")
SIZE = {"width": 1280, "height": 860}
PATIENCE = 120  # seconds for an answer of a browser
FIREFOX = (
    "firefox-esr",
    "firefox",
    "/Applications/Firefox.app/Contents/MacOS/firefox",
)
WEBKIT = ("/usr/lib/*/webkit*gtk*/MiniBrowser", "/usr/libexec/webkit*gtk*/MiniBrowser")
PACKAGES = {"firefox": "firefox-esr", "webkit": "webkit2gtk-driver and xvfb"}
# Without a graphics card.
SOFTWARE = {
    "GDK_BACKEND": "x11",
    "LIBGL_ALWAYS_SOFTWARE": "1",
    "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
    "WEBKIT_DISABLE_DMABUF_RENDERER": "1",
}
# A document is marked when it is left, and when the next one is there: so neither is taken for the
# other, though a browser may answer a script from the old one, or have left the new one again.
LEAVE = "window.isLeft = true"
ARRIVED = """!window.isLeft && document.readyState === "complete"
  && location.href.split("#")[0] === %s && (window.isVisited = true)"""
# What went wrong in a page, where the browser has no better way to tell.
LISTEN = """(() => {
  window.complaints ??= [];
  const on = (name, text) => addEventListener(name, (event) => complaints.push(text(event)));
  on("error", ({ message }) => message);
  on("unhandledrejection", ({ reason }) => String(reason));
  on("securitypolicyviolation", ({ violatedDirective }) => violatedDirective);
})()"""
# A promise is looked after until it is settled: not every browser's driver waits for one.
ASK = """(() => {{
  window.asked = {{}};
  ({promise}).then(
    (value) => (asked.value = value ?? null),
    (error) => (asked.error = String(error)),
  );
}})()"""
ANSWER = """window.asked ? Object.keys(asked).length > 0 && asked
  : { error: `the document that was asked was replaced by another, of ${location.href}` }"""


class MissingEngineError(Exception):
    """A browser is not installed; the message says what to install."""


class Engine:
    """A browser with one tab."""

    name: str
    version: str

    def navigate(self, url: str) -> None:
        """Tell the browser to open a page."""
        raise NotImplementedError

    def listen(self) -> None:
        """Write down from now on what goes wrong in the page, where the browser does not."""

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression, as JSON has it."""
        raise NotImplementedError

    def perform(self, device: str, *actions: dict[str, Any]) -> None:
        """Send what a mouse or a keyboard sends, in the terms of WebDriver's actions."""
        raise NotImplementedError

    def heard(self) -> list[str]:
        """Return what the browser has said went wrong since it was told to open the page."""
        raise NotImplementedError

    # ── built on these ───────────────────────────────────────────────────────────────────────────

    def go(self, url: str) -> None:
        """Open a page, and listen to it once its document is there and has loaded."""
        self.evaluate(LEAVE)
        self.navigate(url)
        self.wait(ARRIVED % json.dumps(url.partition("#")[0]), PATIENCE)
        self.listen()
        self.assert_visited()

    def complaints(self) -> list[str]:
        """Return what the browser has said went wrong in the page that was opened."""
        self.assert_visited()
        return self.heard()

    def assert_visited(self) -> None:
        """Fail if the document is another than the one that `go` has opened."""
        found = self.evaluate("window.isVisited ? '' : location.href")
        assert not found, f"{self.name}: the document was replaced by another, of {found}"

    def wait(self, expression: str, seconds: float = 300) -> Any:
        """Evaluate again and again until the value is true, and return it."""
        end = time.monotonic() + seconds
        while not (value := self.evaluate(expression)):
            assert time.monotonic() < end, f"{self.name}: {seconds} s in vain for {expression}"
            time.sleep(0.05)
        return value

    def ask(self, promise: str, seconds: float = 300) -> Any:
        """Return what a promise resolves with."""
        self.evaluate(ASK.format(promise=promise))
        answer = self.wait(ANSWER, seconds)
        assert "error" not in answer, f"{self.name}: {answer['error']}"
        return answer["value"]

    def drag(self, points: Sequence[tuple[float, float]]) -> None:
        """Press the mouse at the first point, move it along the others, and let go."""
        moves = [{"type": "pointerMove", "x": round(x), "y": round(y)} for x, y in points]
        down, up = ({"type": f"pointer{way}", "button": 0} for way in ("Down", "Up"))
        self.perform("mouse", moves[0], down, *moves[1:], up)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.perform("keyboard", *({"type": way, "value": key} for way in ("keyDown", "keyUp")))


def sources(device: str, actions: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return actions of one device as both of WebDriver's protocols take them."""
    if device == "mouse":
        parameters = {"pointerType": "mouse"}
        return [{"type": "pointer", "id": device, "parameters": parameters, "actions": [*actions]}]
    return [{"type": "key", "id": device, "actions": [*actions]}]


# ── Chromium ─────────────────────────────────────────────────────────────────────────────────────


class Chromium(Engine):
    """A tab of the browser that Playwright has launched."""

    name = "chromium"
    KEYS = {  # noqa: RUF012
        "\ue007": "Enter",
        "\ue00c": "Escape",
        "\ue011": "Home",
        "\ue014": "ArrowRight",
    }

    def __init__(self, browser: Browser) -> None:
        self.version = browser.version
        context = browser.new_context(viewport=SIZE, service_workers="block")
        context.set_default_timeout(1000 * PATIENCE)
        self.page, self.close = context.new_page(), context.close
        self.told: list[str] = []
        self.page.on("pageerror", lambda error: self.told.append(str(error)))

    def navigate(self, url: str) -> None:
        self.told.clear()
        self.page.goto(url)

    def evaluate(self, expression: str) -> Any:
        return self.page.evaluate(f"() => ({expression})")

    def perform(self, device: str, *actions: dict[str, Any]) -> None:
        mouse, keyboard = self.page.mouse, self.page.keyboard
        ways: dict[str, Callable[[dict[str, Any]], None]] = {
            "pointerMove": lambda action: mouse.move(action["x"], action["y"]),
            "pointerDown": lambda _: mouse.down(),
            "pointerUp": lambda _: mouse.up(),
            "keyDown": lambda action: keyboard.down(self.KEYS[action["value"]]),
            "keyUp": lambda action: keyboard.up(self.KEYS[action["value"]]),
        }
        for action in actions:
            ways[action["type"]](action)

    def heard(self) -> list[str]:
        return self.told


# ── Firefox ──────────────────────────────────────────────────────────────────────────────────────


class Firefox(Engine):
    """A Firefox, spoken to in WebDriver BiDi."""

    name = "firefox"

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.numbers = itertools.count(1)
        self.told: list[str] = []
        begun = self.send("session.new", capabilities={})
        self.version = begun["capabilities"]["browserVersion"]
        self.send("session.subscribe", events=["log.entryAdded"])
        self.tab = self.send("browsingContext.getTree")["contexts"][0]["context"]
        self.send("browsingContext.setViewport", context=self.tab, viewport=SIZE)

    def send(self, method: str, **parameters: Any) -> Any:
        """Send a command and return its result; what comes in between is listened to."""
        number = next(self.numbers)
        end = time.monotonic() + PATIENCE
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv(timeout=max(0, end - time.monotonic())))
            if message.get("method") == "log.entryAdded":
                entry = message["params"]
                if entry["level"] in {"error", "warn"}:
                    self.told.append(entry["text"])
            elif message.get("id") == number:
                assert message["type"] == "success", message
                return message["result"]

    def navigate(self, url: str) -> None:
        self.told.clear()
        self.send("browsingContext.navigate", context=self.tab, url=url, wait="complete")

    def evaluate(self, expression: str) -> Any:
        answer = self.send(
            "script.evaluate",
            expression=f"JSON.stringify({expression})",
            target={"context": self.tab},
            awaitPromise=False,
        )
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"].get("value", "null"))

    def perform(self, device: str, *actions: dict[str, Any]) -> None:
        self.send("input.performActions", context=self.tab, actions=sources(device, actions))

    def heard(self) -> list[str]:
        self.evaluate("0")  # whatever was said before this has arrived with its answer
        return self.told


@contextmanager
def firefox() -> Iterator[Firefox]:
    """Start a Firefox with a profile of its own."""
    names = [os.environ["REFIT_FIREFOX"]] if os.environ.get("REFIT_FIREFOX") else FIREFOX
    found = next((path for name in names if (path := shutil.which(name))), None)
    if not found:
        raise MissingEngineError(missing("firefox"))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [found, "--headless", "--no-remote", "--remote-debugging-port", "0"]
        with process([*command, "--profile", profile]):
            told = Path(profile) / "WebDriverBiDiServer.json"
            where = patiently(lambda: json.loads(told.read_bytes()))
            address = f"ws://{where['ws_host']}:{where['ws_port']}/session"
            # A Firefox that has other things to do answers no ping.
            options = {"open_timeout": PATIENCE, "ping_interval": None, "max_size": None}
            with connect(address, compression=None, **options) as opened:
                yield Firefox(opened)


# ── WebKit ───────────────────────────────────────────────────────────────────────────────────────


class WebKit(Engine):
    """A WebKitGTK, spoken to by WebDriver; it hears nothing until a page has loaded."""

    name = "webkit"

    def __init__(self, driver: str, browser: str) -> None:
        options = {"binary": browser, "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        begun = request("POST", f"{driver}/session", wanted)
        self.address = f"{driver}/session/{begun['sessionId']}"
        self.version = begun["capabilities"]["browserVersion"]
        self.send("window/rect", **SIZE)

    def send(self, command: str, **parameters: Any) -> Any:
        return request("POST", f"{self.address}/{command}", parameters)

    def close(self) -> None:
        request("DELETE", self.address)

    def navigate(self, url: str) -> None:
        self.send("url", url=url)

    def listen(self) -> None:
        self.evaluate(LISTEN)

    def evaluate(self, expression: str) -> Any:
        answer = self.send("execute/sync", script=f"return JSON.stringify({expression})", args=[])
        return json.loads(answer or "null")

    def perform(self, device: str, *actions: dict[str, Any]) -> None:
        self.send("actions", actions=sources(device, actions))

    def heard(self) -> list[str]:
        told: list[str] = self.evaluate("complaints")
        return told


@contextmanager
def webkit() -> Iterator[WebKit]:
    """Start a WebKitGTK on a screen of its own."""
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    browser = next((path for pattern in WEBKIT for path in Path("/").glob(pattern[1:])), None)
    if not (driver and screen and browser):
        raise MissingEngineError(missing("webkit"))
    options = ["-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
    with process([screen, *options], stdout=subprocess.PIPE) as shown:
        assert shown.stdout
        ready, _, _ = select.select([shown.stdout], [], [], PATIENCE)
        display = shown.stdout.readline().decode().strip() if ready else ""
        assert display, "Xvfb does not start"
        environment = {**os.environ, **SOFTWARE, "DISPLAY": f":{display}"}
        port = free_port()
        with process([driver, f"--port={port}"], env=environment):
            address = f"http://127.0.0.1:{port}"
            patiently(lambda: request("GET", f"{address}/status"))
            tab = WebKit(address, str(browser))
            try:
                yield tab
            finally:
                tab.close()


def request(method: str, url: str, body: dict[str, Any] | None = None) -> Any:
    """Send one of WebDriver's requests and return its value."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    asked = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:
            return json.load(answer)["value"]
    except urllib.error.HTTPError as error:
        raise AssertionError(f"{url}: {error.read().decode()}") from None


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


# ── starting and ending ──────────────────────────────────────────────────────────────────────────


@contextmanager
def chromium(browser: Browser) -> Iterator[Chromium]:
    """Open a tab in a context of its own."""
    tab = Chromium(browser)
    try:
        yield tab
    finally:
        tab.close()


def start(name: str, browser: Browser) -> Any:
    """Start an engine: a context manager that gives an `Engine`.

    Raises
    ------
    MissingEngineError
        If it is not installed.
    """
    return (
        chromium(browser) if name == "chromium" else {"firefox": firefox, "webkit": webkit}[name]()
    )


def missing(name: str) -> str:
    """Say what is missing, and what to do about it."""
    return f"{name} is not installed; on Debian: apt-get install {PACKAGES[name]}"


@contextmanager
def process(command: list[str], **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program as long as it is needed, and end it with all that it has started."""
    quiet = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }
    started = subprocess.Popen(command, start_new_session=True, **quiet | options)
    try:
        yield started
    finally:
        for end in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(started.pid, end)
                started.wait(20)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        started.wait(PATIENCE)
        if started.stdout:
            started.stdout.close()


def patiently(attempt: Callable[[], Any]) -> Any:
    """Try something until a program that has just been started is there for it."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return attempt()
        except (OSError, ValueError):
            assert time.monotonic() < end, "it does not start"
            time.sleep(0.05)
