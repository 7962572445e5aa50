"""The registry of directives and roles: each is a function that renders it, found by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from markupsafe import Markup

from refit.markup import Directive
from refit.options import Signature

if TYPE_CHECKING:
    from refit.page import EssayRenderer

Block = Callable[["EssayRenderer", Directive], Markup]
Role = Callable[["EssayRenderer", str, int], Markup]

BLOCKS: dict[str, tuple[Signature, Block]] = {}
ROLES: dict[str, Role] = {}


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
