// Challenges: the model's tables for the reader's own state say whether the goal is met. Solved ones are kept in the
// browser, by the essay's name, until the reader starts over.

import { fill } from "../state/fill.js";
import { countMet } from "../state/goals.js";
import { keepSolved, readSolved } from "./kept_challenges.js";

// words: those of challenges
export function startChallenges(words, essay, store) {
  const solved = new Solved(essay);
  for (const element of document.querySelectorAll("[data-challenge]")) {
    new Challenge(element, { words, solved, store });
  }
}

class Challenge {
  constructor(element, { words, solved, store }) {
    Object.assign(this, { element, words, solved, store });
    this.scene = element.dataset.challenge;
    this.goal = JSON.parse(element.dataset.goal);
    this.progress = element.querySelector("[data-progress]");
    this.verdict = element.querySelector("[data-verdict]");
    this.answer = element.querySelector(".challenge-answer"); // there may be none
    this.button = element.querySelector("[data-forget]");
    this.button.addEventListener("click", () => {
      solved.set(element.id, false);
      this.verdict.textContent = "";
      this.#show();
      this.progress.tabIndex = -1; // the button goes, and the focus stays here
      this.progress.focus();
      store.reset(this.scene);
    });
    const scene = document.querySelector(`[data-scene="${this.scene}"]`);
    const steps = [...scene.querySelectorAll("[data-step]")];
    this.step = steps.indexOf(element.closest("[data-step]")); // in which it is to be solved; -1 for any
    scene.addEventListener("judge", ({ detail }) => this.#judge(detail));
    this.#show();
    this.progress.setAttribute("aria-live", "polite"); // from now on
  }

  // tables: the model's answer for the state of the scene; no step has a state that meets the goal by itself
  #judge(tables) {
    if (!this.#isHere) return;
    const met = countMet(this.goal, tables);
    if (met === this.goal.length && !this.solved.has(this.element.id)) {
      this.solved.set(this.element.id, true);
      this.verdict.textContent = this.words.solved;
    }
    this.#show(met);
  }

  // Whether the reader is in its step, or in one that begins alike: a long text may have scrolled past.
  get #isHere() {
    const { scene, step, store } = this;
    const own = (number) => JSON.stringify(store.own(scene, number));
    return step < 0 || own(step) === own(store.step(scene));
  }

  // met: how many conditions hold, once the model was asked
  #show(met) {
    const isSolved = this.solved.has(this.element.id);
    this.element.toggleAttribute("data-solved", isSolved);
    if (this.answer && isSolved === this.button.hidden) this.answer.open = isSolved; // else as the reader left it
    this.button.hidden = !isSolved;
    const told = isSolved ? this.#remembered : this.#counted(met);
    if (this.progress.textContent !== told) this.progress.textContent = told;
  }

  get #remembered() {
    return this.verdict.textContent ? "" : this.words.kept;
  }

  #counted(met) {
    const total = this.goal.length;
    if (met === undefined || total === 1) return this.words.open;
    return fill(this.words.part, { met, total });
  }
}

// The names of the challenges of an essay that are solved. Where storage is forbidden, they hold for this page.
class Solved {
  constructor(essay) {
    this.essay = essay;
    this.names = new Set(readSolved()[essay]);
  }

  has(name) {
    return this.names.has(name);
  }

  set(name, isSolved) {
    const all = readSolved();
    for (const each of all[this.essay] ?? []) this.names.add(each); // solved in another tab meanwhile
    if (isSolved) this.names.add(name);
    else this.names.delete(name);
    all[this.essay] = [...this.names];
    keepSolved(all);
  }
}
