// What the worker does while it is idle: one thing at a time, and nothing while a hand asks again and again.

const CALM = 500; // milliseconds without a request before it begins

export class Idling {
  // run(...given) does one thing
  constructor(run) {
    this.run = run;
    this.work = []; // what `run` is given
    this.isOn = false;
  }

  add(work) {
    this.work.push(...work);
    if (this.isOn) this.begin();
  }

  // No request is left.
  begin() {
    this.isOn = true;
    this.#wait(CALM);
  }

  // A request has come.
  end() {
    this.isOn = false;
    clearTimeout(this.timer);
  }

  // After each thing, wait as long as it took: so a first touch finds the worker free as often as not.
  #wait(pause) {
    clearTimeout(this.timer);
    if (this.work.length === 0) return;
    this.timer = setTimeout(() => {
      const begun = performance.now();
      this.run(...this.work.shift());
      this.#wait(performance.now() - begun);
    }, pause);
  }
}
