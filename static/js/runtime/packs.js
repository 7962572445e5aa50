// The runtime's packs. Those that a page needs are fetched ahead and in parallel, others when Python opens a
// file in one. Each is verified. The folder is named by the hash of its manifest; the manifest holds the
// hashes of all packs; one of these, `core`, holds an index of the files in the others.

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { fetchVerified, hasHash, useSha256 } from "../network/fetch_file.js";
import { Trouble } from "../network/trouble.js";

if (!crypto.subtle) useSha256(async (bytes) => bytesToHex(sha256(new Uint8Array(bytes))));

const TIMEOUT = 60_000; // milliseconds for a pack that Python waits for

// A page can do without it.
export const isSnapshot = (name) => name.startsWith("snapshot-");

// A page needs it after its first answer only.
export const isLater = (name) => name.endsWith(".later");

const decode = (bytes) => new TextDecoder().decode(bytes);

// The worker that unpacks, behind a port.
export class Unpacker {
  // isPlain: compile nothing, since modules have been lost on their way (in Firefox, once in many starts)
  constructor(port, isPlain) {
    Object.assign(this, { port, isPlain });
    this.waiting = []; // { resolve, reject } by the id of the request
    port.onmessage = ({ data }) => {
      const { resolve, reject } = this.waiting[data.id];
      if (data.isForbidden) reject(new Trouble("policy"));
      else if ("message" in data) reject(new Error(data.message));
      else resolve(data);
    };
    port.onmessageerror = () => {
      for (const { reject } of this.waiting) reject(new Trouble("handover"));
    };
  }

  // Return a promise of { files: [[path, bytes]], compiled: [[path, WebAssembly.Module]] }.
  unpack(bytes, files) {
    return new Promise((resolve, reject) => {
      const id = this.waiting.push({ resolve, reject }) - 1;
      this.port.postMessage({ id, bytes, files, isPlain: this.isPlain }, [bytes.buffer]);
    });
  }
}

// Start to fetch the manifest and, at the same time, the packs that are needed.
// ahead: names of packs, without `core`; onProgress: (loaded, total) in bytes; silence: seconds without a
// byte after which a file is given up
// Return { core, packs, all, open, expected }: the files of `core`; the index of all other packs, by name;
// a promise that resolves when all needed packs have arrived; open(name), which unpacks one of them;
// expected(pack), its hash.
export async function openPacks(folder, folderHash, ahead, { onProgress, silence }, unpacker) {
  const reading = fetchVerified(`${folder}manifest.json`, (bytes) => hasHash(bytes, folderHash), {
    silence,
  }).then((bytes) => JSON.parse(decode(bytes)));
  const isPack = async (name, bytes) => {
    const { [name]: file } = (await reading).files;
    return !file || hasHash(bytes, file.sha256);
  };
  let loaded = 0;
  let total = 0; // unknown until the manifest has arrived
  const arriving = new Map(
    ["core", ...ahead].map((each) => {
      const name = `${each}.pack`;
      const bytes = fetchVerified(folder + name, (bytes) => isPack(name, bytes), {
        silence,
        onBytes(size) {
          loaded += size;
          if (total) onProgress(loaded, total);
        },
      });
      bytes.catch(() => {}); // `open` and `all` report it
      return [name, bytes];
    }),
  );
  const manifest = await reading;
  const wanted = [...arriving.keys()].filter((name) => manifest.files[name]);
  total = wanted.reduce((sum, name) => sum + manifest.files[name].size, 0);
  onProgress(loaded, total);
  const open = async (name, files) => unpacker.unpack(await arriving.get(name), files);
  const core = new Map((await open("core.pack", manifest.core)).files);
  const { packs } = JSON.parse(decode(core.get("index.json")));
  const named = new Map(packs.map((pack) => [pack.name, pack]));
  return {
    core,
    packs: named,
    all: Promise.all(
      wanted.map((name) =>
        isSnapshot(name) ? arriving.get(name).catch(() => {}) : arriving.get(name),
      ),
    ).then(() => {}),
    open: (name) => open(name, named.get(name).files),
    expected: (pack) => manifest.files[pack.name].sha256,
  };
}

// Fetch a pack synchronously, while Python waits. A damaged one, or an error, is asked for once more: such a
// request cannot ask past the browser's cache and that of the service worker, but a new address with `?reload=`
// leads past both.
export function fetchAtOnce(url, hash) {
  const first = requestAtOnce(url, hash);
  if (first.bytes) return first.bytes;
  const isOfCache = ["status", "damaged"].includes(first.trouble.kind);
  const { bytes, trouble } = isOfCache ? requestAtOnce(`${url}?reload=${Date.now()}`, hash) : first;
  if (trouble) throw trouble;
  return bytes;
}

// Return { bytes } or { trouble }.
function requestAtOnce(url, hash) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  request.timeout = TIMEOUT;
  try {
    request.send();
  } catch ({ name }) {
    return { trouble: new Trouble(name === "TimeoutError" ? "silent" : "unreachable", url) };
  }
  const { status, response } = request;
  if (status !== 200) return { trouble: new Trouble("status", url, status) };
  const bytes = new Uint8Array(response);
  const isRight = bytesToHex(sha256(bytes)) === hash;
  return isRight ? { bytes } : { trouble: new Trouble("damaged", url) };
}
