// The sign that the model computes for longer than a moment: a thin bar under the figure, from then on until its
// last result. What it shows meanwhile is no end: partial results follow each other.

const MOMENT = 400; // milliseconds

export class Working {
  constructor(element) {
    this.bar = element.querySelector("[data-working]");
    this.timer = 0;
  }

  begin() {
    this.timer ||= setTimeout(() => (this.bar.hidden = false), MOMENT);
  }

  end() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (!this.bar.hidden) this.bar.hidden = true;
  }
}
