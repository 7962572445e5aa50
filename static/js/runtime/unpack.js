// A worker that decompresses packs and compiles the extensions in them, while the other worker starts
// Python. Its first message holds a port. Messages on the port:
//
// in:  { id, bytes, files: [[path, size]], isPlain }, a pack of Zstandard and the files in it; `isPlain`: leave
//      the extensions as they are
// out: { id, files: [[path, bytes]], compiled: [[path, WebAssembly.Module]] } or { id, message, isForbidden };
//      `isForbidden`: by the policy that the host sends
//
// To the page it says once that it runs.

import { ZSTDDecoder } from "zstddec";
import { cut, sizeOf } from "./cut.js";

const decoder = new ZSTDDecoder();
const initialized = decoder.init();
initialized.catch(() => {}); // told with the first pack
let isForbidden = false;

self.addEventListener("securitypolicyviolation", () => (isForbidden = true));

self.addEventListener("message", ({ ports: [port] }) => {
  port.onmessage = ({ data }) => unpack(data, port);
});

self.postMessage({ type: "here" });

async function unpack({ id, bytes, files, isPlain }, port) {
  try {
    await initialized;
    const content = decoder.decode(bytes, sizeOf(files));
    if (content.length !== sizeOf(files)) throw new Error("A pack could not be decompressed.");
    const plain = [];
    const compiling = [];
    for (const [path, part] of cut(content, files)) {
      if (isPlain || !path.endsWith(".so")) plain.push([path, part]);
      else compiling.push(WebAssembly.compile(part).then((module) => [path, module]));
    }
    const compiled = await Promise.all(compiling);
    const buffers = plain.map(([, part]) => part.buffer);
    port.postMessage({ id, files: plain, compiled }, buffers);
  } catch ({ message }) {
    await new Promise((resolve) => setTimeout(resolve)); // for the browser to say whether its policy forbids it
    port.postMessage({ id, message, isForbidden });
  }
}
