"""Which figures need all of Vega: ``static/js/vega/full.js`` and not ``core.js``."""

import json
import re
from collections.abc import Iterator

from refit.cache import Json

# The transforms of the packages that full.js adds to core.js.
TRANSFORMS = (
    "contour crossfilter force geojson geopath geopoint geoshape graticule heatmap isocontour "
    "kde2d label loess nest pack partition regression resolvefilter stratify tree treelinks "
    "treemap voronoi wordcloud"
)
FORMATS = ("csv", "dsv", "topojson", "tsv")  # of data written into a chart
MEASURES = re.compile(r"\bgeo(Area|Bounds|Centroid)\b")  # functions in expressions


def needs_full_vega(spec: Json) -> bool:
    """Return whether a Vega specification uses what core.js leaves out."""
    formats = [data.get("format", {}).get("type") for data in spec.get("data", [])]
    return bool(
        "projections" in spec
        or not set(TRANSFORMS.split()).isdisjoint(transforms_of(spec))
        or not set(FORMATS).isdisjoint(formats)
        or MEASURES.search(json.dumps(spec))
    )


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
