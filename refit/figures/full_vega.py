"""Which figures need all of Vega: ``static/js/vega/full.js`` and not ``core.js``."""

import json
import re
from collections.abc import Iterator
from typing import Any

from refit.cache import Json

# The transforms that full.js adds to core.js.
TRANSFORMS = (
    "contour countpattern cross crossfilter density dotbin force geojson geopath geopoint geoshape "
    "graticule heatmap isocontour kde kde2d label loess nest pack partition pivot quantile "
    "regression resolvefilter sample stratify timeunit tree treelinks treemap voronoi wordcloud"
)
FORMATS = ("csv", "dsv", "topojson", "tsv")  # of data written into a chart
OPENED = r"(?:\s|\\[nrt])*\("  # in JSON
# What none.js stands for, as a specification in JSON calls it.
CALLS = (
    r"\bgeo(Area|Bounds|Centroid)\b",
    r"\b(time|utc)(Format|Offset|Parse|Sequence|UnitSpecifier)" + OPENED,
    r"\b(day|month)(Abbrev)?Format" + OPENED,
    r"\b(utc)?(dayofyear|week)" + OPENED,
    r"\bvlSelection(IdTest|Resolve|Test|Tuples)\b",
    r'"(formatType|type)": "(time|utc)"',
    r'"parse": \{[^}]*"(date|utc)\b',
    r'"scheme": (\{|"(accent|category10|dark2|observable10|paired|pastel[12]|set[123])")',
)


def needs_full_vega(spec: Json) -> bool:
    """Return whether a Vega specification uses what core.js leaves out."""
    formats = [data.get("format", {}).get("type") for data in spec.get("data", [])]
    return bool(
        "projections" in spec
        or not set(TRANSFORMS.split()).isdisjoint(transforms_of(spec))
        or not set(FORMATS).isdisjoint(formats)
        or re.search("|".join(CALLS), json.dumps(without_rows(spec)))
    )


def without_rows(part: Any) -> Any:
    """Return a Vega specification without the rows that it brings: they call nothing."""
    if isinstance(part, list):
        return [without_rows(each) for each in part]
    if not isinstance(part, dict):
        return part
    found = {key: without_rows(each) for key, each in part.items()}
    if isinstance(data := part.get("data"), list):
        found["data"] = [without_rows({k: v for k, v in d.items() if k != "values"}) for d in data]
    return found


def transforms_of(part: object) -> Iterator[str]:
    """Yield the types of all transforms in a Vega specification."""
    if isinstance(part, list):
        for each in part:
            yield from transforms_of(each)
    elif isinstance(part, dict):
        for transform in part.get("transform", []):
            yield transform["type"]
        for each in part.values():
            yield from transforms_of(each)
