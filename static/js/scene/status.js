// The status of a scene: the progress of the runtime's start, the failure of the model, and announcements
// for screen readers.

import { fill } from "../state/fill.js";
import { formatNumber } from "../state/format.js";

const MEGABYTE = 1e6;

// Return what is wrong, as it is said aloud.
export function failureText(words, { message, remedy, isFinal }) {
  return isFinal ? message : `${titleOf(words, remedy)}. ${message}`;
}

// If a file did not come, there is a remedy, and it was not the model that failed.
const titleOf = (words, remedy) => (remedy ? words.network.title : words.failure);

export class Status {
  // element: the scene's <section>; words: the interface's words; onAgain(): the reader wants to try again
  constructor(element, words, { onAgain }) {
    this.words = words;
    this.loading = element.querySelector("[data-loading]");
    this.stage = this.loading.querySelector("[data-stage]");
    this.progress = this.loading.querySelector("progress");
    this.failure = element.querySelector("[data-failure]");
    this.remedy = this.failure.querySelector("[data-remedy]");
    this.remedy.addEventListener("click", () => {
      if (this.remedy.dataset.remedy === "reload") location.reload();
      else onAgain();
    });
    this.announcement = element.querySelector("[data-announcement]");
    this.timer = 0;
    this.preface = ""; // what is said before the next announcement
  }

  // stage: what the runtime last said of its start, or null
  showStage(stage) {
    this.loading.hidden = false;
    if (stage) this.#print(stage);
  }

  #print({ stage, loaded, total }) {
    const megabytes = (bytes) => formatNumber(bytes / MEGABYTE, ".1f");
    const text = this.words.stages[stage];
    this.stage.textContent = total
      ? fill(text, { loaded: megabytes(loaded), total: megabytes(total) })
      : text;
    if (total) {
      this.progress.max = total;
      this.progress.value = loaded;
    } else {
      this.progress.removeAttribute("value");
    }
  }

  hideStage() {
    if (!this.loading.hidden) this.loading.hidden = true;
  }

  // The runtime has started. An earlier failure matters only while a result is waited for.
  ready(isWaiting) {
    this.hideStage();
    if (!isWaiting) this.hideFailure();
  }

  // isFinal: nothing that the reader can do will help
  showFailure({ message, traceback, remedy, isFinal = false }) {
    this.hideStage();
    this.failure.toggleAttribute("data-final", isFinal);
    this.failure.hidden = false;
    this.failure.querySelector("[data-title]").textContent = titleOf(this.words, remedy);
    this.failure.querySelector("[data-hint]").hidden = Boolean(remedy);
    this.remedy.hidden = !remedy;
    this.remedy.dataset.remedy = remedy ?? "";
    this.remedy.textContent = remedy ? this.words.network[remedy] : "";
    this.failure.querySelector("[data-message]").textContent = message;
    this.failure.querySelector("[data-traceback]").textContent = traceback ?? "";
    this.failure.querySelector("details").hidden = !traceback || traceback === message;
  }

  hideFailure() {
    if (!this.failure.hidden) this.failure.hidden = true;
  }

  // Announce a text, unless another follows within `wait` milliseconds: a drag would announce without
  // end. Screen readers skip an unchanged text; a trailing space makes it new.
  announce(text, wait = 700) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const whole = `${this.preface} ${text}`.trim();
      this.preface = "";
      const isSaid = this.announcement.textContent === whole;
      this.announcement.textContent = isSaid ? `${whole}\u00a0` : whole;
    }, wait);
  }
}
