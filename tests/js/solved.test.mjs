// The cards of the index: how many challenges of an essay this browser has solved.

import assert from "node:assert/strict";
import { test } from "node:test";

let turn = 0;

async function shown(kept, challenges) {
  const line = {
    dataset: { essay: "pets", challenges, says: "{n} of {total}" },
    hidden: true,
    toggleAttribute: (name, is) => (line[name] = is),
  };
  globalThis.localStorage = { getItem: () => kept };
  globalThis.document = { querySelectorAll: () => [line] };
  let show;
  globalThis.addEventListener = (_, listener) => (show = listener);
  await import(`../../static/js/solved.js?${turn++}`); // it runs once for each address
  show();
  return line.hidden ? null : [line.textContent, line["data-all"]];
}

test("a card counts the challenges that there still are", async () => {
  const kept = JSON.stringify({ pets: ["far", "gone"], trees: ["near"] });
  assert.deepEqual(await shown(kept, "far near"), ["1 of 2", false]);
  assert.deepEqual(await shown(kept, "far"), ["1 of 1", true]);
});

test("where nothing is solved or kept, a card says nothing", async () => {
  assert.equal(await shown(JSON.stringify({ trees: ["near"] }), "far near"), null);
  for (const spoilt of [null, "no JSON", "[3]", '{"pets": "far"}']) {
    assert.equal(await shown(spoilt, "far near"), null);
  }
});
