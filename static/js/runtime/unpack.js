// Decompresses packs and compiles the extensions in them, beside the worker that runs Python.
//
// It is given a port first. There,
// in:  { id, bytes, files: [[path, size]] }, a pack of Zstandard and what is in it
// out: { id, files: [[path, bytes]], compiled: [[path, WebAssembly.Module]] } or { id, message }

import { ZSTDDecoder } from "zstddec";
import { cut, sizeOf } from "./verified_fetch.js";

const decoder = new ZSTDDecoder();
const begun = decoder.init();

self.addEventListener("message", ({ ports: [port] }) => {
  port.onmessage = ({ data }) => unpack(data, port);
});

async function unpack({ id, bytes, files }, port) {
  try {
    await begun;
    const content = decoder.decode(bytes, sizeOf(files));
    if (content.length !== sizeOf(files)) throw new Error("A pack could not be decompressed.");
    const found = [];
    const compiling = [];
    for (const [path, part] of cut(content, files)) {
      if (!path.endsWith(".so")) found.push([path, part]);
      else compiling.push(WebAssembly.compile(part).then((module) => [path, module]));
    }
    const compiled = await Promise.all(compiling);
    const buffers = found.map(([, part]) => part.buffer);
    port.postMessage({ id, files: found, compiled }, buffers);
  } catch ({ message }) {
    port.postMessage({ id, message });
  }
}
