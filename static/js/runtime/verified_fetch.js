// Files that are fetched once and refused if a single byte differs; and files end to end in one.

export class DamagedFile extends Error {
  constructor(name) {
    super(`The file ${name} arrived damaged and was not used.`);
    this.name = "DamagedFile";
  }
}

async function sha256(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
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

// isRight: whether a hash is the right one, or a promise of that
// A file that is damaged may sit in the browser's cache, which is told to keep it for ever: it is asked
// for once more, past the cache, before it is refused.
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

// Files out of bytes that hold them end to end, each a copy, so that none keeps all of them alive.
// files: [[path, size]]
export function* cut(content, files) {
  let start = 0;
  for (const [path, size] of files) yield [path, content.slice(start, (start += size))];
}

export const sizeOf = (files) => files.reduce((sum, [, size]) => sum + size, 0);
