// Two workers that the page sees as one: the worker that runs Python, and one that unpacks files for it
// until Python has started.

import { fetchFile } from "../network/fetch_file.js";
import { watchScripts } from "../network/load_script.js";

const scripts = (url) => [url, new URL("unpack.js", url).href];

// silence: seconds after which a script of which nothing more comes is given up: the event `error` tells, with
// the `trouble` of its file, if that cannot be had
export function createWorkerPair(url, silence) {
  const missing = new Set(scripts(url)); // scripts that do not run yet
  const [worker, unpacker] = scripts(url).map((each) => {
    const made = new Worker(each, { type: "module" });
    made.addEventListener("message", () => missing.delete(each), { once: true });
    return made;
  });
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ type: "unpacker" }, [port1]);
  unpacker.postMessage({ type: "worker" }, [port2]);
  worker.addEventListener("message", ({ data }) => {
    if (data.type === "ready") unpacker.terminate();
  });
  const watch = watchScripts(() => [...missing], silence);
  return {
    addEventListener(type, listener) {
      worker.addEventListener(type, listener);
      if (type !== "error") return;
      unpacker.addEventListener(type, listener);
      watch.promise.catch(({ message, plain }) => listener({ message, trouble: plain }));
    },
    postMessage: (message) => worker.postMessage(message),
    terminate() {
      watch.end();
      worker.terminate();
      unpacker.terminate();
    },
  };
}

// Fetch the workers' scripts past the browser's cache, which may hold damaged ones for ever.
export function refetchScripts(url, silence) {
  const options = { cache: "reload", silence };
  return Promise.all(scripts(url).map((each) => fetchFile(each, options))).then(() => null);
}
