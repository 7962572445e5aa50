"""Things: whatever an author can write, each with what the code says of it.

There are directives, roles, functions of the kit, what a stage can do, and layouts. Their names
are ``{slider}``, ``{live}``, ``kit.band``, ``Stage.inset``, ``layouts.pack``.
"""

import inspect
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from refit import kit, layouts
from refit.essay.scenes import ALT
from refit.essay.signatures import Signature
from refit.gallery import contributing
from refit.gallery.docstrings import as_markdown
from refit.kit import axes
from refit.page.renderer import DIRECTIVES, ROLES

Thing = tuple[str, str]  # its name; what it takes and does, as Markdown
INNER = ("on_stage",)  # of a plane: what its other functions call
STEP = Signature(':::{step} key=value keeps="key" panel=name')
SHORT = 76  # characters of a call in one line


@cache
def things() -> dict[str, str]:
    """Return for each thing, by its name, Markdown that says what it takes and does."""
    return dict([*directives(), *roles(), *functions(), *methods(), *layouts_of_models()])


def directives() -> Iterator[Thing]:
    """Yield the directives, with what CONTRIBUTING says of each."""
    rows = contributing.table("Directives")
    for name, signature in signatures().items():
        makes = rows[name][0].strip()
        about = f"{makes[0].upper()}{makes[1:]}."
        yield f"{{{name}}}", f"{about}\n\n{fenced(signature.example)}{options(signature)}"


def signatures() -> dict[str, Signature]:
    """Return the signatures of all directives, by name."""
    known = {name: signature for name, (signature, _) in DIRECTIVES.items()}
    return known | {"step": STEP, "alt": ALT}


def options(signature: Signature) -> str:
    """Return the table of a directive's options; empty if it has none."""
    if not signature.options:
        return ""
    rows = [
        f"| `{name}=` | {kind} | {'yes' if name in signature.required else ''} |"
        for name, kind in signature.options.items()
    ]
    return "\n".join(["", "", "| option | is | needed |", "|---|---|---|", *rows])


def roles() -> Iterator[Thing]:
    """Yield the roles, with what CONTRIBUTING says of each."""
    rows = contributing.table("Roles")
    for name in ROLES:
        makes, example = (cell.strip().replace(r"\|", "|") for cell in rows[name])
        yield f"{{{name}}}", f"{makes[0].upper()}{makes[1:]}: {example}"


def functions() -> Iterator[Thing]:
    """Yield the functions of the kit; of its classes, what makes one."""
    for name in kit.__all__:
        if name != "Plane":  # which a stage is, and gives
            yield described(f"kit.{name}", getattr(kit, name))


def methods() -> Iterator[Thing]:
    """Yield what a stage can do; an inset can do most of it, too."""
    for name, function in inspect.getmembers(kit.Stage, inspect.isfunction):
        if name.startswith("_") or name in INNER:
            continue
        whole = getattr(axes, name, None)
        if whole is None:
            yield described(f"Stage.{name}", function)
        else:
            about = "\n\n".join(filter(None, (inspect.getdoc(whole), axes_take())))
            yield described(f"Stage.{name}", whole, about)


def axes_take() -> str:
    """Return what the module of the axes says that both of them take."""
    _, _, taken = (inspect.getdoc(axes) or "").partition("Both functions take\n")
    return f"Parameters\n----------{taken}".replace("----------\n\n", "----------\n")


def layouts_of_models() -> Iterator[Thing]:
    """Yield the functions of `refit.layouts` that authors call."""
    for name in contributing.layouts():
        yield described(f"layouts.{name}", getattr(layouts, name))


def described(name: str, function: Callable[..., Any], docstring: str = "") -> Thing:
    """Return the name of a function with its call and its docstring."""
    made = getattr(function, "__init__", function) if inspect.isclass(function) else function
    taken = [
        parameter.replace(annotation=inspect.Parameter.empty)
        for parameter in inspect.signature(made).parameters.values()
        if parameter.name not in ("self", "plane" if name.startswith("Stage.") else "")
    ]
    about = docstring or inspect.getdoc(function) or ""
    if made is not function:  # a class: what it is, and what is given to make one
        about = f"{about.partition('.')[0]}. {inspect.getdoc(made) or ''}"
    return name, f"{fenced(call(name, taken), 'python')}\n\n{as_markdown(about)}"


def call(name: str, taken: list[inspect.Parameter]) -> str:
    """Write a call with its parameters, in several lines where it is long."""
    signature = inspect.Signature(taken)
    shown = str(signature).replace("<alt.ExprRef>", "…")
    if len(name + shown) <= SHORT:
        return name + shown
    inside = shown[1:-1]
    lines, line = [], ""
    for word in inside.split(", "):
        if line and len(line) + len(word) > SHORT - 6:
            lines.append(line)
            line = ""
        line += f"{word}, "
    return "\n".join([f"{name}(", *(f"    {each.rstrip()}" for each in (*lines, line)), ")"])


def fenced(code: str, language: str = "") -> str:
    """Return code in a fence."""
    return f"```{language}\n{code}\n```"
