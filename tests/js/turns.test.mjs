// When it is a picture's turn: at once, or after what the worker has sent, and once a frame.

import assert from "node:assert/strict";
import { test } from "node:test";

import { turnAfter } from "../../static/js/scene/turns.js";

// Send a message, wait for a picture's turn, and return what has happened by then.
async function untilTurn(last) {
  const { port1, port2 } = new MessageChannel();
  const events = [];
  port1.onmessage = () => events.push("message");
  port2.postMessage(null);
  globalThis.document = { hidden: false };
  globalThis.requestAnimationFrame = (go) => {
    events.push("frame");
    go(performance.now());
  };
  await turnAfter(last);
  port1.close();
  return events;
}

test("the first picture does not wait", async () => {
  assert.deepEqual(await untilTurn(performance.now() - 1000), []);
});

test("the answers that are there are heard before a picture that follows another", async () => {
  assert.deepEqual(await untilTurn(performance.now() - 50), ["message"]);
});

test("there is one picture a frame", async () => {
  assert.deepEqual(await untilTurn(performance.now() + 1000), ["message", "frame"]);
});
