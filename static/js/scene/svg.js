// What the layers over a drawing have in common: elements of SVG, and where a pointer is among them.

export const REACH = 24; // CSS pixels a finger needs, across

export const svgElement = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);

// Return where a pointer is, in pixels of the drawing: [x, y].
export function pixelsOf(svg, { clientX, clientY }) {
  const toDrawing = svg.getScreenCTM().inverse();
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(toDrawing);
  return [x, y];
}

// Make an element the same as another, in its place if it cannot be changed into it.
export function become(element, other) {
  const inner = [...element.children];
  const isLike =
    element.nodeName === other.nodeName &&
    inner.length === other.children.length &&
    (inner.length > 0 || element.textContent === other.textContent);
  if (!isLike) return element.replaceWith(other);
  for (const { name } of [...element.attributes]) {
    if (!other.hasAttribute(name)) element.removeAttribute(name);
  }
  for (const { name, value } of other.attributes) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
  [...other.children].forEach((child, i) => become(inner[i], child));
}
