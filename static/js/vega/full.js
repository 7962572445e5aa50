// All of Vega, for the few figures that use one of these transforms, or what none.js stands for: a quarter more
// bytes. refit/figures/full_vega.py tells which.

import * as crossfilter from "vega-crossfilter";
import { transforms } from "vega-dataflow";
import * as force from "vega-force";
import * as geo from "vega-geo";
import * as hierarchy from "vega-hierarchy";
import * as label from "vega-label";
import * as regression from "vega-regression";
import { extend } from "vega-util";
import * as voronoi from "vega-voronoi";
import * as wordcloud from "vega-wordcloud";

extend(transforms, crossfilter, force, geo, hierarchy, label, regression, voronoi, wordcloud);

export * from "./core.js";
