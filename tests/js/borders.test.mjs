// Who may import whom: main → scene, page, runtime → network, state; scene → dom; editor → runtime, dom, network,
// state; more → page, dom, network, state; bring → dom, network, state; sw → kept →
// network. Nothing runs back up.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../static/js", import.meta.url));
const IMPORT = /^(?:import|export)(?:\b[^;]*?\bfrom)? "(.*?)";/gms;
const MAY_IMPORT = {
  ".": [".", "more", "bring", "scene", "page", "runtime", "kept", "network", "state"],
  more: ["more", "page", "dom", "network", "state"],
  bring: ["bring", "dom", "network", "state"],
  editor: ["editor", "runtime", "dom", "network", "state"],
  scene: ["scene", "dom", "network", "state"],
  page: ["page", "network", "state"],
  runtime: ["runtime", "network", "state"],
  kept: ["kept", "network"],
  dom: ["dom"],
  network: ["network"],
  state: ["state"],
};
const DOM =
  /\b(?:document|window|self|navigator|location|history|performance|requestAnimationFrame|matchMedia|fetch|Worker|addEventListener|setTimeout|localStorage|sessionStorage|caches|indexedDB)\b/;

const files = [
  "",
  "editor",
  "more",
  "bring",
  "scene",
  "page",
  "runtime",
  "kept",
  "dom",
  "network",
  "state",
].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder))
    .filter((name) => name.endsWith(".js"))
    .map((name) => path.join(folder, name)),
);
const read = (file) => readFileSync(path.join(ROOT, file), "utf8");
const imports = (file) =>
  [...read(file).matchAll(IMPORT)]
    .map(([, name]) => name)
    .filter((name) => name.startsWith("."))
    .map((name) => path.join(path.dirname(file), name));

test("there is a folder for each kind of script, and few scripts outside", () => {
  const outside = files.filter((file) => path.dirname(file) === ".");
  assert.deepEqual(outside, [
    "all_extras.js",
    "bring.js",
    "count.js",
    "main-full.js",
    "main.js",
    "more.js",
    "search.js",
    "settings.js",
    "solved.js",
    "sw.js",
    "toy.js",
  ]);
});

for (const file of files) {
  test(`${file} imports only what it may`, () => {
    const allowed = MAY_IMPORT[path.dirname(file)];
    for (const other of imports(file)) {
      assert.ok(files.includes(other), `${other} does not exist`);
      assert.ok(allowed.includes(path.dirname(other)), `${file} must not import ${other}`);
    }
  });
}

test("no imports form a circle", () => {
  const follow = (file, above) => {
    assert.ok(!above.includes(file), [...above, file].join(" → "));
    for (const other of imports(file)) follow(other, [...above, file]);
  };
  for (const file of files) follow(file, []);
});

test("state knows neither the page nor a worker", () => {
  for (const file of files.filter((each) => path.dirname(each) === "state")) {
    const code = read(file).replace(/^\s*\/\/.*$|\s\/\/ .*$/gm, "");
    assert.equal(DOM.exec(code)?.[0], undefined, file);
  }
});
