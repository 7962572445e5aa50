// The rasters of a figure: painted on a canvas beneath its drawing, in the colours that the page has now.

import { colourTable, paintCells } from "../state/raster.js";

const SHARPNESS = 2; // pixels of the canvas per pixel of the drawing, for edges of cells
const NONE = []; // the cells of a table that is not there
const SCHEMES = ["(prefers-color-scheme: dark)", "print"];

export class Rasters {
  // stage: the element that holds the drawing, and nothing else
  // rasters: the rules, as refit/figures/charts.py writes them
  // toPixel(panel, axis, value) returns a place in the drawing
  constructor(stage, { rasters }, toPixel) {
    this.rules = rasters;
    this.shown = []; // the columns that are painted
    this.colours = null; // the colours of each rule, as pixels
    if (rasters.length === 0) return;
    this.svg = stage.querySelector("svg");
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    stage.prepend(this.canvas);
    this.context = this.canvas.getContext("2d");
    this.cells = document.createElement("canvas"); // one pixel a cell
    this.places = rasters.map(({ panel, x, y }) => [
      x.map((value) => toPixel(panel, "x", value)),
      y.map((value) => toPixel(panel, "y", value)),
    ]);
    const repaint = () => {
      this.colours = null; // reading them costs a layout, so they are read once a scheme
      this.#paint();
    };
    const isCut = () => this.svg.getAttribute("viewBox") !== this.frame;
    for (const query of SCHEMES) matchMedia(query).addEventListener("change", repaint);
    const scheme = { attributeFilter: ["data-scheme"] };
    new MutationObserver(repaint).observe(document.documentElement, scheme);
    const frame = { attributeFilter: ["viewBox"] }; // which Vega may write, and the page again
    new MutationObserver(() => isCut() && this.#paint()).observe(this.svg, frame);
  }

  // Paint what has changed in a figure's tables.
  show(tables) {
    const columns = this.rules.map(({ table, column }) => tables[table]?.[column] ?? NONE);
    if (columns.every((column, i) => column === this.shown[i])) return;
    this.shown = columns;
    this.#paint();
  }

  #paint() {
    const { context, canvas } = this;
    this.colours ??= this.#readColours();
    this.frame = this.svg.getAttribute("viewBox"); // what of the drawing is in sight
    const [x, y, width, height] = this.frame.split(" ").map(Number);
    resize(canvas, Math.round(width * SHARPNESS), Math.round(height * SHARPNESS));
    context.setTransform(SHARPNESS, 0, 0, SHARPNESS, -x * SHARPNESS, -y * SHARPNESS);
    context.clearRect(x, y, width, height);
    this.rules.forEach(({ columns, domain, smooth, opacity }, i) => {
      const values = this.shown[i] ?? NONE;
      if (values.length === 0) return;
      const [[left, right], [floor, top]] = this.places[i];
      const table = this.colours[i];
      const flip = [right < left, top < floor];
      context.imageSmoothingEnabled = smooth;
      context.globalAlpha = opacity;
      context.drawImage(
        this.#cells(values, columns, { table, domain, flip }),
        Math.min(left, right),
        Math.min(floor, top),
        Math.abs(right - left),
        Math.abs(top - floor),
      );
    });
  }

  // Return the table of colours of each rule as they are now, however a style sheet writes them.
  #readColours() {
    const { context } = this;
    const style = getComputedStyle(this.canvas);
    const plain = (colour) => {
      const [, name] = /^var\((.+)\)$/.exec(colour) ?? [];
      context.fillStyle = name ? style.getPropertyValue(name) : colour;
      return context.fillStyle; // as "#rrggbb"
    };
    return this.rules.map(({ colours, domain }) => colourTable(colours.map(plain), domain));
  }

  #cells(values, columns, how) {
    const { cells } = this;
    resize(cells, columns, values.length / columns);
    const context = cells.getContext("2d");
    const image = context.createImageData(cells.width, cells.height);
    paintCells(new Uint32Array(image.data.buffer), values, columns, how);
    context.putImageData(image, 0, 0);
    return cells;
  }
}

// Setting the size of a canvas, even to what it is, costs a new one.
function resize(canvas, width, height) {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
