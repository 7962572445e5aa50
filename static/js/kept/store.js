// What is kept for times without a network, in the browser's caches: whole files, verified, and pages of this
// site. A folder with a hash in its name has a cache of that name; it is named by its manifest, which holds
// the hashes of its other files. An essay's own files have a hash in their names too; they are in one cache
// with the pages.

import { hasHash } from "../network/fetch_file.js";
import { hashIn, isOurs } from "../network/page_text.js";
import { cacheNames, deleteCache, openCache } from "./prompt_caches.js";

const FOLDER = /^(app|vega|runtime)-([0-9a-f]{12})\/(.+)/;
const PAGE = /^(?:essays\/[^/]+\/(?:[a-zA-Z]{2,3}(?:-\w+)*\.html)?)?$/;
const NAMED = /^(?:essays\/[^/]+\/)?[^/]+\.[0-9a-f]{12}\.[a-z]+$/;

export class KeptFiles {
  // scope: the site's address
  constructor(scope) {
    this.scope = scope;
    this.prefix = `refit ${new URL(scope).pathname} `; // several sites may share a host
    this.manifests = new Map(); // folder -> its manifest
  }

  // Return { key, cache, kind, ... } for a file: the address that it is kept under, and the cache; null if it is
  // not kept. Other sites may be served below this one's folder; they are left alone.
  // kind: "page", "named", or that of the folder
  entryOf(address) {
    const url = new URL(address, this.scope);
    url.hash = url.search = "";
    url.pathname = url.pathname.replace(/index\.html$/, "");
    const key = url.href;
    if (!key.startsWith(this.scope)) return null;
    const path = key.slice(this.scope.length);
    const [folder, kind, hash, inside] = FOLDER.exec(path) ?? [];
    if (folder) return { key, cache: `${kind}-${hash}`, kind, path: inside };
    if (PAGE.test(path)) return { key, cache: "pages", kind: "page" };
    return NAMED.test(path) ? { key, cache: "pages", kind: "named" } : null;
  }

  open(name) {
    return openCache(this.prefix + name);
  }

  // Return the names of all caches of this site, without the prefix.
  async names() {
    const all = await cacheNames();
    return all
      .filter((name) => name.startsWith(this.prefix))
      .map((name) => name.slice(this.prefix.length));
  }

  delete(name) {
    this.manifests.delete(name);
    return deleteCache(this.prefix + name);
  }

  async match({ key, cache }) {
    return (await this.open(cache)).match(key);
  }

  async forget({ key, cache }) {
    await (await this.open(cache)).delete(key);
  }

  // Return what is kept, or undefined; what was damaged since is forgotten. The runtime verifies its own files.
  // isOnline: a manifest that is not kept may be fetched
  async find(entry, isOnline = false) {
    const kept = await this.match(entry);
    if (!kept || entry.kind === "page" || entry.kind === "runtime") return kept;
    const hash = await this.#hashOf(entry, isOnline);
    if (!hash || (await hasHash(await kept.clone().arrayBuffer(), hash))) return kept;
    await this.forget(entry);
    return undefined;
  }

  // Keep an answer if it is a whole file; else ask for the file once more, past the browser's cache. Return
  // whether it is kept.
  async keepFile(entry, answer) {
    for (const ask of [() => answer, () => fetch(entry.key, { cache: "reload" })]) {
      const response = await ask();
      if (response.status !== 200 || response.redirected) return false;
      const copy = response.clone();
      const hash = await this.#hashOf(entry, true);
      if (!hash) return false;
      if (await hasHash(await response.arrayBuffer(), hash)) {
        await (await this.open(entry.cache)).put(entry.key, copy);
        return true;
      }
    }
    return false;
  }

  // Return the hash that a file must have, as far as it is known. isOnline: the manifest may be fetched
  async #hashOf({ key, cache, kind, path }, isOnline) {
    if (kind === "named") return hashIn(key);
    if (path === "manifest.json") return cache.split("-")[1];
    const manifest = await this.manifest(cache, isOnline);
    return manifest?.files[path]?.sha256 ?? null;
  }

  // Return the manifest of a folder, or null if it is neither kept nor to be had.
  async manifest(folder, isOnline = true) {
    if (!this.manifests.has(folder)) {
      const entry = this.entryOf(`${this.scope}${folder}/manifest.json`);
      if (isOnline && !(await this.match(entry)))
        await this.keepFile(entry, await fetch(entry.key));
      const kept = await this.match(entry);
      const manifest = kept && (await this.#read(kept, folder.split("-")[1]));
      if (!manifest) return null;
      this.manifests.set(folder, manifest);
    }
    return this.manifests.get(folder);
  }

  async #read(kept, hash) {
    const bytes = await kept.arrayBuffer();
    return (await hasHash(bytes, hash)) ? JSON.parse(new TextDecoder().decode(bytes)) : null;
  }

  // Return [{ entry, text }] for all pages that are kept.
  async pages() {
    const pages = await this.open("pages");
    const entries = (await pages.keys()).map(({ url }) => this.entryOf(url));
    return Promise.all(
      entries
        .filter(({ kind }) => kind === "page")
        .map(async (entry) => ({ entry, text: await (await pages.match(entry.key)).text() })),
    );
  }

  // Return the text of an answer if it is a whole page of this site, or null.
  async textOf(answer) {
    if (answer.status !== 200 || answer.redirected) return null;
    const text = await answer.text();
    return isOurs(text) ? text : null;
  }
}
