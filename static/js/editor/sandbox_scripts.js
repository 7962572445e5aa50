// The scripts of the sandbox's two workers, which the page hands over. They are verified by the manifest of the folder
// that they lie in, whose hash is in the folder's name.

import { fetchVerified, hasHash } from "../network/fetch_file.js";

const NAMES = ["sandboxed.js", "unpack.js"];
const FOLDER = /-([0-9a-f]{12})\/$/;

export class SandboxScripts {
  // app: the address of the folder of the site's own files; silence: seconds without a byte
  constructor(app, silence) {
    Object.assign(this, { app, silence });
    this.loading = null;
  }

  // Return a promise of their texts, in that order; if they do not come, the next run tries again.
  load() {
    this.loading ??= this.#fetch().catch((error) => {
      this.loading = null;
      throw error;
    });
    return this.loading;
  }

  async #fetch() {
    const { files } = JSON.parse(await this.#text("manifest.json", FOLDER.exec(this.app)[1]));
    const paths = NAMES.map((name) => `js/${name}`);
    return Promise.all(paths.map((path) => this.#text(path, files[path].sha256)));
  }

  // Without a secure context the page cannot verify.
  async #text(path, hash) {
    const isRight = async (bytes) => !globalThis.crypto?.subtle || hasHash(bytes, hash);
    const bytes = await fetchVerified(this.app + path, isRight, { silence: this.silence });
    return new TextDecoder().decode(bytes);
  }
}
