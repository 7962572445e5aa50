"""A figure in another language: its texts by the table ``words.<lang>.json``, its numbers by rules.

Texts are what text marks, titles of axes and legends, and labels of rows say. Words that come from
the model's tables are looked up as they are drawn, so that one result serves all languages.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any

from refit.cache import Json
from refit.figures.charts import Figure
from refit.numbers import ENGLISH, NumberRules
from refit.says import columns_of, expression, quoted

TABLE = "translated"  # the signal that holds the words of the model's tables
LITERAL = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
ESCAPE = re.compile(
    r"\\(?:u\{0*(?P<any>(?:10|[0-9A-Fa-f])?[0-9A-Fa-f]{1,4})\}|u(?P<four>[0-9A-Fa-f]{4})|x(?P<two>[0-9A-Fa-f]{2})|(?P<one>.))",
    re.DOTALL,
)
WRITTEN = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v"}
ALONE = re.compile(rf"\s*({LITERAL.pattern})\s*")
COMPARED_BEFORE = re.compile(r"(?:[=!]=|[\w\])]\[)\s*$")
COMPARED_AFTER = re.compile(r"\s*[=!]=")
KEY_BEFORE, KEY_AFTER = re.compile(r"[{,]\s*$"), re.compile(r"\s*:")
OF_TEXTS = ("", "if", "join", "lower", "pad", "truncate", "upper")  # functions that give texts back
LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass
class Translator:
    """The words of a language by those of the original; notes which are used, and which lack.

    ``known`` are the words that the model's tables can hold.
    """

    words: dict[str, str]
    known: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    lacking: dict[str, None] = field(default_factory=dict)

    @property
    def of_model(self) -> dict[str, str]:
        """The words that the model's tables can hold: a page looks them up."""
        return {text: word for text, word in self.words.items() if text in self.known}

    @property
    def mismatched(self) -> dict[str, set[str]]:
        """The columns in the braces of each text whose words name others."""
        return {
            text: columns
            for text, word in self.words.items()
            if (columns := columns_of(text)) and columns_of(word) != columns
        }

    def inline(self, spec: Json) -> dict[str, str]:
        """Return the words of the rows that a figure brings itself."""
        rows = [row for data in spec.get("data", []) for row in data.get("values", [])]
        cells = {str(each) for row in rows if isinstance(row, dict) for each in row.values()}
        found = {text: word for text, word in self.words.items() if text in cells}
        self.used.update(found)
        return found

    def text(self, text: str) -> str:
        """Translate a text that a reader sees; where the table lacks it, it stays."""
        if text in self.words:
            self.used.add(text)
            return self.words[text]
        if LETTERS.search(text):
            self.lacking.setdefault(text)
        return text

    def signal(self, text: str) -> str:
        """Translate an expression that gives a text: as a whole, or the texts in it."""
        for template in self.words:
            if "{" in template and text == templated(template):
                self.used.add(template)
                return templated(self.words[template]) or text
        if ALONE.fullmatch(text):
            return self.literal(text.strip())

        def literal(found: re.Match[str]) -> str:
            before, after = text[: found.start()], text[found.end() :]
            return found[0] if is_code(before, after) else self.literal(found[0])

        return LITERAL.sub(literal, text)

    def literal(self, literal: str) -> str:
        """Translate a literal of an expression; one that the table lacks stays as it is written."""
        given = unquoted(literal)
        word = self.text(given)
        return literal if word == given else quoted(word)


def is_code(before: str, after: str) -> bool:
    """Tell by what is around a literal of an expression that it is no text: a key, or a format."""
    if COMPARED_BEFORE.search(before) or COMPARED_AFTER.match(after):
        return True
    if KEY_BEFORE.search(before) and KEY_AFTER.match(after):
        return True
    bare, closed = LITERAL.sub("", before), 0
    for at in reversed(range(len(bare))):
        if bare[at] == ")":
            closed += 1
        elif bare[at] == "(" and closed:
            closed -= 1
        elif bare[at] == "(" and re.findall(r"\w*", bare[:at][::-1])[0][::-1] not in OF_TEXTS:
            return True
    return False


