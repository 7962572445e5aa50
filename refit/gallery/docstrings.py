"""Docstrings, written in numpy's style, as Markdown."""

import inspect
import re

SECTION = re.compile(r"^(?P<title>[A-Z]\w+)\n-{3,}\n", re.MULTILINE)
ENTRY = re.compile(r"^(?P<names>\S.*)\n(?P<about>(?:(?: {4}.*)?\n?)+)", re.MULTILINE)
UNTITLED = ("Parameters",)


def as_markdown(docstring: str) -> str:
    """Return a docstring as Markdown: its paragraphs, and its sections as lists of definitions."""
    head, *sections = SECTION.split(inspect.cleandoc(docstring))
    found = [plain(head.strip())]
    for title, text in zip(sections[::2], sections[1::2], strict=True):
        found += [] if title in UNTITLED else [f"**{title}**"]
        found += [definition(each["names"], each["about"]) for each in ENTRY.finditer(text)]
    return "\n\n".join(filter(None, found))


def definition(names: str, about: str) -> str:
    """Return names and what they mean as a definition."""
    words = " ".join(about.split())
    shown = names if "`" in names else ", ".join(f"`{each.strip()}`" for each in names.split(","))
    return f"{plain(shown)}\n: {plain(words)}"


def plain(text: str) -> str:
    """Return text whose code has single backticks, as in Markdown."""
    return re.sub(r"``(.+?)``", r"`\1`", text, flags=re.DOTALL)
