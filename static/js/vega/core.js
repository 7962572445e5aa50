// What of Vega every figure needs: its dataflow, the transforms of Vega-Lite's common marks, the SVG
// renderer and expressions without eval, as a strict policy asks. See full.js, and what stands in the
// place of whole packages: none.js and transforms.js.

import { transforms } from "vega-dataflow";
import * as encode from "vega-encode";
import * as common from "vega-transforms";
import { extend } from "vega-util";
import * as view from "vega-view-transforms";

extend(transforms, common, view, encode);

export { changeset } from "vega-dataflow";
export { expressions } from "./expressions.js";
export { parse } from "vega-parser";
export { truthy } from "vega-util";
export { View } from "vega-view";
