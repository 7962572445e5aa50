// Two workers that the page sees as one: the worker that runs Python, and one that unpacks files for it
// until Python has started.

import { obstacle, Unavailable } from "./obstacles.js";

// words: what to tell the reader, by obstacle
export function createWorkerPair(url, words) {
  const [worker, unpacker] = createWorkers([url, new URL("unpack.js", url)], words);
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ type: "unpacker" }, [port1]);
  unpacker.postMessage({ type: "worker" }, [port2]);
  worker.addEventListener("message", ({ data }) => {
    if (data.type === "ready") unpacker.terminate();
  });
  return {
    addEventListener(type, listener) {
      worker.addEventListener(type, listener);
      if (type === "error") unpacker.addEventListener(type, listener);
    },
    postMessage: (message) => worker.postMessage(message),
    terminate() {
      worker.terminate();
      unpacker.terminate();
    },
  };
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
