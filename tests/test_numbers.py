"""Numbers: the format's rules, and Python held to JavaScript on many numbers."""

import itertools
import json
import math
import random
import struct
import subprocess
from dataclasses import asdict
from pathlib import Path

import pytest

from refit.languages import find_language
from refit.numbers import ENGLISH, format_number

ROOT = Path(__file__).resolve().parent.parent
FORMATS = ["d", ".0f", ".1f", ".2f", ".9f", "+.2f", "+d", ",d", "+,.3f", ".0%", ".1%", "+,.2%"]


@pytest.mark.parametrize(
    ("value", "spec", "expected"),
    [
        (3.7, "d", "4"),
        (3.14159, ".2f", "3.14"),
        (0.815, ".0%", "82\u202f%"),
        (2.0, ".1f", "2.0"),
        (1234567.0, ",d", "1,234,567"),
        (-1234.5, ",.1f", "\u22121,234.5"),
        (2.0, "+d", "+2"),
        (-2.0, "+d", "\u22122"),
        (0.0, "+d", "0"),
    ],
)
def test_a_number_is_printed(value, spec, expected):
    assert format_number(value, spec) == expected


@pytest.mark.parametrize(
    ("value", "spec", "expected"),
    [
        (0.125, ".2f", "0.13"),
        (-0.125, ".2f", "\u22120.13"),
        (2.5, "d", "3"),
        (0.5, "d", "1"),
        (1.005, ".2f", "1.00"),  # the double below one and five thousandths
        (0.145, ".0%", "14\u202f%"),  # 0.145 * 100 is the double below 14.5
    ],
)
def test_halves_are_rounded_away_from_zero_by_the_exact_double(value, spec, expected):
    assert format_number(value, spec) == expected


@pytest.mark.parametrize("spec", ["d", ".2f", "+.1f", ".0%"])
@pytest.mark.parametrize("value", [-0.0, -1e-9, -5e-324])
def test_what_rounds_to_zero_has_no_sign(value, spec):
    text = format_number(value, spec)
    assert not text.startswith(("+", "\u2212", "-"))


def test_a_number_beyond_every_digit_of_a_double_is_written_out():
    assert format_number(1e21, "d") == "1" + "0" * 21
    assert format_number(1.2345678901234567e29, ".1f") == f"{int(1.2345678901234567e29)}.0"


@pytest.mark.parametrize(
    "spec", ["", "f", "2f", ".f", ".10f", "g", ".2e", ",+d", "+-d", ".\u0663f"]
)
def test_an_unknown_format_is_refused(spec):
    with pytest.raises(ValueError, match="no number format"):
        format_number(1.0, spec)


@pytest.mark.parametrize(
    ("value", "spec"), [(math.nan, "d"), (math.inf, ".1f"), (1e307, ".1%"), (-1e307, ".0%")]
)
def test_what_is_not_finite_is_refused(value, spec):
    with pytest.raises(ValueError, match="not a finite number"):
        format_number(value, spec)


# ── Python against JavaScript ────────────────────────────────────────────────────────────────────


def many_numbers():
    """Ties, edges, powers of ten and two, and doubles of every size; seeded."""
    rng = random.Random(0)
    ties = [(2 * k + 1) / 2**n for n in range(1, 12) for k in range(12)]
    edges = [0.0, 5e-324, 2.2250738585072014e-308, 1e21, 999999999999999868928.0, 1e22, 1e300]
    powers = [10.0**n for n in range(-25, 26)] + [2.0**n for n in range(-80, 81, 4)]
    near = [math.nextafter(v, to) for v in (0.5, 2.5, 0.995, 1e21, 99.95) for to in (0, math.inf)]
    decimals = [rng.randrange(10**6) / 10 ** rng.randrange(7) for _ in range(200)]
    uniform = [rng.uniform(0, 1) for _ in range(200)]
    wild = [struct.unpack("<d", rng.randbytes(8))[0] for _ in range(300)]
    finite = [v for v in wild if abs(v) < 1e300]  # NaN compares false
    positive = [*ties, *edges, *powers, *near, *decimals, *uniform, *finite]
    return [sign * value for value in positive for sign in (1, -1)]


def in_javascript(pairs, rules=ENGLISH):
    module = (ROOT / "static/js/state/format.js").as_uri()
    script = f"""
        import {{ formatNumber, setLanguage }} from "{module}";
        import {{ readFileSync }} from "node:fs";
        setLanguage({{ numbers: {json.dumps(asdict(rules))} }});
        const pairs = JSON.parse(readFileSync(0, "utf8"));
        console.log(JSON.stringify(pairs.map(([value, spec]) => formatNumber(value, spec))));
    """
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", script],
        input=json.dumps(pairs),
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return json.loads(done.stdout)


def test_python_and_javascript_print_the_same():
    numbers = many_numbers()
    assert len(numbers) > 1000
    pairs = list(itertools.product(numbers, FORMATS))
    theirs = in_javascript(pairs)
    ours = [format_number(value, spec) for value, spec in pairs]
    different = [
        (pair, mine, other)
        for pair, mine, other in zip(pairs, ours, theirs, strict=True)
        if mine != other
    ]
    assert different == []


@pytest.mark.parametrize("code", ["de", "fr", "hi", "ar", "he", "tr", "de-CH"])
def test_they_print_the_same_in_every_language(code):
    rules = find_language(code).numbers
    pairs = list(itertools.product(many_numbers(), FORMATS))
    assert len(many_numbers()) > 1000
    ours = [format_number(value, spec, rules) for value, spec in pairs]
    assert ours == in_javascript(pairs, rules)


@pytest.mark.parametrize(
    ("code", "spec", "value", "printed"),
    [
        ("de", ",.2f", -1234567.891, "\u22121.234.567,89"),
        ("de", ".0%", 0.5, "50\u202f%"),
        ("fr", ",d", 1234567, "1\u202f234\u202f567"),
        ("hi", ",d", 123456789, "12,34,56,789"),
        ("tr", "+.1%", -0.125, "\u2212%12,5"),
        ("ar", "+.1f", 0.5, "\u200e+0.5"),
        ("he", "+,.1f", 1234.5, "\u200e+1,234.5"),
        ("fa", "+d", 3, "\u200e+3"),
        ("he", "+d", 0, "0"),
        ("de", "+d", 3, "+3"),
        ("ar", ".1f", -0.5, "\u200e\u22120.5"),
        ("ar", ".0%", 0.5, "50\u200e%\u200e"),
        ("de-CH", ",.1f", 1234.5, "1'234.5"),
        ("pl", ".1%", 0.5, "50,0%"),
        ("en", ".0%", 0.5, "50\u202f%"),
        ("en-GB", ",.1f", 1234.5, "1,234.5"),
    ],
)
def test_a_language_has_its_own_marks(code, spec, value, printed):
    assert format_number(value, spec, find_language(code).numbers) == printed
