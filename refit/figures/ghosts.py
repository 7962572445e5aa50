"""Ghosts: tables that hold what another was before the reader's last change.

The page supplies them (`static/js/state/ghosts.js`); at rest, and where no script runs, they are
empty.
"""

from refit.cache import Json
from refit.figures.columns import Needs

GHOST = "_ghost"  # follows a table's name in that of its ghost


def ghosts_needed(rules: object, needs: Needs) -> Needs:
    """Return the columns that a chart reads, those of ghosts as their tables' own."""
    found = {table: set(columns) for table, columns in needs.items()}
    for rule in rules if isinstance(rules, list) else []:
        table = str(rule.get("table")) if isinstance(rule, dict) else ""
        if table + GHOST in found:
            found[table] = found.get(table, set()) | found.pop(table + GHOST)
    return {table: sorted(found[table]) for table in sorted(found)}


def names_of(rules: list[Json]) -> list[str]:
    """Return the tables of which there are ghosts."""
    return [str(rule["table"]) for rule in rules]
