"""The command line: the commands, their help, and what each of them does."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from refit import __version__
from refit.author.kinds import DEFAULT, list_kinds, read_kind
from refit.author.signals import Ended, ended_by_signals
from refit.errors import AuthorError, SetupError, as_typed, lines_of
from refit.essay.advice import ADVICE, wrong_name

if TYPE_CHECKING:
    from refit.site.project import Project

INTERRUPTED = 130  # what shells expect after Ctrl+C
UNREAD = 141  # and of a program whose output nobody reads any more
GALLERY = "dist-gallery"  # the folder that the documentation is built into
COLUMN, WIDTH = 46, 100  # of the words beside an example, and of a line of help

DESCRIPTION = """\
Build a site of essays, serve it while you write, check essays, or begin a new one.

It works in {where}: the essays are in essays/, the settings in
site.toml, and the site is built into dist/.

`{program} COMMAND --help` says more of each command.
"""


class ToldError(Exception):
    """Mistakes that have been told."""


@dataclass(frozen=True)
class Command:
    """What the help says of a command."""

    summary: str
    description: str
    examples: list[tuple[str, str]]  # arguments, and what they do

    def help(self, program: str) -> str:
        """Return the description, and the examples as they are typed."""
        lines = [self.description]
        for arguments, meaning in self.examples:
            typed = f"  {program} {arguments}"
            if len(typed) < COLUMN - 1 and COLUMN + len(meaning) <= WIDTH:
                lines.append(typed.ljust(COLUMN) + meaning)
            else:
                lines += [typed, f"      {meaning}"]
        return "\n".join(lines)


COMMANDS = {
    "build": Command(
        "build the site",
        """\
Build the site: compute every step of every essay, draw the figures, write the pages. What has not
changed since the last build is taken over. If anything is wrong, all of it is told, each mistake in
a line with its file and line number, and the last good site stays. Of mistakes in the fences, the
front matter and the scenes of an essay only the first is told: it hides what follows.
""",
        [
            ("build", "the essays in essays/, into dist/"),
            ("build --out /tmp/site", "into another folder"),
            ("build --fresh", "compute and draw everything anew"),
            (
                "build --site-url https://example.org/essays/",
                "for that address, whatever site.toml says",
            ),
        ],
    ),
    "serve": Command(
        "build the site, serve it, build again what changes",
        """\
Build the site and serve it. When you save a file, what changed is built again and the page in your
browser reloads where you were. A mistake is told here and on the page; the last good site stays.
""",
        [
            ("serve", "on the first free port from 8000"),
            ("serve --port 8080", "on that port"),
        ],
    ),
    "new": Command(
        "begin an essay",
        """\
Begin an essay: a folder with a text, a model, figures and tests that work as they stand, for you to
write over. SLUG is its address: small letters, digits and hyphens. Of KIND there are
"""
        + f"\n{list_kinds()}\n",
        [
            ("new random-forests", f"makes essays/random-forests/, of the kind {DEFAULT}"),
            ("new random-forests --like stream", "of that kind"),
            ("new random-forests --like band", "with that example of the gallery"),
        ],
    ),
    "check": Command(
        "find what a build would refuse",
        """\
Find everything in essays that a build would refuse, and more quickly: text and markup, models in
every step and at the ends of every control, figures, and models that compute something else in the
browser's Python, or fail there. Without the browser's runtime everything else is checked. Each
mistake is told in a line; the exit code is 1 if there is any.

Advice stops nothing. Of its kinds, --without leaves out those that you name:
"""
        + "\n".join(f"  {name:<13} {about}" for name, about in ADVICE.items())
        + """

For good, `without_advice: [NAME]` in an essay's front matter does so.

With --json each finding is an object of JSON in a line: severity (error, warning, advice or note),
name, message, remedy, file, line and column. With --annotations GitHub shows them beside the lines.
""",
        [
            ("check", "every essay"),
            ("check random-forests", "one, or several"),
            ("check --without overlaps,tall", "all but these two kinds of advice"),
            ("check --json", "for programs"),
        ],
    ),
    "proof": Command(
        "print each sentence with live numbers in every state",
        """\
Print each sentence of an essay that holds live numbers, once for each different reading: as the
page comes, with each value of each control in its step, and with two of them. Those marked ~
change. Read whether each is true. Rows that are dragged are not tried.
""",
        [
            ("proof random-forests", "as text"),
            ("proof random-forests --page proof.html", "as a page, for a browser"),
        ],
    ),
    "gallery": Command(
        "build Refit's own documentation, with every example live",
        """\
