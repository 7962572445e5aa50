// The files that a sandbox is given. The page fetches and verifies them, once for all sandboxes.

import { fetchFile, fetchVerified, hasHash } from "../network/fetch_file.js";

const decode = (bytes) => new TextDecoder().decode(bytes);

export class SandboxFiles {
  // start: the worker's first message, with addresses that are absolute
  constructor({ runtime, manifestHash, packs, python, data, silence }) {
    Object.assign(this, { folder: runtime, manifestHash, packs, silence });
    this.others = [...Object.values(python), ...Object.values(data)];
    this.kept = new Map(); // address -> promise of bytes
    this.wanted = new Set(); // names of packs that were asked for later
  }

  // Return a promise of { address: bytes } as a Map: the manifest, the packs, and the model's other files.
  // own: [[address, text]] of the reader's own; onProgress(loaded, total) in bytes
  async load(own, onProgress) {
    const manifest = await this.#manifest();
    const names = ["core", ...this.packs].map((name) => `${name}.pack`);
    const needed = [...names.filter((name) => manifest.files[name]), ...this.wanted];
    const total = needed.reduce((sum, name) => sum + manifest.files[name].size, 0);
    let loaded = 0;
    const onBytes = (size) => onProgress((loaded += size), total);
    const isOwn = new Set(own.map(([url]) => url));
    const others = this.others.filter((url) => !isOwn.has(url));
    const all = [
      [`${this.folder}manifest.json`, this.manifestBytes],
      ...needed.map((name) => [this.folder + name, this.#pack(name, manifest, onBytes)]),
      ...others.map((url) => [url, this.#once(url, () => fetchFile(url, this))]),
    ];
    const found = await Promise.all(all.map(async ([url, bytes]) => [url, await bytes]));
    const encoded = own.map(([url, text]) => [url, new TextEncoder().encode(text)]);
    return new Map([...found, ...encoded]);
  }

  // Python lacks a file of a pack: want it, and the others of its library, which it may need too. Return whether
  // there is such a pack, and it was not wanted already. Whoever says so is not to be trusted.
  async want(url) {
    const { files } = await this.#manifest();
    const name = String(url).slice(this.folder.length);
    const isOne = url === this.folder + name && name.startsWith("rest/");
    if (!isOne || !Object.hasOwn(files, name) || this.wanted.has(name)) return false;
    const library = /^rest\/\w+/.exec(name)[0];
    for (const each of Object.keys(files)) {
      if (each === name || each === `${library}.pack` || each.startsWith(`${library}.`)) {
        this.wanted.add(each);
      }
    }
    return true;
  }

  async #manifest() {
    const url = `${this.folder}manifest.json`;
    const isRight = (bytes) => this.#isRight(bytes, this.manifestHash);
    this.manifestBytes = await this.#once(url, () => fetchVerified(url, isRight, this));
    return JSON.parse(decode(this.manifestBytes));
  }

  #pack(name, { files }, onBytes) {
    const isRight = (bytes) => this.#isRight(bytes, files[name].sha256);
    const { silence } = this;
    return this.#once(this.folder + name, () =>
      fetchVerified(this.folder + name, isRight, { onBytes, silence }),
    );
  }

  // Without a secure context the page cannot verify. The worker does, in any case.
  async #isRight(bytes, hash) {
    return !globalThis.crypto?.subtle || hasHash(bytes, hash);
  }

  #once(url, fetching) {
    if (!this.kept.has(url)) {
      const bytes = fetching();
      bytes.catch(() => this.kept.delete(url)); // the next run tries again
      this.kept.set(url, bytes);
    }
    return this.kept.get(url);
  }
}
