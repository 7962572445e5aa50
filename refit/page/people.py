"""The people of a bibliography: ``Vaswani, Ashish and others`` as a list and in a citation."""

import re
from collections.abc import Container
from dataclasses import dataclass
from html import unescape

from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person

from refit.page.latex_text import LatexError, plain

JOIN = "join people by the word `and`: Doe, Jane and Roe, Richard"
MOST = 20  # of a work's people that are listed
LINEAGE = re.compile(r"(?i:[js]r\.?|\d?(?:st|nd|rd|th)\.?|junior|senior)|(?:[IVX]+|[ivx]+)\.?")
AFTER_A_NAME = re.compile(r"(?i:[js]r\.?|junior|senior)|I{2,3}|IV|VI{0,3}")  # Vi is a family's
TITLES = re.compile(
    r"(?:^|[\s,])((?:(?:Dr|Prof|Sir|Dipl|Ing|M\.\s?Sc|B\.\s?Sc|Ph\.\s?D|M\.\s?D)\.|PhD|MSc|MD|"
    r"Professor|Ph\.\s?D)(?![\w-]))"
)
DOCTOR = re.compile(r"M\.?\s?D\.?")  # or the initials of two first names
ONE_LETTER = ("E", "O")  # families
INITIALS = re.compile(r"(?:[A-Z]\.?-?){1,3}")
JOINED = re.compile(r"[A-Z]{2,3}")  # initials, as in Hoffman, MD
SHORT = 4  # letters of each word after a first name The; those of groups are longer
OTHERS = re.compile(r"others[.,;]*", re.IGNORECASE)
ELLIPSIS = re.compile(r"\.{2,}|\N{HORIZONTAL ELLIPSIS}|\\l?dots(?:\{\})?")
ET_AL = re.compile(r"\bet\.?\s*al\b\.?|^al\.?,\s*et$", re.IGNORECASE)
INITIAL = re.compile(r"(?:^|[\s.-])[^\W\d_]\.")
NUMBERED = re.compile(r"\s+\d{4}$")  # DBLP numbers people of one name
NO_NAME = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?|[\d@=*()\[\]]")
GROUP = re.compile(
    r"(?:^|\s)(?:academy|administration|agency|alliance|association|authority|authors|bureau|"
    r"cent(?:er|re)|collaboration|college|commission|committee|company|consortium|contributors|"
    r"corporation|council|deepmind|department|developers|federation|for|forum|foundation|"
    r"gmbh|group|hospital|inc\.?|institute|institution|initiative|lab|laborator(?:y|ies)|labs|"
    r"ltd\.?|ministry|nations|network|of|office|organi[sz]ation|programme|project|research|"
    r"service|services|society|statistics|survey|team|the|union|university|working group)(?:$|\s)",
    re.IGNORECASE,
)
RELAX = re.compile(r"\{\\relax\s+(\w+)\}")  # BibTeX's way to tell an initial of two letters
# Google Scholar takes them for people: Team, Gemini.
FIRST_WORD = re.compile(
    r"agency|association|collaboration|committee|consortium|department|foundation|institute|"
    r"organi[sz]ation|team|university",
    re.IGNORECASE,
)
BIBLATEX = re.compile(r"(family|given|prefix|suffix|useprefix|juniorcomma|id|\w+-i)\s*=\s*")


@dataclass(frozen=True)
class Name:
    """One of a work's people: the name that stands first, and how the list prints it."""

    last: str
    full: str


@dataclass(frozen=True)
class People:
    """The people of a work, and whether there are others that it does not name."""

    names: list[Name]
    others: bool = False

    @property
    def short(self) -> str:
        """The people as a citation prints them: one name, two names, or the first *et al.*"""
        last = [name.last for name in self.names]
        return f"{last[0]} et al." if len(last) > 2 or self.others else join_names(last)

    @property
    def listed(self) -> str:
        """The people as the list prints them."""
        full = [name.full for name in self.names[:MOST]]
        if self.others or len(self.names) > MOST:
            return f"{', '.join(full)} et al."
        return join_names(full)


