"""A visit to a page: what a test does there, and everything that goes wrong meanwhile."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Worker,
)

from refit.author import server

# Violations of the policy are said aloud, so that they are noticed like any other complaint; and
# what workers say is written down, without the numbers.
LISTEN = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy violated: ${event.violatedDirective} by ${event.blockedURI}`));
window.workerMessages = [];
window.workersAlive = 0;
window.Worker = class extends Worker {
  constructor(...options) {
    super(...options);
    workersAlive++;
    this.addEventListener("message", ({ data: { type, id, scene, stage } }) => {
      workerMessages.push({ type, id, scene, stage });
      window.onWorkerMessage?.({ type, id, scene });
    });
  }
  terminate() {
    workersAlive--;
    super.terminate();
  }
};
"""
# Do something, and something else as soon as two answers have come. On a busy machine the first
# run may be over before the worker hears of the second: then once more.
OVERTAKE = """async ([older, newer, anew]) => {
  const watch = window.onWorkerMessage;
  for (let n = 0; n < 10; n++) {
    workerMessages.length = 0;
    anew();
    let second;
    const over = new Promise((resolve) => {
      window.onWorkerMessage = ({ type, id, ...message }) => {
        watch?.({ type, id, ...message });
        const results = workerMessages.filter((heard) => heard.type === "result");
        if (results.length === 2) second ??= { answer: newer(n) };
        if (type === "done" && id !== results[0].id) resolve();
      };
    });
    const answer = older(n);
    await over;
    window.onWorkerMessage = watch;
    if (workerMessages.filter(({ type }) => type === "done").length === 1)
      return Promise.all([answer, second.answer]);
  }
  throw new Error("each first run was over before the worker heard of the second");
}"""
DRAWING = """(scene) => {
  const drawings = document.querySelectorAll(`[data-figure="${scene}"] [data-layout]`);
  return [...drawings].find((each) => each.getClientRects().length).innerHTML;
}"""
# In the worker: keep its results back until they are let through.
KEEP_BACK = """() => {
  const post = (self.postAtOnce = self.postMessage);
  self.kept = [];
  self.postMessage = (message, ...options) => {
    if (["result", "done"].includes(message.type)) kept.push([message, ...options]);
    else post.call(self, message, ...options);
  };
  self.letThrough = (count) => kept.splice(0, count).forEach((each) => post.call(self, ...each));
}"""
LET_ALL_THROUGH = "() => { letThrough(kept.length); self.postMessage = postAtOnce; }"

# The value of a script, once it has stayed the same for so many of the page's own frames. A page
# that has too much to do has fewer of them, and so is given more time.
SETTLED = """(argument) => {
  const frame = (next) => document.hidden ? setTimeout(next, 16) : requestAnimationFrame(next);
  return new Promise((resolve) => {
    let before, same = 0;
    const look = () => {
      const now = (%s)(argument);
      same = now === before ? same + 1 : 0;
      before = now;
      if (same < %d) frame(look);
      else resolve(now);
    };
    look();
  });
}"""
# What the page leaves for when it is idle has been done after this: what it does in a frame, what
# an observer tells it, what it asks its caches for, and what is asked for when all that is over.
IDLE = """async () => {
  for (let i = 0; i < 3; i++) {
    await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
    await globalThis.caches?.match("nothing");
    await new Promise((next) => requestIdleCallback(next));
  }
}"""
# Timers of a page end in the order in which they are due, and it says nothing later than after 700.
HEARD = "() => new Promise((next) => setTimeout(next, 750))"

# Playwright itself waits for a promise for ever.
SOON = """((promise) => Promise.race([promise, new Promise((_, reject) =>
  setTimeout(() => reject(new Error("no answer within three minutes")), 180_000))]))"""

STEP = """([scene, step]) =>
  document.querySelector(`[data-scene="${scene}"] [data-step="${step}"]`)"""