Build the documentation: how an essay is written, and every directive, role, function of the kit and
layout, each with its source beside what it makes. It needs no essays.
""",
        [("gallery", f"into {GALLERY}/"), ("gallery --out /tmp/gallery", "into another folder")],
    ),
}


def main(
    arguments: list[str] | None = None, program: str = "refit", folder: Path | None = None
) -> int:
    """Run one command and return its exit code.

    Parameters
    ----------
    arguments
        What was typed after the program's name.
    program
        The name by which it was called.
    folder
        The project's folder; the current one if not given.
    """
    options = parse(arguments, program, folder)
    try:
        with ended_by_signals():
            run(options)
    except ToldError:
        return 1
    except AuthorError as error:
        print(*lines_of(error), sep="\n", file=sys.stderr)
        return 1
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever read what is printed, such as `head`, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return UNREAD
    except PermissionError as error:
        file = as_typed(Path(str(error.filename)))
        print(f"{file}: {error.strerror}; choose another folder", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:  # in an essay it would be an AuthorError
        if (error.name or "refit").startswith("refit"):
            raise
        print(
            f"{error.name} is not installed for {sys.executable}; use the Python that Refit is "
            "installed for, such as .venv/bin/python",
            file=sys.stderr,
        )
        return 1
    except Ended as error:
        return 128 + int(error.args[0])  # as shells count
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return INTERRUPTED
    return 0


def parse(
    arguments: list[str] | None = None, program: str = "refit", folder: Path | None = None
) -> argparse.Namespace:
    """Read the command line."""
    where = "the folder that build.py is in"
    if folder is None:
        folder = Path.cwd()
        where = "the current folder"
    parser = argparse.ArgumentParser(
        prog=program,
        description=DESCRIPTION.format(program=program, where=where),
        formatter_class=Plain,
    )
    parser.add_argument("--version", action="version", version=f"Refit {__version__}")
    parser.set_defaults(program=program, folder=folder)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    added = {}
    for name, command in COMMANDS.items():
        added[name] = commands.add_parser(
            name,
            help=command.summary,
            description=command.help(program),
            formatter_class=Plain,
        )
        if name != "gallery":
            added[name].add_argument(
                "--essays", type=Path, default=folder / "essays", help="folder of the essays"
            )
    for name in ("build", "serve"):
        added[name].add_argument(
            "--out", type=Path, default=folder / "dist", help="folder of the built site"
        )
    added["gallery"].add_argument(
        "--out", type=Path, default=folder / GALLERY, help="folder of the built documentation"
    )
    added["build"].add_argument(
        "--site-url", metavar="URL", help="where the site is to be found; site.toml says it too"
    )
    added["serve"].add_argument("--host", default="127.0.0.1", help="address to listen on")
    added["serve"].add_argument(
        "--port", type=int, help="port; the first free one from 8000 if not given"
    )
    added["new"].add_argument(
        "slug", metavar="SLUG", help="the essay's address, such as random-forests"
    )
    added["new"].add_argument(
        "--like", metavar="KIND", type=kind, default=DEFAULT, help="which example to write over"
    )
    added["check"].add_argument(
        "slugs", metavar="SLUG", nargs="*", help="essays to check; all if none"
    )
    added["check"].add_argument(
        "--without", metavar="NAME,…", type=advice, default=[], help="advice to be left out"
    )
    ways = added["check"].add_mutually_exclusive_group()
    for way, meaning in (("json", "an object of JSON a line"), ("annotations", "for GitHub")):
        ways.add_argument(f"--{way}", action="store_true", help=f"tell all on one side: {meaning}")
    added["proof"].add_argument("slug", metavar="SLUG", help="the essay")
    added["proof"].add_argument("--page", type=Path, help="the file of a page, to be written")
    for name in ("build", "check", "gallery"):
        added[name].add_argument("--fresh", action="store_true", help="use nothing of earlier runs")
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        one = f"; {options.command} takes all essays: `{program} check SLUG` tells of one"
        remedy = one if options.command in ("build", "serve") else ""
        added[options.command].error(f"unrecognized arguments: {' '.join(unknown)}{remedy}")
    return options


def kind(text: str) -> Path:
    """Return the template of a kind of essays; argparse tells if there is none."""
    try:
        return read_kind(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def advice(text: str) -> list[str]:
    """Return the names of advice that a text lists; argparse tells if there is no such one."""
    names = [name.strip() for name in text.split(",")]
    if wrong := wrong_name(names):
        raise argparse.ArgumentTypeError("; ".join(wrong))
    return names


class Plain(argparse.RawDescriptionHelpFormatter):
    """Help whose examples keep their lines."""


def run(options: argparse.Namespace) -> None:
    """Run one command; each imports what it needs, so that help comes at once."""
    if options.command == "new":
        new(options)
        return
    if options.command == "gallery":
        gallery(options)
        return
    require_essays(options)
    if options.command == "check":
        check(options)
        return
    if options.command == "proof":
        proof(options)
        return
    if options.command == "serve":
        from refit.author.serve import serve

        settings = project_of(options).settings
        serve(options.essays, settings, options.out, options.host, options.port)
        return
    from refit.site.build import build

    build(project_of(options), options.out, say, options.fresh)
    say(f"built {as_typed(options.out)}")


def project_of(options: argparse.Namespace) -> Project:
    """Return the project that a command works on."""
    from refit.site.project import Project

    address = getattr(options, "site_url", None)
    return Project(options.essays, options.folder / "site.toml", address)


def new(options: argparse.Namespace) -> None:
    """Begin an essay, and say what to do next."""
    from refit.author.new import create

    folder = create(options.slug, options.essays, options.like, options.program)
    own = ""
    if options.essays.absolute() != options.folder / "essays":
        own = f" --essays {shlex.quote(str(as_typed(options.essays)))}"
    here, program = as_typed(folder), options.program
    names = [name for name in ("model.py", "figures.py") if (folder / name).exists()]
    files = " and ".join(filter(None, (", ".join(["essay.md", *names[:-1]]), *names[-1:])))
    say(f"{here} is an essay that works. Next:")
    say(f"  1. {program} serve{own}: see it, and see it change as you save")
    tested = (folder / "test_model.py").exists()
    say(f"  2. write over {here}/{files}{', and the tests with them' if tested else ''}")
    tests = f", and pytest {here}" if tested else ""
    say(f"  3. {program} check{own} {options.slug}{tests}: know that it is right")


def check(options: argparse.Namespace) -> None:
    """Check essays, and tell what is found: in lines for people, or for programs on one side."""
    from refit.site import check as checking
    from refit.site.findings import Finding, findings

    project = project_of(options)
    if not (options.json or options.annotations):
        checking.check(project, options.slugs, say, options.fresh, options.without)
        return

    def tell(found: Finding) -> None:
        say(found.as_object() if options.json else found.as_annotation())

    try:
        checking.find(project, options.slugs, tell, options.fresh, options.without)
    except AuthorError as error:
        for each in findings([error]):
            tell(each)
        raise ToldError from None


def proof(options: argparse.Namespace) -> None:
    """Print an essay's proof sheet, or write it as a page."""
    from refit.site.proof import as_page, as_text, prove

    project = project_of(options)
    sheet = prove(project, options.slug)
    if options.page:
        page = as_page(project, options.slug, sheet)
        try:
            options.page.write_text(page, "utf-8")
        except OSError as error:
            problem = f"this page cannot be written ({error.strerror})"
            raise AuthorError(problem, "choose another file with --page", options.page) from None
        say(f"wrote {as_typed(options.page)}")
    else:
        say(as_text(options.slug, sheet))


def gallery(options: argparse.Namespace) -> None:
    """Build the documentation, and say how to look at it."""
    from refit.gallery.build import build_documentation

    build_documentation(options.out, say, options.fresh)
    out = shlex.quote(str(as_typed(options.out)))
    say(f"built {out}; `python3 -m http.server --directory {out}` serves it on port 8000")


def require_essays(options: argparse.Namespace) -> None:
    """Refuse to go on where there is no folder of essays, and say how to get one."""
    if not options.essays.is_dir():
        raise AuthorError(
            f"there is no folder {options.essays.name}/ in {options.essays.absolute().parent}",
            f"write `{options.program} new my-essay` to begin an essay there, or say with "
            "--essays where your essays are",
        )


def say(text: str) -> None:
    """Print a line at once, even into a pipe."""
    print(text, flush=True)
