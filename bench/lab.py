"""The laboratory: a browser, the host, and pages that are watched."""

import asyncio
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page

from bench.host import Host

PROBE = Path(__file__).with_name("probe.js")
SIZES: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1280, "height": 800}},
    "narrow": {
        "viewport": {"width": 375, "height": 812},
        "device_scale_factor": 2,
        "has_touch": True,
        "is_mobile": True,
    },
}
QUIET = 1.5  # seconds in which a page has done what it does by itself


class BenchError(Exception):
    """Something that was to be measured did not happen."""


def first[Each](found: Iterable[Each], missing: str) -> Each:
    """Return the first of what was found; say what is missing if that is nothing."""
    for each in found:
        return each
    raise BenchError(missing)


@dataclass
class Lab:
    """What every section measures with."""

    browser: Browser
    host: Host
    essays: list[str]  # slugs
    runs: int
    worker_delay: int = 0  # milliseconds

    @contextmanager
    def page(
        self,
        path: str,
        size: str = "wide",
        *,
        probe: bool = True,
        before: Callable[[Page], None] = lambda page: None,
        service_workers: Literal["allow", "block"] = "allow",
    ) -> Iterator[Page]:
        """Open a page in a context of its own: no cache, no history."""
        context = self.browser.new_context(**SIZES[size], service_workers=service_workers)
        try:
            page = context.new_page()
            if probe:
                page.add_init_script(path=PROBE)
            before(page)
            self.host.take()
            page.goto(self.host.address + path, wait_until="load")
            yield page
        finally:
            context.close()

    def work(self) -> float:
        """Return the seconds of all processors that the browser's processes have used so far."""
        session = self.browser.new_browser_cdp_session()
        found = session.send("SystemInfo.getProcessInfo")["processInfo"]
        session.detach()
        return sum(each["cpuTime"] for each in found)

    def essay(self, slug: str, size: str = "wide", **options: Any) -> AbstractContextManager[Page]:
        """Open an essay."""
        return self.page(f"essays/{slug}/index.html", size, **options)


def wait(page: Page, expression: str, seconds: float = 60, pause: float = 0.05) -> Any:
    """Ask until the answer is true; a page's policy forbids Playwright's own way of waiting."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = page.evaluate(expression)
        if answer:
            return answer
        time.sleep(pause)
    raise BenchError(f"waited {seconds} s in vain for {expression}")


def scroll(page: Page, down: bool = True, notch: int = 120, pause: float = 0.06) -> None:
    """Turn the wheel to the page's end, or back to its top."""
    page.mouse.move(2, 2)
    arrived = (
        "scrollY + innerHeight >= document.documentElement.scrollHeight - 2"
        if down
        else "scrollY <= 0"
    )
    for _ in range(2000):
        if page.evaluate(arrived):
            return
        page.mouse.wheel(0, notch if down else -notch)
        time.sleep(pause)
    raise BenchError("the page has no end")


def stroke(page: Page, points: Sequence[tuple[float, float]], rate: float = 60) -> None:
    """Move the pressed mouse along some points at a steady pace, as a hand does.

    Playwright's own ``mouse.move`` waits until the page has handled each event before it sends the
    next one: a slow page would be spared, and look fast. Here nothing is waited for until the end,
    which only the asynchronous side of a session can do.
    """
    session = page.context.new_cdp_session(page)

    async def send_all() -> None:
        start, sent = time.monotonic(), []
        for i, (x, y) in enumerate(points):
            await asyncio.sleep(start + i / rate - time.monotonic())
            event = {"type": "mouseMoved", "x": x, "y": y, "button": "left", "buttons": 1}
            message = session._impl_obj.send("Input.dispatchMouseEvent", event, None)
            sent.append(asyncio.ensure_future(message))
        await asyncio.gather(*sent)

    session._sync(send_all())
    session.detach()


def go_to_step(page: Page, step: int) -> None:
    """Bring a step to the middle of the screen and wait until the page has noticed."""
    page.evaluate(
        "step => document.querySelectorAll('[data-step]')[step]"
        ".scrollIntoView({behavior: 'instant', block: 'center'})",
        step,
    )
    wait(page, f"document.querySelectorAll('[data-step]')[{step}].matches('[data-active]')", 10)


def probe(page: Page) -> dict[str, Any]:
    """Return what the probe has written down."""
    return json.loads(page.evaluate("JSON.stringify(probe)"))
