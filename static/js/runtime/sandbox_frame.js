// The script of `sandbox.html`, a document that runs code which a reader has changed, or which a link has brought.
// The page shows it in a frame with `sandbox="allow-scripts"`. So its origin is opaque: it reaches neither storage,
// caches, cookies nor the service worker of any site. Its policy, which its workers inherit, forbids the network.
//
// In, once, as a window's message with a port: { scripts: [text of sandboxed.js, text of unpack.js] }.
// On the port: what the worker takes and says; see worker.js. { type: "crash", message } if a worker has crashed.

const ours = new URL(location.href).origin;

// Framed by a stranger, or opened without a sandbox, this document would be of the site's own origin.
const isSafe = ({ source, origin }) =>
  self.origin === "null" && parent !== self && source === parent && origin === ours;

addEventListener("message", function begin(event) {
  if (!isSafe(event) || event.ports.length !== 1) return;
  removeEventListener("message", begin);
  const [port] = event.ports;
  const [worker, unpacker] = event.data.scripts.map(startWorker);
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ type: "unpacker" }, [port1]);
  unpacker.postMessage({ type: "worker" }, [port2]);
  for (const each of [worker, unpacker]) {
    each.onerror = ({ message }) => port.postMessage({ type: "crash", message });
  }
  worker.onmessage = ({ data }) => port.postMessage(data);
  port.onmessage = ({ data }) => worker.postMessage(data);
});

// A worker of a module would be refused: no script is of an opaque origin's own.
function startWorker(text) {
  return new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
}