BRING = f"""(which) => {{
  const step = ({STEP})(which);
  const part = step.closest("[data-deeper]");
  if (part?.querySelector(".deeper-part[hidden]")) part.querySelector("h2 button").click();
  step.scrollIntoView({{ block: "start", behavior: "instant" }});
}}"""


class Visit:
    """One tab. Complaints of the browser are gathered, and a test says which it expects."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.context = context
        self.origin = origin
        self.page: Page = context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.expected: list[str] = []
        self.page.add_init_script(LISTEN)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        self.page.on("requestfailed", self._on_failure)
        self.page.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        blocked = "Service Worker registration blocked by Playwright" in message.text
        if message.type in {"error", "warning"} and not blocked:
            self.complaints.append(f"{message.type}: {message.text}")

    def _on_failure(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # what a worker that was ended still waited for
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def _on_request(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme in {"blob", "data"}:
            return
        self.requests.append(url.path)
        if f"{url.scheme}://{url.netloc}" != self.origin:
            self.complaints.append(f"a request to another origin: {request.url}")

    def expect(self, pattern: str) -> None:
        """Declare a complaint that has to come."""
        self.expected.append(pattern)

    def settle_complaints(self) -> None:
        """Fail on what nobody expected, and on what was expected and did not come."""
        complaints, expected = self.complaints[:], self.expected[:]
        self.complaints.clear()
        self.expected.clear()
        surprises = [c for c in complaints if not any(re.search(p, c) for p in expected)]
        assert not surprises, "\n".join(surprises)
        missing = [p for p in expected if not any(re.search(p, c) for c in complaints)]
        assert not missing, f"expected, but nobody complained of: {missing}"

    # ── looking and waiting ──────────────────────────────────────────────────────────────────────

    def go(self, path: str) -> Visit:
        """Open a page of the site."""
        self.page.goto(f"{self.origin}/{path}")
        return self

    def look(self, script: str, argument: object = None) -> Any:
        """Evaluate a script in the page."""
        return self.page.evaluate(script, argument)

    def overtake(self, older: str, newer: str, anew: str = "() => {}") -> Any:
        """Begin a run, overtake it by a newer one, and return what both came to.

        ``older`` and ``newer`` are functions of the number of the try; ``anew`` is called before.
        """
        functions = ", ".join((older, newer, anew))
        return self.look(f"() => ({OVERTAKE})([{functions}])")

    def wait(
        self,
        script: str,
        argument: object = None,
        until: Callable[[Any], object] = bool,
        seconds: float = 180,
    ) -> Any:
        """Evaluate again and again until the value is as it should be, and return it."""
        end = time.monotonic() + seconds
        while not until(value := self.look(script, argument)):
            assert time.monotonic() < end, f"after {seconds} s still {value!r:.200}: {script}"
            self.page.wait_for_timeout(40)
        return value

    def settled(self, script: str, argument: object = None, frames: int = 12) -> Any:
        """Evaluate in every frame until the value stays the same, and return it."""
        return self.look(f"(it) => {SOON}(({SETTLED % (script, frames)})(it))", argument)

    def frames(self) -> None:
        """Let the page draw what it was told of until now."""
        self.settled("() => 0", frames=2)

    def idle(self) -> None:
        """Let the page do what it does when nothing else is to be done."""
        self.look(f"() => {SOON}(({IDLE})())")

    def quiet(self) -> None:
        """Wait until a page that was just opened fetches nothing more of its own accord."""
        self.page.wait_for_load_state("networkidle")
        self.idle()

    def heard(self) -> None:
        """Let the page say aloud what it was going to say."""
        self.look(HEARD)

    def visible(self, selector: str) -> bool:
        """Tell whether something that matches is on the page to be seen."""
        return any(each.is_visible() for each in self.page.locator(selector).all())

    # ── the page's own handle ────────────────────────────────────────────────────────────────────

    def ready(self) -> Visit:
        """Wait for the runtime."""
        self.look(f"() => {SOON}(refit.ready())")
        return self

    def set(self, scene: str, patch: dict[str, object]) -> Any:
        """Change a scene's state and return the new tables."""
        script = f"([scene, patch]) => {SOON}(refit.set(scene, patch))"
        return self.look(script, [scene, patch])

    def retrain(self, scene: str, patch: dict[str, object]) -> Any:
        """Change a scene's state, and return what the model itself says of it."""
        self.set(scene, patch)
        return self.look(f"(scene) => {SOON}(refit.retrain(scene))", scene)

    def tables(self, scene: str) -> Any:
        """Return the tables that a scene shows."""
        return self.look("(scene) => refit.tables(scene)", scene)

    def state(self, scene: str) -> Any:
        """Return a scene's state."""
        return self.look("(scene) => refit.state[scene]", scene)

    @contextmanager
    def kept_back(self) -> Iterator[Worker]:
        """Keep the worker's results back; in the worker, ``letThrough(count)`` sends some."""
        worker = self.page.workers[-1]
        worker.evaluate(KEEP_BACK)
        try:
            yield worker
        finally:
            worker.evaluate(LET_ALL_THROUGH)

    # ── scrolling ────────────────────────────────────────────────────────────────────────────────

    def scroll_to(self, scene: str, step: int) -> None:
        """Bring a step, counted from 1, before the reader, and wait until it is the active one.

        A ``deeper`` part that holds it is opened.
        """
        self.look(BRING, [scene, step])
        self.wait(f"(which) => ({STEP})(which).hasAttribute('data-active')", [scene, step])
        self.rest(scene)

    def active(self, scene: str) -> str:
        """Return the id of the step that the reader is at."""
        found = self.look(
            "(scene) => document.querySelector(`[data-scene='${scene}'] [data-active]`).id", scene
        )
        assert isinstance(found, str)
        return found

    def rest(self, scene: str) -> str:
        """Wait until a figure has stopped moving; return its drawing."""
        return str(self.settled(DRAWING, scene))

    # ── the handles ──────────────────────────────────────────────────────────────────────────────

    def handle(self, key: object, scene: str = "") -> Locator:
        """Return a row's handle; where several scenes have one, that of a scene."""
        inside = f'[data-scene="{scene}"] ' if scene else ""
        return self.page.locator(f'{inside}[data-handle="{key}"]').first

    def middle(self, key: object, scene: str = "") -> tuple[float, float]:
        """Return where in the window a row's handle is."""
        box = self.handle(key, scene).bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def offer_handles(self, key: object = 0, scene: str = "") -> None:
        """Wait until a row can be dragged."""
        self.handle(key, scene).wait_for(state="attached")

    def touch(self, kind: str, *points: tuple[float, float]) -> None:
        """Send what a finger on the glass sends: touchStart, touchMove, touchEnd."""
        places = [{"x": x, "y": y} for x, y in points]
        self.glass.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    @cached_property
    def glass(self) -> CDPSession:
        """Return the line to the browser along which fingers are sent."""
        return self.context.new_cdp_session(self.page)


# ── a server, and a reader ───────────────────────────────────────────────────────────────────────


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder; give its origin."""
    with running(server.make_server(folder)) as origin:
        yield origin


@contextmanager
def running(served: server.Server) -> Iterator[str]:
    """Run a server; give its origin."""
    thread = threading.Thread(target=served.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{served.server_port}"
    finally:  # or the thread would keep a process whose test has failed from its end
        served.shutdown()
        served.server_close()
        thread.join()


@contextmanager
def visiting(browser: Browser, origin: str, **options: object) -> Iterator[Visit]:
    """Open a tab of its own, on a site with this origin."""
    usual = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
    usual["service_workers"] = "block"  # its requests pass by whatever a test lays in their way
    context = browser.new_context(**usual | options)
    context.set_default_timeout(180_000)
    try:
        yield Visit(context, origin)
    finally:
        context.close()
