// Files that are verified when they are fetched, and packs of files that are cut apart.

import { sha256 as plainSha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

export class DamagedFile extends Error {
  constructor(name) {
    super(`The file ${name} arrived damaged and was not used.`);
    this.name = "DamagedFile";
  }
}

// Browsers have no `subtle` where a page came by plain http.
async function sha256(bytes) {
  const { subtle } = crypto;
  return bytesToHex(
    subtle ? new Uint8Array(await subtle.digest("SHA-256", bytes)) : plainSha256(bytes),
  );
}

async function fetchBytes(url, onBytes, options) {
  const name = url.split("/").at(-1);
  const response = await fetch(url, options).catch(({ message }) => {
    throw new Error(`The file ${name} could not be fetched: ${message}.`);
  });
  if (!response.ok) {
    throw new Error(`The file ${name} could not be fetched: the server says ${response.status}.`);
  }
  const chunks = [];
  let size = 0;
  try {
    for (const reader = response.body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      size += value.length;
      onBytes(value.length);
    }
  } catch ({ message }) {
    throw new Error(`The file ${name} broke off while it was fetched: ${message}.`);
  }
  return joined(chunks, size);
}

function joined(chunks, size) {
  const bytes = new Uint8Array(size);
  let start = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, start);
    start += chunk.length;
  }
  return bytes;
}

// Fetch a file whose SHA-256 must be right. The browser's cache may hold a damaged file for ever, so such a
// file is fetched once more, past the cache, before it is refused.
// isRight(hash) returns a boolean or a promise of one; onBytes(count) is called as bytes arrive
export async function fetchVerified(url, isRight, onBytes) {
  let received = 0;
  const count = (size) => {
    received += size;
    onBytes(size);
  };
  for (const options of [{}, { cache: "reload" }]) {
    const bytes = await fetchBytes(url, count, options);
    if (await isRight(await sha256(bytes))) return bytes;
    onBytes(-received);
    received = 0;
  }
  throw new DamagedFile(url.split("/").at(-1));
}

// Yield the files of a pack, which holds them end to end. Each is a copy, so that the pack can be freed.
// files: [[path, size]]
export function* cut(content, files) {
  let start = 0;
  for (const [path, size] of files) yield [path, content.slice(start, (start += size))];
}

export const sizeOf = (files) => files.reduce((sum, [, size]) => sum + size, 0);
