// Stands in core.js in the place of whole packages, which full.js has: assets.py names them. What of a figure's
// specification needs one of them is told by refit/figures/full_vega.py.

const none = undefined;
const colours = []; // of a scheme, which is read at once

// d3-dsv, d3-geo, topojson-client: data in other formats than JSON, measures of the earth
export { none as dsvFormat, none as feature, none as mesh };
export { none as geoArea, none as geoBounds, none as geoCentroid };

// d3-scale-chromatic: colours of others
export { colours as schemeAccent, colours as schemeCategory10, colours as schemeDark2 };
export { colours as schemeObservable10, colours as schemePaired, colours as schemePastel1 };
export {
  colours as schemePastel2,
  colours as schemeSet1,
  colours as schemeSet2,
  colours as schemeSet3,
};

// vega-selections: what a reader selects in a chart by Vega-Lite's own means
export { none as selectionIdTest, none as selectionResolve, none as selectionTest };
export { none as selectionTuples, none as selectionVisitor };

// d3-time, d3-time-format, vega-time: dates
export { none as timeDay, none as timeFormat, none as timeFormatLocale, none as timeHour };
export { none as timeInterval, none as timeMinute, none as timeMonth, none as timeOffset };
export { none as timeParse, none as timeSecond, none as timeSequence, none as timeTickInterval };
export { none as timeTicks, none as timeUnitSpecifier, none as timeWeek, none as timeYear };
export { none as utcDay, none as utcdayofyear, none as utcFormat, none as utcHour };
export { none as utcInterval, none as utcMinute, none as utcMonth, none as utcOffset };
export { none as utcParse, none as utcSecond, none as utcSequence, none as utcTickInterval };
export { none as utcTicks, none as utcWeek, none as utcweek, none as utcYear };
export { none as dayofyear, none as week, none as DATE, none as DAY, none as HOURS };
export { none as MILLISECONDS, none as MINUTES, none as MONTH, none as QUARTER };
export { none as SECONDS, none as WEEK, none as YEAR };
