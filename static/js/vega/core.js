// What of Vega every figure needs: its dataflow, the transforms of Vega-Lite's common marks, the SVG
// renderer and the interpreter of expressions, which a strict policy asks for. See full.js, and what stands in the
// place of whole packages: none.js and transforms.js.

import { transforms } from "vega-dataflow";
import * as encode from "vega-encode";
import * as common from "vega-transforms";
import { extend } from "vega-util";
import * as view from "vega-view-transforms";

extend(transforms, common, view, encode);

export { changeset } from "vega-dataflow";
export { expressionInterpreter } from "vega-interpreter";
export { parse } from "vega-parser";
export { truthy } from "vega-util";
export { View } from "vega-view";
