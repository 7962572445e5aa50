// A pointer that draws: it is pressed anywhere on what can be drawn, and leads along a way. This module does
// not know what is drawn.

// layer: the element whose pointers are followed
// subject.canDraw(event) tells whether a stroke may begin; subject.toData(event) returns [x, y]
// onBegin([x, y]); onDraw(from, to), for each stretch of the way; onEnd()
export function watchPencil(layer, subject, { onBegin, onDraw, onEnd }) {
  let stroke = null; // { pointerId, at: [x, y] }

  function down(event) {
    if (stroke || event.button !== 0 || !subject.canDraw(event)) return;
    event.preventDefault();
    stroke = { pointerId: event.pointerId, at: subject.toData(event) };
    onBegin(stroke.at);
    layer.setPointerCapture(event.pointerId);
  }

  function move(event) {
    if (stroke?.pointerId !== event.pointerId) return;
    if (event.buttons === 0) return up(event); // it was let go of where the layer did not hear it
    const way = event.getCoalescedEvents?.() ?? [];
    for (const each of way.length > 0 ? way : [event]) {
      const to = subject.toData(each);
      onDraw(stroke.at, to);
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
