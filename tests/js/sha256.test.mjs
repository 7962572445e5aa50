// SHA-256 against node's own.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { sha256 } from "../../static/js/runtime/sha256.js";

for (const length of [0, 1, 3, 55, 56, 63, 64, 65, 119, 120, 1000, 100_003]) {
  test(`of ${length} bytes`, () => {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 167 + 13) % 256);
    assert.equal(sha256(bytes), createHash("sha256").update(bytes).digest("hex"));
  });
}
