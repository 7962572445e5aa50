"""Signatures: the arguments and options of each directive, declared once and checked here."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from refit.errors import AuthorError
from refit.essay.markup import Directive

KINDS: dict[str, tuple[type, ...]] = {
    "a number": (int, float),
    "a whole number": (int,),
    "text": (str,),
    "true or false": (bool,),
    "a list": (list,),
    "an object": (dict,),
    "a value": (object,),
}


@dataclass(frozen=True)
class Signature:
    """The arguments and options of a directive.

    Attributes
    ----------
    arguments
        Names of the words after the directive's name; a last one ending in ``...`` may repeat.
    options
        Kind of each ``key=value``, one of ``KINDS``.
    required
        Options that must be given.
    example
        A correct directive, shown with every error.
    """

    example: str
    arguments: tuple[str, ...] = ()
    options: dict[str, str] = field(default_factory=dict)
    required: tuple[str, ...] = ()


def apply_signature(node: Directive, signature: Signature, file: Path) -> Directive:
    """Check a directive against its signature; return it with numbers in text options as text.

    Raises
    ------
    AuthorError
        With the directive's line, for arguments and options that it does not take.
    """

    def complain(problem: str) -> AuthorError:
        return AuthorError(problem, f"write {signature.example}", file, node.line)

    name = f"{{{node.name}}}"
    repeats = bool(signature.arguments) and signature.arguments[-1].endswith("...")
    least = len(signature.arguments)
    if len(node.arguments) < least:
        missing = signature.arguments[len(node.arguments)].removesuffix("...")
        raise complain(f"{name} has no {missing}")
    if len(node.arguments) > least and not repeats:
        raise complain(f"{name} takes no {node.arguments[least]!r}")
    options = dict(node.options)
    for key, value in options.items():
        if key not in signature.options:
            known = ", ".join(signature.options) or "none"
            raise complain(f"{name} has no option {key!r} (its options: {known})")
        kind = signature.options[key]
        fits = isinstance(value, KINDS[kind]) and not (
            isinstance(value, bool) and kind in ("a number", "a whole number")
        )
        if kind == "text" and isinstance(value, int | float):
            options[key] = str(value)
        elif not fits:
            raise complain(f"{key}={value!r} of {name} is not {kind}")
    for key in signature.required:
        if key not in options:
            raise complain(f"{name} has no {key}")
    return replace(node, options=options)
