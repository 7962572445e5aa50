"""What an essay's notebook does with its model: run it, draw it, hold its numbers to the text.

`refit.site.notebook` packs this file into each notebook, as ``notebook.py``; so it imports nothing
but the standard library.
"""

import json
import re
import sys
import zlib
from base64 import b64decode
from decimal import ROUND_HALF_UP, Decimal

FIGURES: dict = {}  # the figure of each scene: JSON, compressed, as base64
COLOURS: dict = {}  # the colours of the page, in its light scheme
VEGA = "application/vnd.vega.v5+json"  # what JupyterLab draws by itself
JOINED = re.compile(r"'var\(--([\w-]*)' \+ (.*?) \+ '([\w-]*)\)'")  # in an expression
MOST = 6  # rows of a table that are shown

verdicts: dict = {}  # by cell, reference and format: what is wrong with a number of the text


def unpack(packed):
    """Return the bytes that were compressed and written as base64."""
    return zlib.decompress(b64decode(packed))


def run(function, state, shows="last"):
    """Return the tables of a scene's function: of a generator, the result that a step shows."""
    result = function(json.loads(json.dumps(state)))
    if not isinstance(result, dict):
        results = list(result)
        result = results[shows - 1 if isinstance(shows, int) else -1]
    return {
        name: {column: listed(values) for column, values in table.items()}
        for name, table in result.items()
    }


def listed(values):
    """Return a column as a list: of words, or of numbers."""
    values = values.tolist() if hasattr(values, "tolist") else list(values)
    return [value if isinstance(value, str) else float(value) for value in values]


def value_of(tables, reference):
    """Return the value that a text names: ``table[key].column``, or ``table.column``."""
    table, key, column = re.fullmatch(r"(\w+)(?:\[([^\]]+)\])?\.(\w+)", reference).groups()
    keys = [str(each).removesuffix(".0") for each in tables[table].get("key", [])]
    return tables[table][column][keys.index(key) if key else 0]


def printed(value, form):
    """Print a number as the essay does: whole (d), with decimals (.2f), as a percentage (.0%)."""
    if isinstance(value, str):
        return value
    digits = 0 if form.endswith("d") else int(form[-2])
    exact = Decimal(value * 100.0 if form.endswith("%") else value)
    rounded = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    sign = "+" if "+" in form and rounded > 0 else "\N{MINUS SIGN}" if rounded < 0 else ""
    group = "," if "," in form else ""
    percent = "\N{NARROW NO-BREAK SPACE}%" if form.endswith("%") else ""
    return f"{sign}{abs(rounded):{group}.{digits}f}{percent}"


def check(tables, where, said):
    """Hold numbers to what the text says of them; the last cell tells whether all agreed.

    ``where`` names the cell: when it is run again, what it finds now counts.
    """
    for reference, form, text in said:
        found = printed(value_of(tables, reference), form)
        wrong = f"{reference}: the text says {text}, and it is {found} here"
        verdicts[where, reference, form] = "" if found == text else wrong
        if found != text:
            print("✗", wrong)
        else:
            print("✓", reference, "=", found if len(found) < 60 else found[:57] + "…")


def finish(versions):
    """Tell whether all numbers of the text are what the model has computed here."""
    if wrong := [verdict for verdict in verdicts.values() if verdict]:
        raise AssertionError(
            f"{len(wrong)} of {len(verdicts)} numbers differ; the essay was built with "
            f"{versions}:\n" + "\n".join(wrong)
        )
    print(f"All {len(verdicts)} numbers of the text are as they were computed here.")


def rows_of(table, parts=None):
    """Return the rows of a table; with ``parts``, each of them so many times, numbered."""
    rows = [dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True)]
    return [{**row, "part": i} for row in rows for i in range(parts)] if parts else rows


def coloured(spec):
    """Return a specification with the page's colours, also where it puts their names together."""
    text = re.sub(r"var\(--([\w-]+)\)", lambda m: COLOURS.get(m[1], m[0]), json.dumps(spec))
    text = JOINED.sub(r"page_colours['\1' + \2 + '\3']", text)
    coloured = json.loads(text)
    signals = [{"name": "page_colours", "value": COLOURS}, *coloured.get("signals", [])]
    return {**coloured, "signals": signals}


def specification(name, tables, state):
    """Return the figure of a scene over these tables, as a specification of Vega."""
    figure = json.loads(unpack(FIGURES[name]))
    given = {key: state[key] for key in figure["params"]}
    given |= {rule["param"]: state[rule["state"]] for rule in figure["point"] if "state" in rule}
    spec = figure["spec"]
    for signal in spec.get("signals", []):
        if signal["name"] in given:
            signal["value"] = given[signal["name"]]
    for source in spec["data"]:
        table = tables.get(source["name"])
        if table is not None:
            copies = figure["copies"].get(source["name"], ())
            final = {f"{key}{figure['final']}": table[key] for key in copies if key in table}
            parts = figure["parts"].get(source["name"])
            source["values"] = rows_of({**table, **final}, parts)
    spec["background"] = "var(--paper)"
    return coloured(spec)


def draw(name, tables, state):
    """Draw the figure of a scene, where a notebook runs."""
    spec = specification(name, tables, state)
    if "IPython" in sys.modules:
        from IPython.display import display

        look = {VEGA: {"embed_options": {"renderer": "svg", "actions": False}}}
        display({VEGA: spec, "text/plain": f"the figure “{name}”"}, raw=True, metadata=look)


def show(tables, *names):
    """Show the first rows of some tables."""
    for name in names:
        rows = rows_of(tables.get(name, {}))
        print(f"\n{name}: {len(rows)} {'row' if len(rows) == 1 else 'rows'}")
        for row in rows[:MOST]:
            cells = (v if isinstance(v, str) else f"{v:.6g}" for v in row.values())
            pairs = zip(row, cells, strict=True)
            print("  " + "  ".join(f"{column}={cell:.40}" for column, cell in pairs))
