// What is done while the worker is idle, and that it gives way to requests.

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Idling } from "../../static/js/runtime/idling.js";

function idle(context, cost = 0) {
  mock.timers.enable({ apis: ["setTimeout"] });
  let now = 0;
  context.mock.method(performance, "now", () => now);
  context.after(() => mock.timers.reset());
  const done = [];
  const idling = new Idling((...given) => {
    done.push(given.join(" "));
    now += cost;
  });
  return { idling, done };
}

test("it begins after half a second, and does one thing after the other", (context) => {
  const { idling, done } = idle(context);
  idling.add([
    ["dots", 1],
    ["dots", 2],
  ]);
  mock.timers.tick(10_000);
  assert.deepEqual(done, [], "it was not told to");
  idling.begin();
  mock.timers.tick(499);
  assert.deepEqual(done, []);
  mock.timers.tick(1);
  assert.deepEqual(done, ["dots 1", "dots 2"]);
});

test("a hand that asks again and again does not wait for it", (context) => {
  const { idling, done } = idle(context);
  idling.add([["dots", 1]]);
  for (let i = 0; i < 60; i++) {
    idling.begin();
    mock.timers.tick(100);
    idling.end();
    mock.timers.tick(1000); // a long answer
  }
  assert.deepEqual(done, []);
  idling.begin();
  mock.timers.tick(500);
  assert.deepEqual(done, ["dots 1"]);
});

test("after each thing it waits as long as that took", (context) => {
  const { idling, done } = idle(context, 300);
  idling.add([["a"], ["b"]]);
  idling.begin();
  mock.timers.tick(500);
  mock.timers.tick(299);
  assert.deepEqual(done, ["a"]);
  mock.timers.tick(1);
  assert.deepEqual(done, ["a", "b"]);
});

test("what is added later is done, too", (context) => {
  const { idling, done } = idle(context);
  idling.begin();
  mock.timers.tick(5000);
  idling.add([["late"]]);
  mock.timers.tick(500);
  assert.deepEqual(done, ["late"]);
});
