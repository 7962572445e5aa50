// Stands in core.js in the place of the package vega-transforms: those of its transforms that charts commonly use.
// The rest, for samples, densities and dates, is in full.js.

export { default as aggregate } from "vega-transforms-src/Aggregate.js";
export { default as bin } from "vega-transforms-src/Bin.js";
export { default as collect } from "vega-transforms-src/Collect.js";
export { default as compare } from "vega-transforms-src/Compare.js";
export { default as expression } from "vega-transforms-src/Expression.js";
export { default as extent } from "vega-transforms-src/Extent.js";
export { default as facet } from "vega-transforms-src/Facet.js";
export { default as field } from "vega-transforms-src/Field.js";
export { default as filter } from "vega-transforms-src/Filter.js";
export { default as flatten } from "vega-transforms-src/Flatten.js";
export { default as fold } from "vega-transforms-src/Fold.js";
export { default as formula } from "vega-transforms-src/Formula.js";
export { default as generate } from "vega-transforms-src/Generate.js";
export { default as impute } from "vega-transforms-src/Impute.js";
export { default as joinaggregate } from "vega-transforms-src/JoinAggregate.js";
export { default as key } from "vega-transforms-src/Key.js";
export { default as load } from "vega-transforms-src/Load.js";
export { default as lookup } from "vega-transforms-src/Lookup.js";
export { default as multiextent } from "vega-transforms-src/MultiExtent.js";
export { default as multivalues } from "vega-transforms-src/MultiValues.js";
export { default as params } from "vega-transforms-src/Params.js";
export { default as prefacet } from "vega-transforms-src/PreFacet.js";
export { default as project } from "vega-transforms-src/Project.js";
export { default as proxy } from "vega-transforms-src/Proxy.js";
export { default as relay } from "vega-transforms-src/Relay.js";
export { default as sequence } from "vega-transforms-src/Sequence.js";
export { default as sieve } from "vega-transforms-src/Sieve.js";
export { default as subflow } from "vega-transforms-src/Subflow.js";
export { default as tupleindex } from "vega-transforms-src/TupleIndex.js";
export { default as values } from "vega-transforms-src/Values.js";
export { default as window } from "vega-transforms-src/Window.js";
