// A page that is kept in an older version, and its files. The newer version takes its place only when
// everything has come that was kept of the older one, so an essay that could be read and run without a network
// can be so all the time. Files that no page needs any more are thrown away.

import { filesIn, foldersIn, hashIn, packsIn, pathsIn, stemOf } from "../network/page_text.js";

// Every page needs these; pictures, and what is fetched when it is asked for, only if they have been seen.
const NEEDED = /(?<!\/search\.[0-9a-f]+)\.(?:css|json|py)$/;

// Keep a page, and the newer versions of files that its kept version has.
export async function keepPage(kept, entry, answer) {
  const copy = answer.clone();
  const text = await kept.textOf(answer);
  if (text === null) return;
  const older = await kept.match(entry);
  if (older) await bringOver(kept, entry, await older.text(), text);
  await (await kept.open("pages")).put(entry.key, copy);
}

// Fetch newer versions of kept pages that need other folders than these. Where that fails, the older one stays.
export async function renewPages(kept, folders) {
  for (const { entry, text } of await kept.pages()) {
    if (foldersIn(text).every((name) => folders.includes(name))) continue;
    await renew(kept, entry).catch(() => {});
  }
}

async function renew(kept, entry) {
  const answer = await fetch(entry.key, { cache: "no-cache" });
  if ([404, 410].includes(answer.status)) await kept.forget(entry);
  else await keepPage(kept, entry, answer);
}

// Throw away what neither these addresses nor any kept page needs.
export async function tidy(kept, addresses) {
  const texts = [...(await kept.pages()).map(({ text }) => text), ...addresses];
  const needed = new Set(["pages", ...texts.flatMap(foldersIn)]);
  for (const name of await kept.names()) if (!needed.has(name)) await kept.delete(name);
  const hashes = new Set(texts.flatMap(filesIn).map(hashIn));
  const pages = await kept.open("pages");
  for (const { url } of await pages.keys()) {
    const hash = hashIn(url);
    if (hash && !hashes.has(hash)) await pages.delete(url);
  }
}

async function bringOver(kept, { key }, older, newer) {
  if (older === newer) return;
  for (const folder of foldersIn(newer)) {
    const kindOf = (name) => name.split("-")[0];
    const before = foldersIn(older).find((name) => kindOf(name) === kindOf(folder));
    if (before && before !== folder) await bringFolder(kept, before, folder, newer);
  }
  const absolute = (text) => filesIn(text).map((path) => new URL(path, key).href);
  const entries = (text) => absolute(text).map((address) => kept.entryOf(address));
  const seen = new Set();
  for (const entry of entries(older))
    if (entry && (await kept.match(entry))) seen.add(stemOf(entry.key));
  for (const entry of entries(newer)) {
    if (entry && (NEEDED.test(entry.key) || seen.has(stemOf(entry.key)))) await bring(kept, entry);
  }
}

// Keep of a folder what is kept of the older one, and what the newer page names. Files that have not changed
// are not fetched.
async function bringFolder(kept, before, folder, page) {
  const from = await kept.open(before);
  const root = `${kept.scope}${before}/`;
  const old = (await from.keys()).map(({ url }) => url.slice(root.length));
  if (old.length === 0) return;
  const manifest = await kept.manifest(folder);
  if (!manifest) throw new Error(`${folder} is out of reach`);
  const earlier = await kept.manifest(before, false);
  const named = old.includes("core.pack") ? packsIn(page) : pathsIn(page, folder);
  for (const path of new Set([...old, ...named])) {
    const hash = manifest.files[path]?.sha256;
    if (!hash) continue;
    const isSame = hash === earlier?.files[path]?.sha256;
    const same = isSame ? await from.match(root + path) : undefined;
    await bring(kept, kept.entryOf(`${kept.scope}${folder}/${path}`), same);
  }
}

async function bring(kept, entry, same) {
  if (await kept.match(entry)) return;
  if (!(await kept.keepFile(entry, same ?? (await fetch(entry.key))))) {
    throw new Error(`${entry.key} is out of reach`);
  }
}
