"""A run: every section in turn, on a copy of the built site, and its report."""

import argparse
import json
import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from bench import (
    building,
    engines,
    gesture,
    machine,
    memory,
    saving,
    scenes,
    shift,
    start,
    streams,
    touch,
    walk,
    weight,
)
from bench.host import Host
from bench.lab import BenchError, Lab
from bench.table import markdown
from refit.paths import ROOT
from refit.runtime import fetch
from refit.site.build import build
from refit.site.project import Project
from tests.find_browser import NoBrowserError, launch

SECTIONS = {
    "weight": weight,
    "shift": shift,
    "walk": walk,
    "touch": touch,
    "gesture": gesture,
    "scenes": scenes,
    "streams": streams,
    "start": start,
    "engines": engines,
    "memory": memory,
    "build": building,
    "saving": saving,
}
SITE = ROOT / "dist"
HERE = ROOT / "bench"
WORK = HERE / ".work"
TEST_SITES = {"numpy": "stumbles", "streams": "workshop"}  # essays with a site of their own
LATEST = HERE / "results" / "latest.json"


def main(options: argparse.Namespace) -> int:
    """Measure, print the table, write the results; return the exit code."""
    if not (options.site / "index.html").exists():
        print(f"there is no site in {options.site}; run `make build` first", file=sys.stderr)
        return 1
    copy = WORK / "site"  # so that a build in between changes nothing
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(options.site, copy)
    mounts = {"plain/runtime/": fetch.ensure(), "plain/": HERE / "plain"} | build_test_sites()
    host = Host({**mounts, "": copy})
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright.chromium)
            essays = essays_of(copy, options.essays)
            runs = 1 if options.quick else options.runs
            lab = Lab(browser, host, essays, runs, options.worker_delay)
            results = measure(lab, options.only)
            browser.close()
    except (BenchError, NoBrowserError) as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        host.close()
        shutil.rmtree(copy, ignore_errors=True)
    print(report(results))
    is_whole = set(options.only) == set(SECTIONS) and options.site == SITE and not options.essays
    is_kept = is_whole and not (options.quick or options.worker_delay)
    write(results, LATEST if is_kept else WORK / "partial.json")
    return 0


def essays_of(site: Path, only: list[str] | None) -> list[str]:
    """Return the essays of a site, or those of them that are asked for."""
    there = sorted(page.parent.name for page in site.glob("essays/*/index.html"))
    if missing := sorted(set(only or ()) - set(there)):
        raise BenchError(f"there is no essay {', '.join(missing)}")
    return only or there


def build_test_sites() -> dict[str, Path]:
    """Build sites of one test essay each: a model of numpy alone, and one that yields.

    Returns
    -------
    dict
        The site's folder by the prefix under which it is served.
    """
    mounts = {}
    for name, essay in TEST_SITES.items():
        sources, site = WORK / f"{name}-essays", WORK / name
        shutil.rmtree(sources, ignore_errors=True)
        shutil.copytree(ROOT / "tests/site/essays" / essay, sources / essay)
        build(Project(essays=sources), site)
        mounts[f"{name}/"] = site
    return mounts


def measure(lab: Lab, only: list[str]) -> dict[str, Any]:
    results: dict[str, Any] = {"machine": machine.facts(lab.browser.version), "load": {}}
    results["runs"] = lab.runs
    for name, section in SECTIONS.items():
        if name in only:
            print(f"measuring: {name}", file=sys.stderr, flush=True)
            meter = machine.Meter()
            results[name] = section.measure(lab)
            results["load"][name] = meter.read()
    return results


def report(results: dict[str, Any]) -> str:
    facts = results["machine"]
    rows = [
        row
        for name, section in SECTIONS.items()
        if name in results
        for row in section.rows(results[name])
    ]
    return (
        f"{facts['date'][:10]}, {facts['commit']}, {facts['browser']}, {facts['cores']} cores "
        f"({facts['processor']}), {results['runs']} run(s). {disturbance(results['load'])} "
        f"1 KB = 1000 bytes.\n\n{markdown(rows)}"
    )


def disturbance(load: dict[str, Any]) -> str:
    """Say how much else went on while each section was measured."""
    if any(each["others_share"] is None for each in load.values()):
        return "What else the machine did cannot be had here."
    shares = ", ".join(f"{name} {each['others_share']:.0%}" for name, each in load.items())
    works = [each["fixed_work"] for each in load.values()]
    return (
        f"Other processes had these shares of all cores: {shares}; "
        f"some fixed work took {min(works):.0f} to {max(works):.0f} ms."
    )


def write(results: dict[str, Any], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", "utf-8")
    print(f"\nwritten to {file.relative_to(ROOT)}", file=sys.stderr)
