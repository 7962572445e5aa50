#!/usr/bin/env python3
"""Build Refit's site, serve it while you write, check essays, or begin a new one.

The work is done in the package refit; `build.py COMMAND --help` says more of each command.
"""

import argparse
import sys
from pathlib import Path

from refit.errors import AuthorError, SetupError, as_typed, lines_of

ROOT = Path(__file__).resolve().parent
INTERRUPTED = 130  # what shells expect after Ctrl+C

BUILD = """\
Build the site: compute every step of every essay, draw the figures, write the pages. What has not
changed since the last build is taken over. If anything is wrong, all of it is told, each mistake in
a line with its file and line number, and the last good site stays. Of mistakes in the fences, the
front matter and the scenes of an essay only the first is told: it hides what follows.

  build.py build                      the essays in essays/, into dist/
  build.py build --out /tmp/site      into another folder
  build.py build --fresh              compute and draw everything anew
  build.py build --site-url https://example.org/essays/
                                      for that address, in the place of site.toml's
"""
SERVE = """\
Build the site and serve it. When you save a file, what changed is built again and the page in your
browser reloads where you were. A mistake is told here and on the page; the last good site stays.

  build.py serve                      on the first free port from 8000
  build.py serve --port 8080
"""
NEW = """\
Begin an essay: a folder with a text, a model, figures and tests that work as they stand, for you to
write over. SLUG is its address: small letters, digits and hyphens.

  build.py new random-forests
"""
CHECK = """\
Find everything in essays that a build would refuse, and more quickly: text and markup, models in
every step and at the ends of every control, figures, imports that the browser lacks. Needs neither
the browser's runtime nor npm's packages. Each mistake is told in a line; the exit code is 1 if
there is any.

  build.py check                      every essay
  build.py check random-forests       one, or several
"""


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="build.py", description=__doc__, formatter_class=Plain)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, summary: str, description: str) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name, help=summary, description=description, formatter_class=Plain
        )
        essays = ROOT / "essays"
        added.add_argument("--essays", type=Path, default=essays, help="folder of the essays")
        return added

    build = command("build", "build the site", BUILD)
    serve = command("serve", "build the site, serve it, build again what changes", SERVE)
    for each in (build, serve):
        each.add_argument(
            "--out", type=Path, default=ROOT / "dist", help="folder of the built site"
        )
    build.add_argument(
        "--site-url", metavar="URL", help="where the site is to be found; site.toml says it too"
    )
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on")
    serve.add_argument("--port", type=int, help="port; the first free one from 8000 if not given")
    new = command("new", "begin an essay", NEW)
    new.add_argument("slug", metavar="SLUG", help="the essay's address, such as random-forests")
    check = command("check", "find what a build would refuse", CHECK)
    check.add_argument("slugs", metavar="SLUG", nargs="*", help="essays to check; all if none")
    for each in (build, check):
        each.add_argument("--fresh", action="store_true", help="use nothing of earlier runs")
    return parser.parse_args(arguments)


class Plain(argparse.RawDescriptionHelpFormatter):
    """Help whose examples keep their lines."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = parse(arguments)
    try:
        run(options)
    except AuthorError as error:
        print(*lines_of(error), sep="\n", file=sys.stderr)
        return 1
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return INTERRUPTED
    return 0


def run(options: argparse.Namespace) -> None:
    """Run one command; each imports what it needs, so that help comes at once."""
    if options.command == "new":
        from refit.author.new import create

        for line in create(options.slug, options.essays, ROOT / "essays" / "_template"):
            print(line)
        return
    if options.command == "serve":
        from refit.author.serve import serve

        serve(options.essays, options.out, options.host, options.port)
        return
    from refit.site.build import build
    from refit.site.check import check
    from refit.site.project import Project

    if options.command == "check":
        check(Project(essays=options.essays), options.slugs, say, options.fresh)
    else:
        project = Project(essays=options.essays, site_url=options.site_url)
        build(project, options.out, say, options.fresh)
        say(f"built {as_typed(options.out)}")


def say(text: str) -> None:
    """Print a line at once, even into a pipe."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
