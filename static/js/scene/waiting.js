// The sign that a figure and the numbers in the text wait for the model: `aria-busy` on the scene, which the
// style sheet dims. A model that is ready is given a moment.

const SOON = 120; // milliseconds

export class Waiting {
  constructor(element) {
    this.element = element;
    this.timer = 0;
    this.isShown = false;
  }

  // meanwhile(): shows what is there until the model answers
  begin(isReady, meanwhile) {
    clearTimeout(this.timer);
    const show = () => {
      this.#mark(true);
      meanwhile();
    };
    if (isReady) this.timer = setTimeout(show, SOON);
    else show();
  }

  end() {
    clearTimeout(this.timer);
    this.#mark(false);
  }

  #mark(isShown) {
    if (this.isShown === isShown) return;
    this.isShown = isShown;
    this.element.setAttribute("aria-busy", isShown);
  }
}
