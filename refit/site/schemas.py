"""JSON schemas of what an author writes by keys: front matter, and themes.

Editors read them, and so complete names and mark mistakes while they are typed. They are made of
what the reader itself goes by, and accept all that it accepts. It knows more: the names of
languages, and whether braces match.
"""

import json
from datetime import date
from pathlib import Path

from refit.cache import Json
from refit.essay.advice import ADVICE
from refit.essay.reading import AUTHOR, FRONT_MATTER, LONGEST, MACRO
from refit.site.theme import COLOUR, NAME, SCHEMES, load_theme

FOLDER = "_schema"  # in that of the essays: no essay's name begins so
DIALECT = "http://json-schema.org/draft-07/schema#"  # the newest that all editors know
MADE = "Refit has made this file, and writes it anew with each new essay."
TEXT: Json = {"type": "string", "pattern": r"\S"}
TYPES: dict[type, Json] = {
    str: TEXT,
    int: {"type": "integer"},
    list: {"type": "array", "items": TEXT},
    dict: {"type": "object"},
    date: {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
}
# What a key asks for beside its type.
OWN: dict[str, Json] = {
    "authors": {"items": {"type": "string", "pattern": rf"^\s*(?:{AUTHOR.pattern})\s*$"}},
    "macros": {
        "propertyNames": {"pattern": f"^{MACRO.pattern}$"},
        "additionalProperties": TEXT,
    },
    "without_advice": {"items": {"enum": [*ADVICE]}},
    "time_limit": {"minimum": 1, "maximum": LONGEST},
}


def front_matter_schema() -> Json:
    """Return the schema of front matter."""
    keys = {
        key: TYPES[kind] | OWN.get(key, {}) | {"description": example}
        for key, (kind, _, example) in FRONT_MATTER.items()
    }
    return {
        "$schema": DIALECT,
        "$comment": MADE,
        "title": "The front matter of an essay",
        "type": "object",
        "properties": keys,
        "required": [key for key, (_, required, _) in FRONT_MATTER.items() if required],
        "additionalProperties": False,
    }


def theme_schema(base: Path) -> Json:
    """Return the schema of ``theme.json``; ``base`` has the names that every page uses."""
    site = load_theme(base)
    schemes: Json = {
        scheme: {
            "type": "object",
            "propertyNames": {"pattern": f"^{NAME.pattern}$"},
            "properties": {
                name: {"$ref": "#/definitions/colour", "description": f"{colour} if not given"}
                for name, colour in site[scheme].items()
            },
            "additionalProperties": {"$ref": "#/definitions/colour"},
        }
        for scheme in SCHEMES
    }
    return {
        "$schema": DIALECT,
        "$comment": MADE,
        "title": "The colours of an essay",
        "type": "object",
        "properties": {"$schema": {"type": "string"}} | schemes,
        "required": [*SCHEMES],
        "additionalProperties": False,
        "definitions": {
            "colour": {"type": "string", "pattern": f"^{COLOUR.pattern}$", "format": "color-hex"}
        },
    }


def write_schemas(essays: Path, base: Path) -> None:
    """Write both schemas into a folder of essays, where the template's files look for them."""
    schemas = {"front-matter": front_matter_schema(), "theme": theme_schema(base)}
    (essays / FOLDER).mkdir(exist_ok=True)
    for name, schema in schemas.items():
        text = json.dumps(schema, ensure_ascii=False, indent=2)
        (essays / FOLDER / f"{name}.schema.json").write_text(f"{text}\n", "utf-8")