def join_names(names: list[str]) -> str:
    """Join names with commas and an ampersand."""
    return " & ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def read_people(text: str) -> People:
    """Read the people that a field names.

    Raises
    ------
    LatexError
        If they are not joined by ``and``, or something in it is no name.
    """
    text = " ".join(unescape(text.replace(r"{\&}", r"\&").replace(r"\&amp;", r"\&")).split())
    if r"\and" in text:
        raise LatexError(r"\and joins nobody", JOIN)
    parts = [part.strip() for part in split_name_list(text)]
    others = bool(OTHERS.fullmatch(parts[-1])) if parts else False
    parts = parts[:-1] if others else parts
    if not parts:
        raise LatexError("there is no name before `others`", JOIN)
    in_order = [part for part in parts if len(split_at_commas(part)) == 1 and " " in part]
    for part in parts if in_order else ():
        pieces = [piece.split() for piece in split_at_commas(part)]
        if len(pieces) == 2 and all(map(is_whole_name, pieces)):
            raise LatexError(f"{part!r} is more than one name", JOIN)
    last = {part.split()[-1] for part in in_order}
    families = () if any(map(INITIALS.fullmatch, last.difference(ONE_LETTER))) else ONE_LETTER
    return People([read_name(part, families) for part in parts], others)


def is_whole_name(words: list[str]) -> bool:
    """Tell whether words are a first and a last name, neither an initial."""
    return len(words) == 2 and all(len(w) > 2 and w[0].isupper() and w[-1] != "." for w in words)


def read_name(text: str, families: Container[str] = ()) -> Name:
    """Read one name: in braces it is a group's, and stays as it is.

    ``families`` are last words that are no initials, though they look like them.
    """
    text = text.strip(" ,") if not text.endswith("\\,") else text
    if ELLIPSIS.fullmatch(text):
        raise LatexError(f"{text!r} is no name", "write all people, or `and others` at the end")
    if re.match(r"and\b|.*\band$", text, re.IGNORECASE) or not text:
        raise LatexError("a name is missing beside an `and`", JOIN)
    if outside_braces(text).strip() == "":
        name = plain(text)
        return Name(name, name)
    if not any(letter.isupper() or letter.islower() for letter in text) and "," not in text:
        return Name(text, text)  # a script without capitals: the family stands first
    if BIBLATEX.match(text):
        return in_parts(Person(in_order(text)))
    text = NUMBERED.sub("", text)
    check_name(text, families)
    pieces = [piece.strip() for piece in split_at_commas(text)]
    if len(pieces) == 3 and LINEAGE.fullmatch(plain(pieces[2])):
        pieces = [pieces[0], pieces[2], pieces[1]]  # some write it last
    return in_parts(Person(", ".join(pieces)))


def check_name(text: str, families: Container[str]) -> None:
    """Refuse what is not one name."""
    bare = outside_braces(text)
    shown = repr(text if len(text) < 60 else f"{text[:59]}…")
    pieces = split_at_commas(text)
    if ET_AL.search(bare):
        raise LatexError(f"{shown} is no name", "write `and others` instead of et al.")
    has_initials = len(pieces) == 2 and DOCTOR.fullmatch(pieces[1].strip())
    if (title := TITLES.search(bare)) and not has_initials:
        raise LatexError(f"{title[1]!r} in {shown} belongs to no name", "write the name alone")
    if re.search("[;&/|]", bare) or len(pieces) > 3:
        raise LatexError(f"{shown} is more than one name", JOIN)
    lineages = [bool(LINEAGE.fullmatch(plain(piece).strip())) for piece in pieces[1:]]
    if len(pieces) == 3 and not any(lineages):
        raise LatexError(f"{shown} is more than one name", JOIN)
    if len(pieces) == 2 and INITIAL.search(pieces[0]) and INITIAL.search(pieces[1]):
        raise LatexError(f"{shown} is more than one name", JOIN)
    if odd := NO_NAME.search(re.sub(r"\\.", "", bare)):
        raise LatexError(f"{odd[0]!r} in {shown} belongs to no name", "write the name alone")
    words = bare.split() if len(pieces) == 1 else []
    if len(words) > 1 and is_group(words):
        remedy = f"put a group into braces: {{{text}}}; and a person's family first: "
        problem = f"{shown} would be printed as a person's name"
        raise LatexError(problem, f"{remedy}{words[-1]}, {' '.join(words[:-1])}")
    if len(pieces) == 2 and FIRST_WORD.fullmatch(pieces[0]):
        problem = f"{shown} would be printed as a person's name"
        name = " ".join(piece.strip() for piece in reversed(pieces))
        raise LatexError(problem, f"put a group into braces: {{{name}}}")
    if len(words) > 1 and words[-1] not in families:
        check_last_word(words, shown)


