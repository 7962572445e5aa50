// What a scene says while the runtime starts.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { Status } from "../../static/js/scene/status.js";
import { setLanguage } from "../../static/js/state/format.js";

const words = { stages: { load: "{loaded} of {total} MB", start: "Almost there" } };
let parts, status;

function part() {
  return {
    hidden: true,
    querySelector: (selector) => (parts[selector] ??= part()),
    addEventListener() {},
    removeAttribute(name) {
      delete this[name];
    },
  };
}

beforeEach(() => {
  parts = {};
  status = new Status(part(), words, { onAgain() {} });
});
afterEach(() => setLanguage({}));

const show = (stage) => {
  status.showStage(stage);
  return parts["[data-stage]"].textContent;
};

test("megabytes are written by the rules of the page's language", () => {
  const stage = { stage: "load", loaded: 1_250_000, total: 9_000_000 };
  assert.equal(show(stage), "1.3 of 9.0 MB");
  const numbers = { decimal: ",", group: ".", size: 3, minus: "-", plus: "+", percent: ["", "%"] };
  setLanguage({ numbers });
  assert.equal(show(stage), "1,3 of 9,0 MB");
  assert.equal(parts.progress.value, 1_250_000);
  assert.equal(parts["[data-loading]"].hidden, false);
});

test("a stage of unknown length has no value, and none of before", () => {
  show({ stage: "load", loaded: 1, total: 2 });
  assert.equal(show({ stage: "start" }), "Almost there");
  assert.equal("value" in parts.progress, false);
});