def templated(template: str) -> str:
    """Return the expression of a text with columns in braces; empty if it is none."""
    try:
        return expression(template)
    except ValueError:
        return ""


def unquoted(literal: str) -> str:
    """Return the text that a literal of an expression stands for."""

    def sign(found: re.Match[str]) -> str:
        one = found["one"]
        if one:
            return WRITTEN.get(one, one)
        return chr(int(found["any"] or found["four"] or found["two"], 16))

    return ESCAPE.sub(sign, literal[1:-1])


def translate(figure: Figure, translator: Translator, rules: NumberRules) -> Figure:
    """Return a figure whose texts and numbers are those of another language."""
    spec = deepcopy(figure.spec)
    looks_up = [translate_text(each, translator) for each in texts(spec)]
    if any(looks_up):
        words = translator.of_model | translator.inline(spec)
        signal = {"name": TABLE, "value": words}
        spec["signals"] = [*spec.get("signals", []), signal]
    if rules != ENGLISH:
        spec["config"] = spec.get("config", {}) | {"locale": {"number": locale(rules)}}
    labelled: dict[str, Any] = {
        name: [
            rule | {"label": translator.text(rule["label"])} if rule.get("label") else rule
            for rule in getattr(figure, name)
        ]
        for name in ("drag", "add", "rules", "point")
    }
    return replace(figure, spec=spec, **labelled)


def locale(rules: NumberRules) -> Json:
    """Return rules as d3-format knows them; it has the sign of a percentage behind it."""
    return {
        "decimal": rules.decimal,
        "thousands": rules.group,
        "grouping": [3] + [rules.size] * 6,
        "currency": ["", ""],
        "minus": rules.minus,
        "percent": rules.percent[1] or rules.percent[0],
    }


def texts(spec: Json) -> Iterator[tuple[Json, str]]:
    """Yield what holds a text, and under which key: of marks, axes, legends and titles."""
    for mark in spec.get("marks", []):
        if mark["type"] == "text":
            yield from ((block, "text") for block in mark["encode"].values() if "text" in block)
        yield from texts(mark)
    for part in (*spec.get("axes", []), *spec.get("legends", [])):
        if "title" in part:
            yield part, "title"
    if title := spec.get("title"):
        yield (title, "text") if isinstance(title, dict) else (spec, "title")


def translate_text(place: tuple[Json, str], translator: Translator) -> bool:
    """Translate one text where it stands; return whether it is looked up as it is drawn."""
    holder, key = place
    given = holder[key]
    if isinstance(given, str):
        holder[key] = translator.text(given)
        return False
    one_of = given if isinstance(given, list) else [given]
    found = [translate_value(each, translator) for each in one_of]
    holder[key] = [each for each, _ in found] if isinstance(given, list) else found[0][0]
    return any(looks_up for _, looks_up in found)


def translate_value(value: Any, translator: Translator) -> tuple[Any, bool]:
    """Translate one value of a channel; return it, and whether it is looked up as it is drawn."""
    if isinstance(value, str):
        return translator.text(value), False
    if not isinstance(value, dict):
        return value, False
    if isinstance(value.get("value"), str):
        return value | {"value": translator.text(value["value"])}, False
    if "field" in value and isinstance(value["field"], str):
        name = value["field"].replace("\\", "").replace("'", "\\'")
        signal = f"datum['{name}']"
        rest = {key: each for key, each in value.items() if key != "field"}
        return rest | {"signal": looked_up(signal)}, bool(translator.words)
    if "signal" not in value:
        return value, False
    signal = translator.signal(value["signal"])
    has_words = not (ALONE.fullmatch(signal) or signal.startswith("format("))
    if not (has_words and translator.words and "datum" in signal):
        return value | {"signal": signal}, False
    return value | {"signal": looked_up(signal)}, True


def looked_up(signal: str) -> str:
    """Return the expression that looks up what another gives in the table of words."""
    return f"{TABLE}[{signal}] || ({signal})"
