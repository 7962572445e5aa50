// The runtime's packs. Those that a page needs are fetched ahead and in parallel, others when Python opens a
// file in one. Each is verified. The folder is named by the hash of its manifest; the manifest holds the
// hashes of the packs that may be fetched ahead; one of these, `core`, holds an index of all others, with
// their hashes.

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { DamagedFile, fetchVerified } from "./verified_fetch.js";

const TIMEOUT = 60_000; // milliseconds for a pack that Python waits for

const decode = (bytes) => new TextDecoder().decode(bytes);

// The worker that unpacks, behind a port.
export class Unpacker {
  constructor(port) {
    this.port = port;
    this.waiting = []; // { resolve, reject } by the id of the request
    port.onmessage = ({ data }) => {
      const { resolve, reject } = this.waiting[data.id];
      if ("message" in data) reject(new Error(data.message));
      else resolve(data);
    };
    port.onmessageerror = () => {
      for (const { reject } of this.waiting) reject(new Error("A pack could not be handed over."));
    };
  }

  // Return a promise of { files: [[path, bytes]], compiled: [[path, WebAssembly.Module]] }.
  unpack(bytes, files) {
    return new Promise((resolve, reject) => {
      const id = this.waiting.push({ resolve, reject }) - 1;
      this.port.postMessage({ id, bytes, files }, [bytes.buffer]);
    });
  }
}

// Start to fetch the manifest and, at the same time, the packs that are needed.
// ahead: names of packs, without `core`; onProgress: (loaded, total) in bytes
// Return { core, packs, all, open, expected }: the files of `core`; the index of all other packs, by name;
// a promise that resolves when all needed packs have arrived; open(name), which unpacks one of them;
// expected(pack), its hash.
export async function openPacks(folder, folderHash, ahead, onProgress, unpacker) {
  const reading = fetchVerified(
    `${folder}manifest.json`,
    (hash) => hash.startsWith(folderHash),
    () => {},
  ).then((bytes) => JSON.parse(decode(bytes)));
  const expects = async (name, hash) => hash === (await reading).files[name]?.sha256;
  let loaded = 0;
  let total = 0; // unknown until the manifest has arrived
  const arriving = new Map(
    ["core", ...ahead].map((each) => {
      const name = `${each}.pack`;
      const bytes = fetchVerified(
        folder + name,
        (hash) => expects(name, hash),
        (size) => {
          loaded += size;
          if (total) onProgress(loaded, total);
        },
      );
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
    all: Promise.all(wanted.map((name) => arriving.get(name))).then(() => {}),
    open: (name) => open(name, named.get(name).files),
    expected: (pack) => pack.sha256 ?? manifest.files[pack.name].sha256,
  };
}

// Fetch a pack synchronously, while Python waits.
export function fetchAtOnce(url, hash) {
  const name = url.split("/").at(-1);
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  request.timeout = TIMEOUT;
  let reason = "";
  try {
    request.send();
    if (request.status !== 200) reason = `the server says ${request.status}`;
  } catch ({ message }) {
    reason = message;
  }
  if (reason) throw new Error(`The file ${name} could not be fetched: ${reason}.`);
  const bytes = new Uint8Array(request.response);
  if (bytesToHex(sha256(bytes)) !== hash) throw new DamagedFile(name);
  return bytes;
}
