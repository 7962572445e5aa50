// Rings round the marks of a row, as large as the marks need.

const ROOM = 3; // CSS pixels between a mark and its ring

export class Rings {
  // layer: an element that lies over the stage
  constructor(layer) {
    this.layer = layer;
    this.rings = [];
  }

  // boxes: in CSS pixels from the layer's corner
  show(boxes) {
    while (this.rings.length > boxes.length) this.rings.pop().remove();
    while (this.rings.length < boxes.length) {
      const ring = this.layer.appendChild(document.createElement("div"));
      ring.className = "ring";
      this.rings.push(ring);
    }
    boxes.forEach(({ left, top, right, bottom }, i) => {
      const { style } = this.rings[i];
      style.left = `${left - ROOM}px`;
      style.top = `${top - ROOM}px`;
      style.width = `${right - left + 2 * ROOM}px`;
      style.height = `${bottom - top + 2 * ROOM}px`;
    });
  }
}
