// A pointer that draws a curve: it is pressed anywhere on what can be drawn, and leads knots along a way.

import { begun, passed } from "../state/strokes.js";

// layer: the element whose pointers are followed
// subject.canDraw(event) tells whether a stroke may begin; subject.toData(event) returns [x, y];
// subject.knots() returns [[key, [x, y]], ...], and subject.axis() the axis along which they move
// onDraw([[key, [x, y]], ...]), of the knots that are passed; onEnd()
export function watchPencil(layer, subject, { onDraw, onEnd }) {
  let stroke = null; // { pointerId, at: [x, y] }

  function down(event) {
    if (stroke || event.button !== 0 || !subject.canDraw(event)) return;
    event.preventDefault();
    stroke = { pointerId: event.pointerId, at: subject.toData(event) };
    onDraw(begun(subject.knots(), stroke.at, subject.axis()));
    layer.setPointerCapture(event.pointerId);
  }

  function move(event) {
    if (stroke?.pointerId !== event.pointerId) return;
    if (event.buttons === 0) return up(event); // it was let go of where the layer did not hear it
    const way = event.getCoalescedEvents?.() ?? [];
    for (const each of way.length > 0 ? way : [event]) {
      const to = subject.toData(each);
      onDraw(passed(subject.knots(), stroke.at, to, subject.axis()));
      stroke.at = to;
    }
  }

  function up(event) {
    if (stroke?.pointerId !== event.pointerId) return;
    stroke = null;
    onEnd();
  }

  layer.addEventListener("pointerdown", down);
  layer.addEventListener("pointermove", move);
  for (const type of ["pointerup", "pointercancel", "lostpointercapture"])
    layer.addEventListener(type, up);
}
