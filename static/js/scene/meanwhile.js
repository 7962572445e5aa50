// The page itself has a drawing of its first scene alone. All others are drawn before the reader gets there.

import { isVegaHere } from "./figure.js";
import { whenNear } from "./near.js";

// Draw a scene as soon as the reader comes near. If the drawing library is not there by then, the picture of the
// step, which the page has for readers without scripts, stands in the place of the drawing.
export function drawSoon(scene) {
  whenNear(scene.element, () => {
    if (scene.figure.painted) return;
    if (!isVegaHere()) standIn(scene);
    scene.change("step");
  });
}

function standIn({ element, steps, store, id, figure }) {
  const picture = document.createElement("img");
  Object.assign(picture, { className: "meanwhile", alt: "" }); // the caption tells what is seen
  const follow = () => (picture.src = steps[store.step(id)].querySelector(".still").src);
  follow();
  element.querySelector(".stage").prepend(picture);
  store.onChange((changed) => changed === id && picture.isConnected && follow());
  figure.onDraw(() => picture.remove());
}
