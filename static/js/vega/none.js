// Stands in core.js in the place of d3-dsv, d3-geo and topojson-client; full.js has them. In the specification
// of a figure, FORMATS and MEASURES of refit/figures/full_vega.py name what calls them.

export const dsvFormat = undefined;
export const feature = undefined;
export const geoArea = undefined;
export const geoBounds = undefined;
export const geoCentroid = undefined;
export const mesh = undefined;
