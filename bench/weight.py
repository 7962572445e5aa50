"""Weight: the bytes an essay's page fetches by itself and while it is scrolled to its end."""

import time
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from bench.lab import QUIET, Lab, scroll
from bench.table import Row, kilobytes

TOTAL, OWN = 255_000, 110_000  # bytes: what an essay may weigh, the runtime apart


def measure(lab: Lab) -> dict[str, Any]:
    return {slug: weigh(lab, slug) for slug in lab.essays}


def weigh(lab: Lab, slug: str) -> dict[str, Any]:
    requests: dict[str, str] = {}  # by the browser's id
    received: list[tuple[str, int]] = []  # path, bytes

    def listen(page: Page) -> None:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on(
            "Network.requestWillBeSent",
            lambda event: requests.update({event["requestId"]: event["request"]["url"]}),
        )
        session.on(
            "Network.loadingFinished",
            lambda event: received.append(
                (requests[event["requestId"]], int(event["encodedDataLength"]))
            ),
        )

    # Through a service worker the browser does not say what came over the wire.
    with lab.essay(slug, before=listen, service_workers="block") as page:
        time.sleep(QUIET)
        at_rest = by_kind(received)
        scroll(page)
        time.sleep(2 * QUIET)
        page.evaluate("0")  # so that every event has come in
        sent = lab.host.take()
    scrolled = by_kind(received)
    scrolled["own"] += len(lab.host.bodies["sw.js"])
    files = {
        urlsplit(url).path.lstrip("/"): size
        for url, size in received
        if urlsplit(url).scheme != "data"
    }
    return {
        "before_scroll": at_rest,
        "scrolled": scrolled,
        "total": scrolled["own"] + scrolled["vega"],
        "requests": len(received),
        "files": files,
        "sent_by_host": sum(each.size for each in sent),
        "failed": sorted(each.path for each in sent if each.status != 200),
    }


def by_kind(received: list[tuple[str, int]]) -> dict[str, int]:
    """Sum bytes; whatever is neither Vega nor the runtime is our own."""
    sums = Counter({"own": 0, "vega": 0, "runtime": 0})
    for url, size in received:
        sums[kind(urlsplit(url).path)] += size
    return dict(sums)


def kind(path: str) -> str:
    first = path.lstrip("/").partition("/")[0].partition("-")[0]
    return first if first in ("vega", "runtime") else "own"


def rows(results: dict[str, Any]) -> list[Row]:
    found = []
    for slug, result in results.items():
        scrolled, at_rest = result["scrolled"], result["before_scroll"]
        found += [
            Row(
                f"{slug}: scrolled to its end, all but the runtime, gzip",
                f"{kilobytes(result['total'])} in {result['requests']} requests",
                f"≤ {kilobytes(TOTAL)}",
                result["total"] <= TOTAL,
            ),
            Row(
                f"{slug}: of it our own files",
                f"{kilobytes(scrolled['own'])} (Vega {kilobytes(scrolled['vega'])})",
                f"≤ {kilobytes(OWN)}",
                scrolled["own"] <= OWN,
            ),
            Row(
                f"{slug}: before the first scroll",
                f"{kilobytes(at_rest['own'])} own, {kilobytes(at_rest['vega'])} Vega, "
                f"{kilobytes(scrolled['runtime'])} runtime",
                "no Vega, no runtime",
                at_rest["vega"] == scrolled["runtime"] == 0,
            ),
        ]
        if result["failed"]:
            found.append(
                Row(f"{slug}: failed requests", ", ".join(result["failed"]), "none", False)
            )
    return found
