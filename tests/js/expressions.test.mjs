// Expressions, compiled without eval, against the code that Vega itself writes of them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { parseExpression } from "vega-expression";
import { codeGenerator, functionContext } from "vega-functions";

import { expressions } from "../../static/js/vega/expressions.js";

const DATUM = {
  key: "b3",
  x: 2.5,
  y: -3,
  tags: ["cat", "dog"],
  at: { deep: 7 },
  when: Date.UTC(2026, 1, 3, 4, 5, 6, 7),
  "two words": 4,
};
const PARAMS = { $k: 3, $view: "cloud", $row: { size: 9 } };
const ITEM = { x: 12, fill: "red", bounds: { x1: 1 } };

function both(text, event) {
  const ast = parseExpression(text);
  const { code } = codeGenerator(ast);
  const signals = code.replace(/_\["(\w+)"\]/g, '_["$$$1"]').replace(/\b_\.(\w+)/g, "_.$$$1");
  const theirs = Function("datum", "_", "item", "event", `return(${signals});`);
  const four = [DATUM, PARAMS, ITEM, event];
  const ours = expressions.parameter({ functions: functionContext }, { ast });
  return [ours(...four), theirs.call(functionContext, ...four)];
}

const CASES = [
  "1 + 2 * 3 - 8 / 4 % 3",
  "datum.x > 2 && datum.y < 0 || false",
  "datum.missing || 'none'",
  "datum.x >= 2.5 ? 'up' : 'down'",
  "datum['two words'] + datum.at.deep",
  "datum['k' + 'ey']",
  "datum.tags[1]",
  "datum.tags.length + length(datum.tags)",
  "[1, datum.x, 'a']",
  "{a: datum.x, 'b c': 2}",
  "-datum.x + +'3' + ~5",
  "!datum.x",
  "1 == '1' && 1 != '2' && 1 === 1 && 1 !== '1'",
  "(5 & 3) + (5 | 3) + (5 ^ 3) + (1 << 4) + (-9 >> 1) + (-9 >>> 28)",
  "datum.x <= 2.5",
  "if(datum.x < 0, 'neg', 'pos')",
  "k * 2",
  "view === 'cloud'",
  "row.size",
  "item.fill + item.bounds.x1",
  "PI + E + LN2 + LN10 + LOG2E + LOG10E + SQRT1_2 + SQRT2 + MIN_VALUE + MAX_VALUE",
  "isNaN(NaN) && !isFinite(1 / 0) && isFinite(3)",
  "clamp(datum.x, 0, 1) + clamp(-1, 0, 1) + clamp(0.5, 0, 1)",
  ..."abs acos asin atan ceil cos exp floor log round sin sqrt tan"
    .split(" ")
    .map((f) => `${f}(0.3)`),
  "atan2(1, 2) + pow(2, 5) + max(1, 7, 3) + min(4, 2) + hypot(3, 4)",
  "utc(2026, 1, 2)",
  "datetime(2026, 1, 2, 3, 4, 5, 6)",
  "datetime('2026-02-03')",
  ..."date day year month hours minutes seconds milliseconds time timezoneoffset"
    .split(" ")
    .map((f) => `${f}(datum.when)`),
  ..."date day year month hours minutes seconds milliseconds"
    .split(" ")
    .map((f) => `utc${f}(datum.when)`),
  "parseFloat('2.5x') + parseInt('17', 10)",
  "upper('aé') + lower('BÉ') + trim('  c ')",
  "substring('abcdef', 1, 3) + substring('abc', 1)",
  "split('a,b,c', ',', 2)",
  "btoa('refit') + atob('cmVmaXQ=')",
  "test(regexp('^c', 'i'), 'Cat') && test('a.', 'bab')",
  "join(datum.tags, '+') + indexof(datum.tags, 'dog') + indexof('abc', 'c')",
  "slice('abcdef', 2) + replace('abc', 'b', '-')",
  "inrange(datum.x, [0, 3]) && isArray(datum.tags) && isString('')",
  "toString(3) + pad('a', 3, '-')",
  "lerp([0, 10], 0.25) + span([2, 9])",
  "sequence(2, 11, 3)",
];

for (const text of CASES) {
  test(text, () => {
    const [ours, theirs] = both(text);
    assert.deepEqual(ours, theirs);
    assert.notEqual(ours, undefined);
  });
}

test("a function that tells of an event asks it", () => {
  const event = { vega: { x: () => 4, item: () => ({ datum: DATUM }) } };
  assert.deepEqual(both("x() + item().datum.x", event), [6.5, 6.5]);
});

test("no expression reaches a function through a member", () => {
  const run = (text) =>
    expressions.parameter({ functions: functionContext }, { ast: parseExpression(text) })(
      DATUM,
      PARAMS,
    );
  assert.equal(run("datum.constructor"), undefined);
  assert.equal(run("datum.tags['m' + 'ap']"), undefined);
  assert.throws(() => run("datum.constructor.constructor"));
  assert.equal({}.polluted, undefined);
  run("{__proto__: {polluted: 1}}");
  assert.equal({}.polluted, undefined);
});

test("what an item's channels say is set, and told only if something has changed", () => {
  const channel = (text) => ({ ast: parseExpression(text) });
  const channels = {
    x: channel("datum.x"),
    x2: channel("1"),
    yc: channel("10"),
    height: channel("4"),
  };
  const encode = expressions.encode({ functions: functionContext }, { marktype: "rect", channels });
  const item = { datum: DATUM };
  assert.ok(encode(item, PARAMS));
  assert.deepEqual([item.x, item.width, item.y, item.height], [1, 1.5, 8, 4]);
  const colour = expressions.encode(
    { functions: functionContext },
    { marktype: "symbol", channels: { fill: channel("view") } },
  );
  assert.ok(colour(item, PARAMS));
  assert.ok(!colour(item, PARAMS));
});
