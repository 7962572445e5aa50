// Two workers that the page sees as one: the worker that runs Python, and one that unpacks files for it
// until Python has started.

import { fetchFile } from "../network/fetch_file.js";
import { watchScripts } from "../network/load_script.js";
import { obstacle, Unavailable } from "./obstacles.js";

const scripts = (url) => [url, new URL("unpack.js", url).href];

// silence: seconds after which a script of which nothing more comes is given up: the event `error` tells, with
// the `trouble` of its file, if that cannot be had
// words: what to tell the reader, by obstacle
export function createWorkerPair(url, silence, words) {
  const missing = new Set(scripts(url)); // scripts that do not run yet
  const [worker, unpacker] = createWorkers(scripts(url), words);
  [worker, unpacker].forEach((made, i) => {
    made.addEventListener("message", () => missing.delete(scripts(url)[i]), { once: true });
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

function createWorkers(urls, words) {
  const known = obstacle();
  if (known) throw new Unavailable(words[known]);
  try {
    return urls.map((each) => new Worker(each, { type: "module" }));
  } catch {
    throw new Unavailable(words.workers); // forbidden
  }
}
