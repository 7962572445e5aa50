// The runtime's packs: the needed ones are fetched ahead, side by side, the others when Python asks for
// a file that lies in one. Each is refused if a single byte differs. The folder is named by the hash of
// its manifest, which holds the hashes of the packs that may be fetched ahead; one of them, `core`,
// holds the index of all others, with theirs.

import { DamagedFile, fetchVerified } from "./files.js";
import { sha256 } from "./sha256.js";

const PATIENCE = 60_000; // milliseconds for a pack that Python waits for

const decode = (bytes) => new TextDecoder().decode(bytes);

// Files of a pack that the browser can decompress by itself; each is yielded as soon as it is there.
async function* inflated(bytes, files) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  const reader = stream.getReader();
  let chunk = new Uint8Array(0);
  for (const [path, size] of files) {
    const file = new Uint8Array(size);
    let filled = 0;
    while (filled < size) {
      if (chunk.length === 0) chunk = (await reader.read()).value;
      const part = chunk.subarray(0, size - filled);
      file.set(part, filled);
      filled += part.length;
      chunk = chunk.subarray(part.length);
    }
    yield [path, file];
  }
}

// Files out of decompressed bytes, each a copy, so that none keeps all of them alive.
export function* cut(content, files) {
  let start = 0;
  for (const [path, size] of files) yield [path, content.slice(start, (start += size))];
}

export const sizeOf = (files) => files.reduce((sum, [, size]) => sum + size, 0);

// Start to fetch the packs that are wanted.
// ahead: names of packs, without `core`; onProgress: (loaded, total) in bytes
// Returns { core, packs, all, bytes, files, expected }: the files of `core`; all other packs with their
// files; a promise that all that are wanted have arrived; the bytes or the files of one of these, which
// are then let go; the hash of any.
export async function openPacks(folder, folderHash, ahead, onProgress) {
  const manifest = JSON.parse(
    decode(
      await fetchVerified(
        `${folder}manifest.json`,
        (hash) => hash.startsWith(folderHash),
        () => {},
      ),
    ),
  );
  const wanted = ["core", ...ahead].map((name) => `${name}.pack`).filter((n) => manifest.files[n]);
  const total = wanted.reduce((sum, name) => sum + manifest.files[name].size, 0);
  let loaded = 0;
  const arriving = new Map(
    wanted.map((name) => {
      const bytes = fetchVerified(
        folder + name,
        (hash) => hash === manifest.files[name].sha256,
        (size) => {
          loaded += size;
          onProgress(loaded, total);
        },
      );
      bytes.catch(() => {}); // whoever waits for it hears of it
      return [name, bytes];
    }),
  );
  const core = new Map();
  for await (const [name, bytes] of inflated(await arriving.get("core.pack"), manifest.core)) {
    core.set(name, bytes);
  }
  const { packs } = JSON.parse(decode(core.get("index.json")));
  const named = new Map(packs.map((pack) => [pack.name, pack]));
  const bytes = async (name) => {
    const found = await arriving.get(name);
    arriving.delete(name);
    return found;
  };
  return {
    core,
    packs: named,
    all: Promise.all(arriving.values()).then(() => {}),
    bytes,
    async *files(name) {
      yield* inflated(await bytes(name), named.get(name).files);
    },
    expected: (pack) => pack.sha256 ?? manifest.files[pack.name].sha256,
  };
}

// Fetch a pack while Python stands still.
export function fetchAtOnce(url, hash) {
  const name = url.split("/").at(-1);
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  request.timeout = PATIENCE;
  let reason = "";
  try {
    request.send();
    if (request.status !== 200) reason = `the server says ${request.status}`;
  } catch ({ message }) {
    reason = message;
  }
  if (reason) throw new Error(`The file ${name} could not be fetched: ${reason}.`);
  const bytes = new Uint8Array(request.response);
  if (sha256(bytes) !== hash) throw new DamagedFile(name);
  return bytes;
}
