// Scripts that the browser itself loads, which says neither why one does not come nor that it has stopped
// coming.

import { fetchFile, SILENCE } from "./fetch_file.js";
import { Trouble } from "./trouble.js";

const SOON = 5; // seconds after which a script that has not come is asked for beside it

const attempts = new Map(); // address -> how often it did not come

// Import a module. If it fails, or does not come, it is fetched past the browser's cache, which may hold a
// damaged one for ever, and imported again: under another fragment, since a document remembers modules that
// failed, and goes on waiting for those that are on their way.
// integrity: what it must be, where that is known; a host that changes scripts on their way has it refused once
// load(url) imports it
export async function loadModule(url, { silence, integrity, load = (it) => import(it) } = {}) {
  const tried = attempts.get(url) ?? 0;
  if (tried === 0) {
    try {
      return await loadWatched(url, url, silence, (it) =>
        whole(it, integrity).then(() => load(it)),
      );
    } catch (error) {
      attempts.set(url, 1);
      if (error instanceof Trouble) throw error;
    }
  }
  await fetchFile(url, { cache: "reload", silence });
  const again = Math.max(tried, 1);
  attempts.set(url, again + 1);
  try {
    return await loadWatched(url, `${url}#${again}`, silence, load);
  } catch (error) {
    throw error instanceof Trouble ? error : new Trouble("damaged", url);
  }
}

// Have the browser fetch a module and verify it. One in which a bit has flipped may run, and its cache would
// keep it for ever. An older browser does not.
async function whole(url, integrity) {
  const link = globalThis.document?.createElement("link");
  if (!integrity || !link?.relList.supports("modulepreload")) return;
  Object.assign(link, { rel: "modulepreload", href: url, integrity });
  await new Promise((resolve, reject) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", reject);
    document.head.append(link);
  });
}

async function loadWatched(url, address, silence, load) {
  const watch = watchScripts(() => [url], silence);
  try {
    return await Promise.race([load(address), watch.promise]);
  } finally {
    watch.end();
  }
}

// Watch scripts that are being loaded: return { promise, end }; the promise never resolves, and rejects when
// one of them does not come: with the trouble of its file, if that cannot be had at all. So that a slow
// network is not taken for a silent one, each is asked for a second time, and its bytes are waited for.
// missing() returns the addresses of those that have not come
export function watchScripts(missing, silence = SILENCE) {
  let timer;
  let isOver = false;
  const wait = (seconds) => new Promise((resolve) => (timer = setTimeout(resolve, seconds * 1000)));
  const watch = async () => {
    await wait(Math.min(SOON, silence));
    await Promise.all(missing().map((url) => fetchFile(url, { silence })));
    if (!isOver) await wait(silence);
    if (missing().length > 0 && !isOver) throw new Error("The script does not come.");
  };
  const promise = watch().then(() => new Promise(() => {}));
  promise.catch(() => {});
  const end = () => {
    isOver = true;
    clearTimeout(timer);
  };
  return { promise, end };
}
