// The model with the reader's own code in it. It runs in a sandbox; as long as it is in force, all scenes ask it
// instead of the essay's.

import { explain } from "../network/trouble.js";
import { Runtime } from "../runtime/runtime.js";
import { Sandbox } from "../runtime/sandbox.js";
import { SandboxFiles } from "../runtime/sandbox_files.js";
import { compose, placeOf } from "../state/own_code.js";
import { shapeOf } from "../state/untrusted.js";

const ADDRESS = "own:model.py"; // of the reader's model among the files that a sandbox is given

// What scenes take for the page's runtime.
class OwnRuntime extends Runtime {
  isOwn = true; // what the build has computed is not its own
  asked = 0; // requests that are not answered

  // tell(scene, failure) is called with each request, and with what comes of it. failure: null for a request and an
  // answer; undefined if the whole runtime has failed, which says so itself
  watch(tell) {
    this.tell = tell;
    return this;
  }

  compute(scene, ...request) {
    this.asked += 1;
    const over = (failure) => {
      this.asked -= 1;
      this.tell(scene, failure);
    };
    const answer = super.compute(scene, ...request);
    answer.then(
      () => over(null),
      ({ failure }) => over(failure),
    );
    this.tell(scene, null);
    return answer;
  }
}

export class OwnModel {
  // page, scenes and start as in main.js; source: model.py; pieces: the parts of it that can be changed;
  // hasBegun(scene): it is not folded up; scripts() returns a promise of the texts of the sandbox's workers;
  // frame: the address of sandbox.html; words: { frame, flood, import, stopped }; onChange()
  constructor(given) {
    Object.assign(this, given);
    const { scenes, start } = given;
    this.essays = new Map(scenes.map((scene) => [scene, scene.runtime]));
    this.files = new SandboxFiles(start);
    this.force = null; // { runtime, sandbox, texts }: what scenes are drawn by
    this.coming = null; // the same, while it starts
    this.stage = null; // of that start
    this.failures = new Map(); // scene -> failure; null for the start
  }

  get isComputing() {
    return this.force?.runtime.asked > 0;
  }

  // The failure that a reader should look at, with its place in the code that ran:
  // { message, traceback, texts, starts, place }; or null
  get failure() {
    return [...this.failures.values()][0] ?? null;
  }

  // Start a sandbox with these texts; when the model is imported, let it draw the scenes. Whatever fails before,
  // the scenes stay as they are.
  async run(texts) {
    this.coming?.runtime?.hush();
    this.failures.clear();
    const { source, starts } = compose(this.source, this.pieces, texts);
    const coming = (this.coming = { texts: new Map(texts), starts });
    this.stage = null;
    this.onChange();
    const shapes = await this.#shapes();
    if (coming !== this.coming) return;
    const start = { ...this.start, python: { ...this.start.python, model: ADDRESS } };
    coming.runtime = this.#makeRuntime(coming, start, [[ADDRESS, source]], shapes);
    try {
      await coming.runtime.start();
      if (coming === this.coming) this.#enforce(coming);
    } catch {
      // told by the event `error`
    } finally {
      if (coming === this.coming) this.coming = null;
      this.onChange();
    }
  }

  #makeRuntime(coming, start, own, shapes) {
    const runtime = new OwnRuntime("", start, this.page.timeLimit, {
      createWorker: () =>
        (coming.sandbox = new Sandbox({
          address: this.frame,
          scripts: this.scripts(),
          files: this.files,
          own,
          shapes,
          words: this.words,
          silence: this.page.silence,
        })),
      explain: (trouble) => explain(trouble, this.page.words.network),
      refetch: async () => null,
    });
    runtime.hush = () => {
      coming.isOver = true;
      coming.sandbox?.terminate();
    };
    return runtime
      .watch((scene, failure) => this.#hear(coming, scene, failure))
      .on("stage", (stage) => this.#showStage(coming, stage))
      .on("ready", () => this.#asking(coming).forEach(({ status }) => status.ready(true)))
      .on("error", (failure) => this.#fail(coming, failure));
  }

  // What every step of a scene has is what its figure draws.
  async #shapes() {
    const all = this.scenes.map(async (scene) => {
      const steps = await scene.load().then(
        (loaded) => loaded.steps,
        () => [{}],
      );
      return [scene.id, shapeOf(steps)];
    });
    return Object.fromEntries(await Promise.all(all));
  }

  #enforce(coming) {
    this.force?.runtime.hush();
    this.force = coming;
    this.#handAll(() => coming.runtime);
  }

  // End whatever of the reader's code is starting or in force: the essay's model draws the scenes again.
  release() {
    this.coming?.runtime?.hush();
    this.coming = null;
    this.failures.clear();
    if (this.force) {
      this.force.runtime.hush();
      this.force = null;
      this.#handAll((scene) => this.essays.get(scene));
    }
    this.onChange();
  }

  // Scenes on the screen are drawn first, and those that are folded up when they are opened.
  #handAll(runtimeOf) {
    for (const scene of this.scenes) {
      scene.runtime = runtimeOf(scene);
      scene.status.hideFailure();
      scene.status.hideStage();
    }
    const begun = this.scenes.filter((scene) => this.hasBegun(scene));
    const [first, others] = [true, false].map((isSeen) =>
      begun.filter(({ element }) => isOnScreen(element) === isSeen),
    );
    for (const scene of [...first, ...others]) scene.change("restore");
  }

  // The reader has had enough of it.
  stop() {
    const running = this.coming ?? this.force;
    if (running?.sandbox) running.sandbox.fail(this.words.stopped);
    else this.coming = null;
    this.onChange();
  }

  #asking(coming) {
    return coming === this.force ? this.scenes.filter(({ isAsking }) => isAsking) : [];
  }

  #showStage(coming, stage) {
    if (coming.isOver) return;
    if (coming === this.coming) this.stage = stage;
    this.#asking(coming).forEach(({ status }) => status.showStage(stage));
    this.onChange();
  }

  #hear(coming, scene, failure) {
    if (coming.isOver || coming !== this.force) return;
    this.failures.delete(scene);
    if (failure !== undefined) this.failures.delete(null);
    if (failure) this.failures.set(scene, this.#placed(coming, failure));
    this.onChange();
  }

  #fail(coming, failure) {
    if (coming.isOver) return;
    this.failures.set(null, this.#placed(coming, failure));
    for (const { status } of this.#asking(coming)) {
      status.hideStage();
      status.showFailure(failure);
    }
    this.onChange();
  }

  #placed({ texts, starts }, failure) {
    const place = placeOf(failure.traceback ?? "", this.pieces, texts, starts);
    return { ...failure, texts, starts, place };
  }
}

function isOnScreen(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top < innerHeight && bottom > 0;
}
