// The toy of the index: a pointer that is held down drags the dog. Keys, taps and pages without scripts
// do without this, since each place is a radio button.

for (const strip of document.querySelectorAll("[data-places]")) {
  const places = [...strip.querySelectorAll("input")];
  strip.addEventListener("pointermove", ({ buttons, clientX }) => {
    if (!(buttons & 1)) return;
    const { left, width } = strip.getBoundingClientRect();
    const at = Math.floor(((clientX - left) / width) * places.length);
    const place = places[Math.min(Math.max(at, 0), places.length - 1)];
    if (place.checked) return;
    place.click();
    place.focus({ preventScroll: true }); // so that arrow keys go on from here
  });
}
