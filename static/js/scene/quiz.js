// Quizzes: the reader predicts first, then checks. The build has put the answer into the page, folded.
// Where the figure shows the guess, the quiz is a control too: it tells its scene by an event "guess", and
// hears by an event "state" what the scene shows.

import { fill } from "../state/fill.js";
import { formatNumber, inPercent } from "../state/format.js";

// Return { isRight, text } for a guess. It is right if the printed guess is at most `within` away from the
// printed answer. Numbers are in the units that the reader sees; unit is "%" or "".
export function judge({ guess, answer, format, unit, within }, words) {
  const decimals = Number(/\.(\d)/.exec(format)?.[1] ?? 0);
  const round = (value) => Number(value.toFixed(decimals));
  const off = round(round(guess) - round(answer));
  const print = (value) =>
    unit ? inPercent(formatNumber(value, format)) : formatNumber(value, format);
  const isRight = Math.abs(off) <= within;
  const key = off === 0 ? "exact" : isRight ? "close" : off > 0 ? "high" : "low";
  const distance = formatNumber(Math.abs(off), format) + (unit && ` ${words.points}`);
  return {
    isRight,
    text: fill(words[key], { guess: print(guess), answer: print(answer), off: distance }),
  };
}

// Return the position of a value on the slider's track, from 0 to 1.
export function position(value, { min, max }) {
  return Math.min(1, Math.max(0, (value - min) / (max - min)));
}

// Return a number of the reader's scale, which may be in per cent, in the model's units, and back. The build
// writes the same number, since both are the nearest to the decimal fraction.
export function fromReader(value, unit) {
  return unit === "%" ? value / 100 : value;
}

export function toReader(value, unit) {
  return unit === "%" ? Number((value * 100).toPrecision(12)) : value;
}

export function startQuizzes(words) {
  for (const element of document.querySelectorAll("[data-quiz]")) new Quiz(element, words);
}

class Quiz {
  constructor(element, words) {
    this.element = element;
    this.words = words;
    this.form = element.querySelector("form");
    this.button = element.querySelector("[type=submit]");
    this.verdict = element.querySelector("[data-verdict]");
    this.answer = element.querySelector("details");
    this.model = this.answer.querySelector("data");
    this.inputs = [...this.form.querySelectorAll("input")];
    if (element.dataset.quiz === "scale") this.#connect();
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (element.dataset.checked === undefined) return this.check();
      for (const input of this.inputs) input.checked = false;
      this.again();
    });
    // A new guess takes the old one back.
    this.form.addEventListener("input", () => this.again());
    if (element.dataset.nothing) this.#follow();
  }

  // Take over a guess that a link brings, and the end of one when the reader resets the scene.
  #follow() {
    this.nothing = JSON.parse(this.element.dataset.nothing);
    this.element.addEventListener("state", ({ detail }) => {
      const isChecked = this.element.dataset.checked !== undefined;
      const isHere = this.element.closest("[data-active]") !== null;
      if (detail === this.nothing ? !isChecked || !isHere : isChecked) return;
      if (detail === this.nothing) this.#fold();
      else if (this.#choose(detail)) this.#judge();
    });
  }

  // Return the guess in the model's units, or undefined if nothing is chosen.
  #guess() {
    const [range] = this.inputs;
    if (this.element.dataset.quiz === "scale") {
      return fromReader(range.valueAsNumber, this.element.dataset.unit);
    }
    const chosen = this.inputs.find(({ checked }) => checked);
    return chosen && JSON.parse(chosen.dataset.guess);
  }

  // Put a guess into the form; return whether it can hold it.
  #choose(guess) {
    if (this.element.dataset.quiz === "scale") {
      for (const input of this.inputs) input.value = toReader(guess, this.element.dataset.unit);
    } else {
      for (const input of this.inputs) input.checked = JSON.parse(input.dataset.guess) === guess;
    }
    return this.#guess() === guess;
  }

  #tell(guess) {
    if (this.nothing === undefined) return;
    this.element.dispatchEvent(new CustomEvent("guess", { detail: guess }));
  }

  // Keep the slider and the number input equal.
  #connect() {
    const [range, number] = this.inputs;
    range.addEventListener("input", () => (number.value = range.value));
    number.addEventListener("input", () => {
      if (Number.isFinite(number.valueAsNumber)) range.value = number.value;
    });
    number.addEventListener("change", () => (number.value = range.value));
  }

  check() {
    if (this.#judge()) this.#tell(this.#guess());
  }

  #judge() {
    const verdict =
      this.element.dataset.quiz === "scale" ? this.#judgeNumber() : this.#judgeChoice();
    if (!verdict) return false;
    this.verdict.textContent = verdict.text;
    this.element.dataset.checked = verdict.isRight ? "right" : "wrong";
    this.button.textContent = this.words.again;
    this.answer.open = true;
    return true;
  }

  again() {
    const wasChecked = this.element.dataset.checked !== undefined;
    this.#fold();
    if (wasChecked) this.#tell(this.nothing);
  }

  #fold() {
    delete this.element.dataset.checked;
    this.verdict.textContent = "";
    this.answer.open = false;
    this.button.textContent = this.words.check;
    for (const input of this.inputs) input.parentElement.removeAttribute("data-right");
    const mark = this.form.querySelector("[data-mark]");
    if (mark) mark.hidden = true;
  }

  #judgeNumber() {
    const [range] = this.inputs;
    const { format, unit, within } = this.element.dataset;
    const answer = Number(this.model.value) * (unit === "%" ? 100 : 1);
    const mark = this.form.querySelector("[data-mark]");
    mark.style.setProperty("--at", position(answer, range));
    mark.hidden = false;
    return judge(
      { guess: range.valueAsNumber, answer, format, unit, within: Number(within) },
      this.words,
    );
  }

  #judgeChoice() {
    const chosen = this.inputs.find(({ checked }) => checked);
    if (!chosen) {
      this.verdict.textContent = this.words.choose;
      return null;
    }
    const answer = this.model.textContent;
    for (const input of this.inputs) {
      const isRight = input.value === answer;
      if (isRight || input.checked) input.parentElement.dataset.right = isRight;
    }
    const isRight = chosen.value === answer;
    const text = fill(this.words[isRight ? "right" : "wrong"], { guess: chosen.value, answer });
    return { isRight, text };
  }
}
