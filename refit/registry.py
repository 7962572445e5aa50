"""The registry of what an author can write: directives, roles, and what Markdown has of its own.

Each is a function that renders it, found by its name; an ending is what stands after the last line.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from markdown_it.token import Token
from markupsafe import Markup

from refit.markup import Directive
from refit.options import Signature

if TYPE_CHECKING:
    from refit.page import EssayRenderer

Block = Callable[["EssayRenderer", Directive], Markup]
Role = Callable[["EssayRenderer", str, int], Markup]
Rule = Callable[["EssayRenderer", Token, int], Markup]
Ending = Callable[["EssayRenderer"], Markup]

BLOCKS: dict[str, tuple[Signature, Block]] = {}
ROLES: dict[str, Role] = {}
TOKENS: dict[str, Rule] = {}
ENDINGS: list[Ending] = []


def block(name: str, signature: Signature) -> Callable[[Block], Block]:
    """Register the function that renders a directive."""

    def register(function: Block) -> Block:
        BLOCKS[name] = signature, function
        return function

    return register


def role(name: str) -> Callable[[Role], Role]:
    """Register the function that renders a role from its content and its line."""

    def register(function: Role) -> Role:
        ROLES[name] = function
        return function

    return register


def token(name: str) -> Callable[[Rule], Rule]:
    """Register the function that renders one kind of Markdown token, such as an image."""

    def register(function: Rule) -> Rule:
        TOKENS[name] = function
        return function

    return register


def ending(function: Ending) -> Ending:
    """Register a function that renders what follows the essay's last line, or nothing."""
    ENDINGS.append(function)
    return function
