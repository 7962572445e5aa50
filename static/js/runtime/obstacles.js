// What keeps the runtime from ever starting here. Everything else on the page works without it.

// Return a key of the words `obstacles`, or null if nothing is known to be in the way.
export function obstacle({ origin, Worker, WebAssembly } = globalThis) {
  if (origin === "null") return "framed"; // a sandboxed frame, whose origin may load no worker
  if (typeof Worker !== "function") return "workers";
  return typeof WebAssembly === "object" ? null : "wasm";
}

// The runtime cannot be had, whatever the reader does.
export class Unavailable extends Error {
  isFinal = true;
}
