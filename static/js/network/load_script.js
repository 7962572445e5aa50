// Scripts that the browser itself loads, which says neither why one does not come nor that it has stopped
// coming.

import { fetchFile, SILENCE } from "./fetch_file.js";
import { Trouble } from "./trouble.js";

const SOON = 5; // seconds after which a script that has not come is asked for beside it

let attempts = 0;

// Import a module. If it fails, it is fetched past the browser's cache, which may hold a damaged one for
// ever, and imported again: under another fragment, since a document remembers modules that failed.
// load(url) imports it
export async function loadModule(url, { silence, load = (address) => import(address) } = {}) {
  const watch = watchScripts(() => [url], silence);
  try {
    return await Promise.race([load(attempts ? `${url}#${attempts}` : url), watch.promise]);
  } catch (error) {
    if (error instanceof Trouble) throw error;
    await fetchFile(url, { cache: "reload", silence });
    try {
      return await load(`${url}#${++attempts}`);
    } catch {
      throw new Trouble("damaged", url);
    }
  } finally {
    watch.end();
  }
}

// Watch scripts that are being loaded: return { promise, end }; the promise never resolves, and rejects when
// one of them does not come. So that a slow network is not taken for a silent one, each is asked for in
// the same way and its bytes are waited for.
// missing() returns the addresses of those that have not come
export function watchScripts(missing, silence = SILENCE) {
  let timer;
  let isOver = false;
  const wait = (seconds) => new Promise((resolve) => (timer = setTimeout(resolve, seconds * 1000)));
  const watch = async () => {
    await wait(Math.min(SOON, silence));
    await Promise.all(missing().map((url) => fetchFile(url, { silence })));
    if (!isOver) await wait(silence);
    const [url] = missing();
    if (url && !isOver) throw new Trouble("silent", url);
  };
  const promise = watch().then(() => new Promise(() => {}));
  promise.catch(() => {});
  const end = () => {
    isOver = true;
    clearTimeout(timer);
  };
  return { promise, end };
}
