"""Shift: how far things jump while a page is scrolled down and up again."""

import time
from typing import Any

from bench.lab import QUIET, SIZES, Lab, probe, scroll
from bench.table import Row

REACH = 0.05  # the sum of all shifts, stricter than the web vital's worst five seconds


def measure(lab: Lab) -> dict[str, Any]:
    return {slug: {size: watch(lab, slug, size) for size in SIZES} for slug in lab.essays}


def watch(lab: Lab, slug: str, size: str) -> dict[str, Any]:
    with lab.essay(slug, size) as page:
        time.sleep(QUIET)
        scroll(page)
        time.sleep(QUIET)
        scroll(page, down=False)
        time.sleep(QUIET)
        shifts = [shift for shift in probe(page)["shifts"] if not shift["afterInput"]]
    shifts.sort(key=lambda shift: -shift["value"])
    return {
        "sum": round(sum(shift["value"] for shift in shifts), 5),
        "count": len(shifts),
        "largest": [
            {"value": round(shift["value"], 5), "sources": shift["sources"]} for shift in shifts[:5]
        ],
    }


def rows(results: dict[str, Any]) -> list[Row]:
    return [
        Row(
            f"{slug}: layout shift, scrolled down and up, {SIZES[size]['viewport']['width']} px",
            f"{result['sum']:.4f} in {result['count']} shifts",
            f"< {REACH}",
            result["sum"] < REACH,
        )
        for slug, sizes in results.items()
        for size, result in sizes.items()
    ]
