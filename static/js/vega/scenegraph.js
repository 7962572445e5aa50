// Stands in core.js in the place of the package vega-scenegraph: its marks, and SVG to draw them with. Its renderers
// to a canvas and to a text are in full.js.

import SVGHandler from "vega-scenegraph-src/SVGHandler.js";
import SVGRenderer from "vega-scenegraph-src/SVGRenderer.js";

export { default as Bounds } from "vega-scenegraph-src/Bounds.js";
export { default as boundClip } from "vega-scenegraph-src/bound/boundClip.js";
export { default as boundStroke } from "vega-scenegraph-src/bound/boundStroke.js";
export { default as Gradient } from "vega-scenegraph-src/Gradient.js";
export { default as GroupItem } from "vega-scenegraph-src/GroupItem.js";
export { intersect } from "vega-scenegraph-src/intersect.js";
export { default as Item } from "vega-scenegraph-src/Item.js";
export { default as Marks } from "vega-scenegraph-src/marks/index.js";
export { default as pathParse } from "vega-scenegraph-src/path/parse.js";
export { default as pathRender } from "vega-scenegraph-src/path/render.js";
export { default as Scenegraph } from "vega-scenegraph-src/Scenegraph.js";
export { default as point } from "vega-scenegraph-src/util/point.js";
export { multiLineOffset } from "vega-scenegraph-src/util/text.js";
export { SVGHandler as CanvasHandler }; // a view has one before it knows its renderer

const svg = { handler: SVGHandler, renderer: SVGRenderer };

export const RenderType = { Canvas: "canvas", None: "none", PNG: "png", SVG: "svg" };
export const renderModule = (type) => ({ svg, none: {} })[type];
