// The worker that runs Python, and a second one that unpacks for it until it has started. To the page
// they are one.

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
