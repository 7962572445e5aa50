"""The outcome of building an essay."""

import sys
from collections import Counter
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field

from refit.errors import AuthorError, EssaysError, lines_of
from refit.site.findings import findings, grouped
from refit.site.index import Listing

Report = Callable[[str], None]
Locate = Callable[[AuthorError], None]  # which gives a mistake the place that the author knows


@dataclass(frozen=True)
class Names:
    """The names of the folders that all essays share, and of files in them."""

    app: str = "app"
    vega: str = "vega"
    runtime: str = "runtime"
    packs: dict[str, list[str]] = field(default_factory=dict)  # by essay, what its page needs
    tables: str = "py/tables.py"
    layouts: str = "py/layouts.py"
    integrity: dict[str, str] = field(default_factory=dict)  # by a script's path in its folder


@dataclass
class Outcome:
    """The outcome of one essay: its entry in the index, its problems, and what was made for it."""

    slug: str
    listing: Listing | None = None
    problems: list[AuthorError] = field(default_factory=list)
    advised: list[AuthorError] = field(default_factory=list)  # what might be looked at again
    unwanted: list[str] = field(default_factory=list)  # names of the advice that nobody wants told
    warnings: list[AuthorError] = field(default_factory=list)
    scenes: int = 0
    steps: int = 0
    uses_full_vega: bool = False
    prepared: dict[str, int] = field(default_factory=dict)  # compressed bytes, by control
    made: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def advice(self) -> list[AuthorError]:
        """The advice that is told: all but what the author has switched off."""
        return [each for each in self.advised if each.advice not in self.unwanted]


def gather(
    outcomes: Iterable[Outcome],
    good: Callable[[Outcome], None],
    told: Container[str] = (),
    locate: Locate = lambda _: None,
) -> list[Outcome]:
    """Return all outcomes, calling ``good`` with each that has no problem.

    Warnings are told, but not of the essays whose slugs are in ``told``.

    Raises
    ------
    EssaysError
        With the problems of all the others.
    """
    found, problems = [], []
    for outcome in outcomes:
        found.append(outcome)
        for warning in outcome.warnings if outcome.slug not in told else ():
            locate(warning)
            print(*lines_of(warning), file=sys.stderr, flush=True)
        problems += outcome.problems
        if not outcome.problems:
            good(outcome)
    if problems:
        raise EssaysError(problems)
    return found


def advice(outcome: Outcome) -> list[str]:
    """Return the lines that tell what the author might look at again, one for each cause."""
    return [each.as_line() for each in grouped(findings(outcome.advice))]


def weights(outcome: Outcome) -> list[str]:
    """Return the line that tells what the prepared answers of each control weigh; none if none."""
    if not outcome.prepared:
        return []
    each = ", ".join(f"{name} {size / 1e3:.1f}" for name, size in outcome.prepared.items())
    total = sum(outcome.prepared.values())
    return [f"{outcome.slug}: prepared answers weigh {total / 1e3:.1f} KB compressed: {each}"]


def summary(outcome: Outcome) -> str:
    """Return one line: the essay's scenes and steps, what was made for it, and how long it took."""
    made = [
        f"{count} {one if count == 1 else many}"
        for kinds, one, many in (
            (("results", "drafts"), "result computed", "results computed"),
            (("drawings",), "picture drawn", "pictures drawn"),
        )
        if (count := sum(outcome.made[kind] for kind in kinds))
    ]
    made = made or ["nothing to compute"]
    return f"{size(outcome)}: {', '.join(made)}, {outcome.seconds:.1f} s"


def size(outcome: Outcome) -> str:
    """Return how many scenes and steps the essay has."""
    scenes = f"{outcome.scenes} scene{'s' * (outcome.scenes != 1)}"
    steps = f"{outcome.steps} step{'s' * (outcome.steps != 1)}"
    return f"{scenes}, {steps}"
