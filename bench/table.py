"""The report's rows, and how numbers are written in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

import numpy as np


@dataclass(frozen=True)
class Row:
    """One line of the report."""

    what: str
    measured: str
    reach: str = ""
    is_reached: bool | None = None  # None: a fact without a reach


def markdown(rows: Iterable[Row]) -> str:
    lines = ["| what | measured | reach |", "|---|---|---|"]
    for row in rows:
        mark = {True: " ✓", False: " ✗", None: ""}[row.is_reached]
        lines.append(f"| {row.what} | {row.measured} | {row.reach}{mark} |")
    return "\n".join(lines)


def kilobytes(size: float) -> str:
    return f"{size / 1e3:.1f} KB"


def megabytes(size: float) -> str:
    return f"{size / 1e6:.1f} MB"


def spread(values: list[float], unit: str = "s", digits: int = 1) -> str:
    """Write a median and, of several values, all of them."""
    middle = f"{median(values):.{digits}f} {unit}".rstrip()
    if len(values) == 1:
        return middle
    return f"{middle} ({', '.join(f'{value:.{digits}f}' for value in values)})"


def percentile(values: list[float], share: float) -> float:
    return round(float(np.percentile(values, share)), 1)


def durations(tasks: list[float]) -> str:
    """Write main-thread tasks over 50 ms, the longest first."""
    if not tasks:
        return "none"
    longest = ", ".join(f"{task:.0f}" for task in sorted(tasks, reverse=True)[:6])
    return f"{len(tasks)} ({longest}{' …' if len(tasks) > 6 else ''} ms)"
