// The runtime's packs: the needed ones are fetched ahead, side by side, the others when Python asks for
// a file that lies in one. Each is refused if a single byte differs. The folder is named by the hash of
// its manifest, which holds the hashes of the packs that may be fetched ahead; one of them, `core`,
// holds the index of all others, with theirs.

import { DamagedFile, fetchVerified } from "./files.js";
import { sha256 } from "./sha256.js";

const PATIENCE = 60_000; // milliseconds for a pack that Python waits for

const decode = (bytes) => new TextDecoder().decode(bytes);

// Yields [path, bytes] as the files of a pack are decompressed.
async function* unpacked(bytes, files) {
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

// Start to fetch the packs that are wanted.
// ahead: names of packs, without `core`; onProgress: (loaded, total) in bytes
// Returns { core, packs, all, files, expected }: the files of `core`; all other packs with their files; a
// promise that all that are wanted have arrived; the files of one of these; the hash of any.
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
  const wanted = ["core", ...ahead].map((name) => `${name}.pack`);
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
  for await (const [name, bytes] of unpacked(await arriving.get("core.pack"), manifest.core)) {
    core.set(name, bytes);
  }
  const { packs } = JSON.parse(decode(core.get("index.json")));
  return {
    core,
    packs,
    all: Promise.all(arriving.values()),
    async *files(name) {
      const { files } = packs.find((pack) => pack.name === `${name}.pack`);
      yield* unpacked(await arriving.get(`${name}.pack`), files);
      arriving.delete(`${name}.pack`);
    },
    expected: (pack) => pack.sha256 ?? manifest.files[pack.name].sha256,
  };
}

// Fetch a pack while Python stands still.
// inflate: (bytes, size of what comes out) -> bytes
// Returns its files by path.
export function fetchAtOnce(url, hash, files, inflate) {
  const name = url.split("/").at(-1);
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  request.timeout = PATIENCE;
  try {
    request.send();
  } catch ({ message }) {
    throw new Error(`The file ${name} could not be fetched: ${message}.`);
  }
  if (request.status !== 200) {
    throw new Error(`The file ${name} could not be fetched: the server says ${request.status}.`);
  }
  const bytes = new Uint8Array(request.response);
  if (sha256(bytes) !== hash) throw new DamagedFile(name);
  const content = inflate(
    bytes,
    files.reduce((sum, [, size]) => sum + size, 0),
  );
  const found = new Map();
  let start = 0;
  for (const [path, size] of files) found.set(path, content.slice(start, (start += size)));
  return found;
}
