// Files of the site: whole, verified where a hash is known, and never waited for without end.

import { hashIn } from "./page_text.js";
import { Trouble } from "./trouble.js";

export const SILENCE = 20; // seconds without a byte
const GRACE = 1000; // milliseconds for bytes that wait behind a busy script

const CARRIAGE_RETURN = 13;

let sha256 = async (bytes) => {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
};

// Browsers have no `subtle` where a page came by plain http; the worker brings a SHA-256 of its own.
export function useSha256(own) {
  sha256 = own;
}

// Return a promise that tells whether bytes have the SHA-256 that begins with these digits. A host may
// write the line ends of texts in its own way.
export async function hasHash(bytes, digits) {
  if ((await sha256(bytes)).startsWith(digits)) return true;
  const plain = new Uint8Array(bytes).filter((byte) => byte !== CARRIAGE_RETURN);
  return plain.length < bytes.byteLength && (await sha256(plain)).startsWith(digits);
}

// Fetch a file. If its name holds a hash, it is verified; a damaged file is fetched once more, past the
// browser's cache, before it is refused. Without a secure context nothing can be verified.
// silence: seconds without a byte after which it is given up; cache: as for `fetch`
export function fetchFile(url, { silence, cache } = {}) {
  const hash = globalThis.crypto?.subtle ? hashIn(url) : null;
  const isRight = async (bytes) => (hash ? hasHash(bytes, hash) : !isMarkup(bytes));
  return fetchVerified(url, isRight, { silence, cache });
}

// Tell whether a page has come in the place of a script: that of an error, or of a network that wants a
// password first.
function isMarkup(bytes) {
  const start = new TextDecoder().decode(bytes.subarray(0, 100));
  return start.trimStart().startsWith("<");
}

export async function fetchText(url, options) {
  return new TextDecoder().decode(await fetchFile(url, options));
}

export async function fetchJson(url, options) {
  const text = await fetchText(url, options);
  try {
    return JSON.parse(text);
  } catch {
    throw new Trouble("damaged", url);
  }
}

// Fetch a file that must be right. The browser's cache may hold a damaged file, or an error, for ever, so
// such a file is fetched once more, past the cache, before it is refused.
// isRight(bytes) returns a promise of a boolean; onBytes(count) is called as bytes arrive
export async function fetchVerified(url, isRight, { onBytes = () => {}, silence, cache } = {}) {
  let received = 0;
  const count = (size) => {
    received += size;
    onBytes(size);
  };
  for (const mode of new Set([cache, "reload"])) {
    try {
      const bytes = await fetchBytes(url, mode ? { cache: mode } : {}, count, silence);
      if (await isRight(bytes)) return bytes;
    } catch (error) {
      if (error.kind !== "status" || mode === "reload") throw error;
    }
    onBytes(-received);
    received = 0;
  }
  throw new Trouble("damaged", url);
}

async function fetchBytes(url, options, onBytes, silence = SILENCE) {
  const watch = watchSilence(silence);
  const chunks = [];
  try {
    const response = await fetch(url, { ...options, signal: watch.signal });
    if (!response.ok) throw new Trouble("status", url, response.status);
    for (const reader = response.body.getReader(); ;) {
      watch.hear();
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      onBytes(value.length);
    }
  } catch (error) {
    if (error instanceof Trouble) throw error;
    throw new Trouble(watch.signal.aborted ? "silent" : "unreachable", url);
  } finally {
    watch.end();
  }
  return joined(chunks);
}

// Abort after so many seconds in which nothing was heard.
function watchSilence(seconds) {
  const controller = new AbortController();
  let timer;
  const hear = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = setTimeout(() => controller.abort(), GRACE);
    }, seconds * 1000);
  };
  hear();
  return { signal: controller.signal, hear, end: () => clearTimeout(timer) };
}

function joined(chunks) {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, start);
    start += chunk.length;
  }
  return bytes;
}
