// One gesture of a pointer, with a mouse or a finger: it takes something, moves it, and lets go of it.
// This module does not know what is moved. A second finger takes nothing while the first one holds.
//
// A browser holds moves back until its next frame, and tells some of them before (`pointerrawupdate`). If nothing is
// asked about an earlier move, the first of these is followed at once: the answer is there by that frame.

const SLOP = 4; // CSS pixels that a click may wander

// layer: the element whose pointers are followed
// subject.find(event) returns the key of what is under the pointer, or null
// subject.position(key), subject.toData(event): [x, y] of a thing, and of the pointer, in one scale
// subject.canMove(key), subject.canClick(key), subject.isMovable(element); subject.isFree() tells whether the last
// move has been answered
// onTake(key); onMove(key, [x, y]); onDrop(key, isClick)
export function watchPointer(layer, subject, { onTake, onMove, onDrop }) {
  let grab = null; // { pointerId, key, dx, dy, startX, startY, isMoved, atX, atY }
  let isEarly = false; // a move has been followed before its frame

  const distance = ({ clientX, clientY }) =>
    Math.hypot(clientX - grab.startX, clientY - grab.startY);

  function down(event) {
    const key = !grab && event.button === 0 ? subject.find(event) : null;
    if (key === null) return;
    event.preventDefault();
    const [x, y] = subject.toData(event);
    const [thingX, thingY] = subject.position(key);
    const { pointerId, clientX: startX, clientY: startY } = event;
    grab = { pointerId, key, dx: thingX - x, dy: thingY - y, startX, startY, isMoved: false };
    onTake(key);
    layer.setPointerCapture(pointerId);
  }

  function move(event) {
    if (grab?.pointerId !== event.pointerId) return;
    if (event.buttons === 0) return up(event); // it was let go of where the layer did not hear it
    if (!subject.canMove(grab.key)) return;
    const mayBeClick = !grab.isMoved && distance(event) < SLOP && subject.canClick(grab.key);
    if (mayBeClick || (event.clientX === grab.atX && event.clientY === grab.atY)) return;
    Object.assign(grab, { isMoved: true, atX: event.clientX, atY: event.clientY });
    const [x, y] = subject.toData(event);
    onMove(grab.key, [x + grab.dx, y + grab.dy]);
  }

  function moveEarly(event) {
    if (isEarly || event.buttons === 0 || !subject.isFree()) return;
    isEarly = true;
    move(event);
  }

  function moveInFrame(event) {
    isEarly = false;
    move(event);
  }

  function up(event) {
    if (grab?.pointerId !== event.pointerId) return;
    const { key, isMoved } = grab;
    const isStill = event.type === "pointerup" && !isMoved && distance(event) < SLOP;
    grab = null;
    onDrop(key, isStill && subject.canClick(key));
  }

  layer.addEventListener("pointerdown", down);
  layer.addEventListener("pointerrawupdate", moveEarly);
  layer.addEventListener("pointermove", moveInFrame);
  layer.addEventListener("pointerup", up);
  layer.addEventListener("pointercancel", up);
  layer.addEventListener("lostpointercapture", up); // after the others, or instead of them
  // Not every browser heeds touch-action inside a drawing: without this, it takes the finger's way for
  // scrolling and cancels the pointer.
  const keepFinger = (event) => subject.isMovable(event.target) && event.preventDefault();
  layer.addEventListener("touchstart", keepFinger, { passive: false });
}
