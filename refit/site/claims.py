"""Claims: what an essay says of all cases, in words, and which of its tests holds it.

No live number can hold such a sentence. A file of tests lists in its docstring what it holds, with
the essay's own words in quotes::

    Claims of the essay, each with what holds it:

    - "on her own basket they never rise": a question adds no mistake at home
      test_errors_at_home_never_rise
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from refit.errors import AuthorError
from refit.essay.advice import advise
from refit.essay.markup import Node, Prose
from refit.page.reading_time import read

HEAD = "Claims of the essay"
ENTRY = re.compile(r"^- (.*(?:\n(?!- |\n).*)*)", re.MULTILINE)
QUOTED = re.compile(r'"([^"]+)"')
TEST = re.compile(r"\btest_\w+")
# Words of English alone. "Not always" needs no more than an example, "more often than always" is a
# bound, and what somebody "has never" done is a story.
SWEEPING = re.compile(
    r"(?<!not )(?<!than )(?<!has )(?<!have )(?<!had )\b(always|never|every time"
    r"|no matter (?:how|what|which|where|who)|without exception|in (?:all|every) cases?)\b",
    re.IGNORECASE,
)
END = re.compile(r"(?<=[.!?:…])[*_”)]*\s+")
ROLE = re.compile(r"\{(\w+)\}`([^`|]*)[^`]*`")
CITED = re.compile(r"\{cite\}|(?<![\w`])@\w")
REMEDY = (
    f'list each under "{HEAD}" in the docstring of a file of tests, as - "its words": what holds '
    "them, and the name of the test; or say what the figure shows"
)


@dataclass(frozen=True)
class Claim:
    """What a file of tests says that it holds."""

    file: Path
    line: int
    words: list[str]  # of the essay, which claim all cases
    tests: list[str]


def claims_advice(nodes: list[Node], file: Path) -> Iterator[AuthorError]:
    """Yield advice on sentences of all cases that no test holds, and on claims that hold none."""
    claims, tests = read_tests(file.parent)
    said = [plain(text) for _, text in paragraphs(nodes)]
    for claim in claims:
        for name in claim.tests:
            if name not in tests:
                problem = f"no file of tests here has {name}"
                yield advise("claims", problem, "name the test", claim.file, claim.line)
        for words in claim.words:
            if not any(words in text for text in said):
                problem = f'the essay does not say "{words}"'
                yield advise("claims", problem, "quote it as it is now", claim.file, claim.line)
    held = [words for claim in claims if claim.tests for words in claim.words]
    for line, sentence in sweeping(nodes):
        if not any(words in sentence or sentence in words for words in held):
            problem = "a claim of all cases that no test names"
            yield advise("claims", problem, REMEDY, file, line)


def read_tests(folder: Path) -> tuple[list[Claim], set[str]]:
    """Return the claims that the files of tests in a folder list, and the names of their tests."""
    claims, names = [], set[str]()
    for file in sorted(folder.glob("test_*.py")):
        try:
            tree = ast.parse(file.read_bytes())
        except (SyntaxError, ValueError):  # which pytest tells
            continue
        names |= {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}
        docstring = ast.get_docstring(tree, clean=False) or ""
        begins = docstring.find(HEAD)
        for found in ENTRY.finditer(docstring, begins) if begins >= 0 else ():
            line = tree.body[0].lineno + docstring.count("\n", 0, found.start())
            quoted = [" ".join(each.split()) for each in QUOTED.findall(found[1])]
            words = [each for each in quoted if SWEEPING.search(each)]
            claims.append(Claim(file, line, words, TEST.findall(found[1])))
    return claims, names


def sweeping(nodes: list[Node]) -> Iterator[tuple[int, str]]:
    """Yield the line and the words of each sentence of all cases: no question, and not cited."""
    for line, text in paragraphs(nodes):
        at = 0
        for sentence in END.split(text):
            at = text.index(sentence, at)
            found = SWEEPING.search(sentence)
            if found and not sentence.rstrip("*_”)").endswith("?") and not CITED.search(sentence):
                yield line + text.count("\n", 0, at + found.start()), plain(sentence)


def paragraphs(nodes: list[Node]) -> Iterator[tuple[int, str]]:
    """Yield the first line and the source of each paragraph; headings say what follows them."""
    for node in read(nodes, True, frozenset()):
        before = ""
        for token in node.tokens if isinstance(node, Prose) else ():
            if token.type == "inline" and before != "heading_open":
                yield (token.map or [-1])[0] + 1, token.content
            before = token.type


def plain(source: str) -> str:
    """Return the words of a source as a claim quotes them: without emphasis and live numbers."""
    words = ROLE.sub(lambda found: found[2].strip() if found[1] == "term" else "…", source)
    return " ".join(re.sub(r"[*_]", "", words).split())
