// Two workers that the page sees as one: the worker that runs Python, and one that unpacks files for it
// until Python has started.

export function createWorkerPair(url) {
  const [worker, unpacker] = [url, new URL("unpack.js", url)].map(
    (each) => new Worker(each, { type: "module" }),
  );
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
