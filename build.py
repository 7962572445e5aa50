#!/usr/bin/env python3
"""Build Refit's site into dist/, or build and serve it. The work is done in the package refit."""

import argparse
import sys
from pathlib import Path

from refit.errors import AuthorError, SetupError
from refit.server import make_server
from refit.site import ROOT, Project, build


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="build.py", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--essays", type=Path, default=ROOT / "essays", help="folder of the essays")
    common.add_argument("--out", type=Path, default=ROOT / "dist", help="folder of the built site")
    commands.add_parser("build", parents=[common], help="build the site")
    serve = commands.add_parser("serve", parents=[common], help="build the site and serve it")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on")
    serve.add_argument("--port", type=int, help="port; the first free one from 8000 if not given")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = parse(arguments)
    try:
        build(Project(essays=options.essays), options.out, report=print)
        print(f"built {options.out}")
        if options.command == "serve":
            serve(options.out, options.host, options.port)
    except (AuthorError, SetupError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def serve(dist: Path, host: str, port: int | None) -> None:
    """Serve a built site until interrupted."""
    server = make_server(dist, host, [port] if port is not None else range(8000, 8100))
    print(f"serving http://{host}:{server.server_port}/ (Ctrl+C ends it)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()


if __name__ == "__main__":
    sys.exit(main())
