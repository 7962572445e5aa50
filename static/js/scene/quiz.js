// Quizzes: the reader predicts first, then checks. The build has put the answer into the page, folded.

import { formatNumber } from "../state/format.js";

// Return { isRight, text } for a guess. It is right if the printed guess is at most `within` away from the
// printed answer. Numbers are in the units that the reader sees; unit is "%" or "".
export function judge({ guess, answer, format, unit, within }, words) {
  const decimals = Number(/\.(\d)/.exec(format)?.[1] ?? 0);
  const round = (value) => Number(value.toFixed(decimals));
  const off = round(round(guess) - round(answer));
  const print = (value) => formatNumber(value, format) + (unit && `\u202f${unit}`);
  const isRight = Math.abs(off) <= within;
  const key = off === 0 ? "exact" : isRight ? "close" : off > 0 ? "high" : "low";
  const distance = formatNumber(Math.abs(off), format) + (unit && ` ${words.points}`);
  return {
    isRight,
    text: fill(words[key], { guess: print(guess), answer: print(answer), off: distance }),
  };
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// Return the position of a value on the slider's track, from 0 to 1.
export function position(value, { min, max }) {
  return Math.min(1, Math.max(0, (value - min) / (max - min)));
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
    const verdict =
      this.element.dataset.quiz === "scale" ? this.#judgeNumber() : this.#judgeChoice();
    if (!verdict) return;
    this.verdict.textContent = verdict.text;
    this.element.dataset.checked = verdict.isRight ? "right" : "wrong";
    this.button.textContent = this.words.again;
    this.answer.open = true;
  }

  again() {
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