def is_group(words: list[str]) -> bool:
    """Tell whether words name a group; "The" may be a person's first name, as in The Anh Han."""
    if len(words) > 2 and words[0] == "The" and all(len(each) <= SHORT for each in words):
        words = words[1:]
    return bool(GROUP.search(" ".join(words)))


def check_last_word(words: list[str], shown: str) -> None:
    """Refuse a name without a comma that ends with initials, or with a "Jr."."""
    last, before = words[-1], words[:-1]
    family = next((word for word in before if len(word) > 2 and not word.isupper()), "")
    if AFTER_A_NAME.fullmatch(last):
        name = f"{before[-1]}, {last}, {' '.join(before[:-1])}"
        raise LatexError(
            f"{last!r} in {shown} would be printed as a family's name", f"write {name}"
        )
    if family and INITIALS.fullmatch(last):
        name = f"{' '.join(before)}, {last}"
        raise LatexError(
            f"{last!r} in {shown} would be printed as a family's name", f"write {name}"
        )


def in_order(text: str) -> str:
    """Return BibLaTeX's ``family=van Gogh, given=Vincent`` as BibTeX writes it."""
    parts: dict[str, str] = {}
    for piece in split_at_commas(text):
        key = BIBLATEX.match(piece.strip())
        if not key:
            raise LatexError(f"{piece.strip()!r} is no part of a name", "write family=…, given=…")
        parts[key[1]] = piece.strip()[key.end() :].strip('"')
    last = " ".join(filter(None, [parts.get("prefix"), f"{{{parts.get('family', '')}}}"]))
    return ", ".join(filter(None, [last, parts.get("suffix"), parts.get("given")]))


def in_parts(person: Person) -> Name:
    """Return "van der Maaten, L. J."; a name of one part stays as it is."""
    last = decode_parts(person.prelast_names + person.last_names)
    first = [
        initials(".".join(part) if JOINED.fullmatch(part) and not last.isupper() else part)
        for part in person.first_names + person.middle_names
    ]
    lineage = decode_parts(person.lineage_names)
    return Name(last, ", ".join(filter(None, [last, " ".join(filter(None, first)), lineage])))


def decode_parts(parts: list[str]) -> str:
    """Return the parts of a name as one text."""
    return " ".join(plain(part) for part in parts)


def initials(part: str) -> str:
    """Return a first name's initials: J.-P. of Jean-Pierre, C. J. of C.J.

    A name in a script without capitals has none, and stays whole, as particles do.
    """
    if whole := RELAX.match(part):
        return f"{whole[1]}."
    name = plain(part)
    if not any(letter.isupper() for letter in name) and name.isalpha():
        caseless = not any(letter.islower() for letter in name)
        if caseless or len(name) > 1:
            return name
    found = []
    for piece in re.split(r"(?<=\.)(?=[^\W\d_])", name):
        letters = [
            next((letter for letter in half if letter.isalpha()), "") for half in piece.split("-")
        ]
        found.append("-".join(f"{letter}." for letter in letters if letter))
    return " ".join(filter(None, found))


def outside_braces(text: str) -> str:
    """Return a text without what stands in braces."""
    before = None
    while before != text:
        before, text = text, re.sub(r"\{[^{}]*\}", "", text)
    return text


def split_at_commas(text: str) -> list[str]:
    """Split a text at the commas that stand outside braces."""
    pieces, depth = [""], 0
    for letter in text:
        depth += (letter == "{") - (letter == "}")
        if letter == "," and depth == 0:
            pieces.append("")
        else:
            pieces[-1] += letter
    return pieces
