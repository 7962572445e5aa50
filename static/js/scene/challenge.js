// Challenges: the model's tables for the reader's own state say whether the goal is met. Solved ones are kept in the
// browser, by the essay's name, until the reader starts over.

import { countMet } from "../state/goals.js";

const KEPT = "refit-challenges"; // { essay: [name, ...] }

// words: those of challenges; reset(id) takes the reader's edits of a scene back
export function startChallenges(words, essay, reset) {
  const solved = new Solved(essay);
  for (const element of document.querySelectorAll("[data-challenge]")) {
    new Challenge(element, words, solved, () => reset(element.dataset.challenge));
  }
}

class Challenge {
  constructor(element, words, solved, reset) {
    Object.assign(this, { element, words, solved });
    this.goal = JSON.parse(element.dataset.goal);
    this.progress = element.querySelector("[data-progress]");
    this.verdict = element.querySelector("[data-verdict]");
    this.button = element.querySelector("[data-forget]");
    this.button.addEventListener("click", () => {
      solved.set(element.id, false);
      this.verdict.textContent = "";
      this.#show();
      this.progress.tabIndex = -1; // the button goes, and the focus stays here
      this.progress.focus();
      reset();
    });
    const scene = document.querySelector(`[data-scene="${element.dataset.challenge}"]`);
    const step = element.closest("[data-step]");
    this.step = scene.contains(step) ? step : null; // in which it is to be solved, or in any
    scene.addEventListener("judge", ({ detail }) => this.#judge(detail));
    this.#show();
  }

  // tables: the model's answer for the state of the scene; no step has a state that meets the goal by itself
  #judge(tables) {
    if (this.step && !("active" in this.step.dataset)) return;
    const met = countMet(this.goal, tables);
    if (met === this.goal.length && !this.solved.has(this.element.id)) {
      this.solved.set(this.element.id, true);
      this.verdict.textContent = this.words.solved;
    }
    this.#show(met);
  }

  // met: how many conditions hold, once the model was asked
  #show(met) {
    const isSolved = this.solved.has(this.element.id);
    this.element.toggleAttribute("data-solved", isSolved);
    this.button.hidden = !isSolved;
    this.progress.textContent = isSolved ? this.#remembered : this.#counted(met);
  }

  get #remembered() {
    return this.verdict.textContent ? "" : this.words.kept;
  }

  #counted(met) {
    const total = this.goal.length;
    if (met === undefined || total === 1) return this.words.open;
    return this.words.part.replace("{met}", met).replace("{total}", total);
  }
}

// The names of the challenges of an essay that are solved. Where storage is forbidden, they hold for this page.
class Solved {
  constructor(essay) {
    this.essay = essay;
    this.names = new Set(this.#read()[essay]);
  }

  has(name) {
    return this.names.has(name);
  }

  set(name, isSolved) {
    if (isSolved) this.names.add(name);
    else this.names.delete(name);
    const all = { ...this.#read(), [this.essay]: [...this.names] };
    try {
      localStorage.setItem(KEPT, JSON.stringify(all));
    } catch {
      // for this page only
    }
  }

  #read() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEPT));
      const lists = Object.entries(Object(kept)).filter(([, names]) => Array.isArray(names));
      return Object.fromEntries(lists);
    } catch {
      return {};
    }
  }
}
