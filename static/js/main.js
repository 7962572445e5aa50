// An essay's page: makes the store, the runtime and the scenes, and connects them. Nothing else.

import { rememberEdits, restoreEdits } from "./page/address.js";
import { DeeperParts } from "./page/deeper.js";
import { explain } from "./network/trouble.js";
import { offerEditing } from "./page/edit_code.js";
import { publishApi } from "./page/public_api.js";
import { watchIntent } from "./page/intent.js";
import { keep } from "./page/offline.js";
import { filesOfMore, offerMore } from "./page/on_demand.js";
import { watchOverflow } from "./page/overflow.js";
import { revive } from "./page/revive.js";
import { isFolded, watchSteps } from "./page/scroll.js";
import { watchUndoKeys } from "./page/undo_keys.js";
import { wake } from "./page/waking.js";
import { obstacle } from "./runtime/obstacles.js";
import { Runtime } from "./runtime/runtime.js";
import { createWorkerPair } from "./runtime/worker_pair.js";
import { startChallenges } from "./scene/challenge.js";
import { extras } from "./scene/extras.js";
import { drawSoon } from "./scene/meanwhile.js";
import { startQuizzes } from "./scene/quiz.js";
import { Scene } from "./scene/scene.js";
import { failureText } from "./scene/status.js";
import { setLanguage } from "./state/format.js";
import { idleWork } from "./state/idle_work.js";
import { Store } from "./state/store.js";

const absolute = (path) => new URL(path, document.baseURI).href;
const allAbsolute = (paths) =>
  Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, absolute(path)]));
const read = JSON.parse(document.getElementById("refit-page").textContent);
const page = { ...read, vega: absolute(read.vega) };
setLanguage(page);
const moreUrl = new URL("more.js", absolute(page.worker)).href;
const root = document.documentElement;
const reducedMotion = () =>
  root.dataset.motion === "off" || matchMedia("(prefers-reduced-motion: reduce)").matches;

const deeper =
  document.querySelector("[data-deeper]") && new DeeperParts(!("scripts" in root.dataset));
const elements = [...document.querySelectorAll("[data-scene]")];
const atOnce = elements
  .filter((each) => !isFolded(each))
  .map((each) => page.scenes[each.dataset.scene]);
const store = new Store(page.scenes);
const start = {
  type: "start",
  runtime: absolute(page.runtime.folder),
  manifestHash: page.runtime.hash,
  packs: page.runtime.packs,
  python: allAbsolute(page.python),
  data: allAbsolute(page.data ?? {}),
  idle: idleWork(atOnce),
  silence: page.silence,
};
const runtime = new Runtime(absolute(page.worker), start, page.timeLimit, {
  createWorker: (url, silence) => createWorkerPair(url, silence, page.words.obstacles),
  explain: (trouble) => explain(trouble, page.words.network),
});
const scenes = elements.map(
  (element) =>
    new Scene(element, {
      page,
      store,
      runtime,
      reducedMotion,
      reach: (...step) => holdStep(...step),
    }),
);
const sceneOf = new Map(scenes.map((scene) => [scene.id, scene]));

const begun = new Set(); // scenes that were not folded up, or are no longer

store.onChange((id, cause) => {
  const scene = sceneOf.get(id);
  if (cause !== "restore" || begun.has(scene)) scene.change(cause);
});
rememberEdits(store, scenes);
watchUndoKeys(store, scenes);
publishApi(page.version, { store, runtime, scenes: sceneOf });

// ── the start of the runtime, which all scenes share ─────────────────────────────────────────────

runtime
  .on("stage", (stage) => {
    waiting().forEach(({ status }) => status.showStage(stage));
    announceOnce("loading");
  })
  .on("ready", ({ files }) => {
    keep([...files, ...filesOfMore(moreUrl, page.language)]);
    scenes.forEach(({ isAsking, status }) => status.ready(isAsking));
    announceOnce("ready");
  })
  .on("later", ({ files }) => keep(files))
  .on("error", (failure) => {
    scenes.forEach(({ status }) => status.hideStage());
    waiting().forEach(({ status }) => status.showFailure(failure));
    announce(failureText(page.words, failure));
  });

// The scenes that wait for the runtime. A start that nobody waits for is nobody's concern.
function waiting() {
  return scenes.filter(({ isAsking }) => isAsking);
}

const announced = new Set();

function announceOnce(word) {
  if (waiting().length === 0 || announced.has(word)) return;
  announced.add(word);
  announce(page.words[word]);
}

function announce(text) {
  waiting()[0]?.status.announce(text, 0);
}

// ── begin ────────────────────────────────────────────────────────────────────────────────────────

if (!("switches" in root.dataset)) revive("script[src$='settings.js']");
startQuizzes(page.words.quiz);
startChallenges(page.words.challenge, root.dataset.essay, store);
const fetched = ["manifest.json", ...["core", ...page.runtime.packs].map((name) => `${name}.pack`)];
if (scenes.length > 0) {
  watchIntent(
    fetched.map((name) => absolute(page.runtime.folder + name)),
    () => obstacle() ?? runtime.anticipate(),
  );
}
watchOverflow();
const links = [...document.querySelectorAll(".rail a")]; // headings are watched like steps
const headings = links.map(({ hash }) =>
  document.getElementById(decodeURIComponent(hash.slice(1))),
);
const holdStep = watchSteps([...scenes, { steps: headings }], (id, step) => {
  if (id) store.enter(id, step);
  else links.forEach((link, i) => link.setAttribute("aria-current", i === step));
});
restoreEdits(store);
if (page.editor && !obstacle()) {
  const url = new URL("edit.js", absolute(page.worker)).href;
  offerEditing(url, { page, store, scenes, start, begun });
}
scenes.filter(({ element }) => !isFolded(element)).forEach(begin);
deeper?.onOpen((part) => {
  const opened = scenes.filter(({ element }) => part.contains(element));
  opened.forEach(begin);
  runtime.warmUp(idleWork(opened.map(({ config }) => config)));
});
wake(root);
offerMore(moreUrl, page.more, { page, store, scenes });
extras.offerBringing?.(new URL("bring.js", absolute(page.worker)).href, { page, store, scenes });

// Until then nothing is fetched or computed for a scene, and what a link says of it waits.
function begin(scene) {
  if (begun.has(scene)) return;
  begun.add(scene);
  if (store.isEdited(scene.id)) scene.change("restore");
  else if (scene.element.closest("[data-deeper]"))
    scene.change("step"); // which draws it
  else {
    scene.mark();
    if ("bare" in scene.element.dataset) drawSoon(scene);
  }
  (window.requestIdleCallback ?? setTimeout)(() => {
    scene.offerHandles().catch(() => {});
    scene.prepareSoon();
  });
}
