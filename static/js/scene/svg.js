// What the layers over a drawing have in common: elements of SVG, and where a pointer is among them.

export const REACH = 24; // CSS pixels a finger needs, across

export const svgElement = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);

// Return where a pointer is, in pixels of the drawing: [x, y].
export function pixelsOf(svg, { clientX, clientY }) {
  const toDrawing = svg.getScreenCTM().inverse();
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(toDrawing);
  return [x, y];
}
