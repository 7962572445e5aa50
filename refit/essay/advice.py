"""Advice: what an author might look at again. Each has a name, by which it is switched off.

``build.py check --without overlaps`` leaves it out once, ``without_advice: [overlaps]`` in the
front matter always.
"""

from difflib import get_close_matches
from pathlib import Path

from refit.errors import AuthorError

ADVICE = {
    "domains": "scales of a figure without a fixed domain",
    "tall": "narrow figures that are too tall for a phone",
    "overlaps": "texts of a picture that lie over each other, over dots or over lines",
    "long": "cores of more than 900 words",
    "steps": "steps of more than 150 words, which a phone shows in pieces",
    "hard": "cores whose sentences and words are longer than those of a newspaper",
    "headings": "headings that say nothing, or the same as another",
    "typed": "numbers in the prose that look computed",
    "claims": "claims of all cases (always, never) that no test names",
    "references": "papers in the list of references without an address",
    "contrast": "colours of a theme that are too faint on their ground",
    "slow": "models that let a reader wait without a result",
    "prepared": "prepared answers that weigh too much",
    "motion": "pictures that move for ever",
    "untranslated": "words of a figure that a translation lacks",
    "interface": "languages in which the interface has no words",
}


def advise(
    name: str, problem: str, remedy: str, file: Path | None = None, line: int | None = None
) -> AuthorError:
    """Return an advice, which is told as mistakes are and stops nothing."""
    assert name in ADVICE
    return AuthorError(problem, remedy, file, line, advice=name)


def wrong_name(names: object) -> tuple[str, str] | None:
    """Return what is wrong with a list of advice, and what to write; None if nothing is."""
    for name in names if isinstance(names, list) else ():
        if name not in ADVICE:
            close = get_close_matches(str(name), ADVICE, 1)
            known = f"known: {', '.join(ADVICE)}"
            return f"there is no advice {name!r}", f"write {close[0]}; {known}" if close else known
    return None
