// The runtime's files, each fetched once and refused if a single byte differs. The folder is named by
// the hash of its manifest, and the manifest holds the hash of every file.

export class DamagedFile extends Error {
  constructor(name) {
    super(`The file ${name} arrived damaged and was not used.`);
    this.name = "DamagedFile";
  }
}

async function sha256(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function fetchBytes(url, onBytes, options) {
  const name = url.split("/").at(-1);
  const response = await fetch(url, options).catch(({ message }) => {
    throw new Error(`The file ${name} could not be fetched: ${message}.`);
  });
  if (!response.ok) {
    throw new Error(`The file ${name} could not be fetched: the server says ${response.status}.`);
  }
  const chunks = [];
  try {
    for (const reader = response.body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      onBytes(value.length);
    }
  } catch ({ message }) {
    throw new Error(`The file ${name} broke off while it was fetched: ${message}.`);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

// A file that is damaged may sit in the browser's cache, which is told to keep it for ever: it is asked
// for once more, past the cache, before it is refused.
async function fetchVerified(url, isRight, onBytes) {
  let received = 0;
  const count = (size) => {
    received += size;
    onBytes(size);
  };
  for (const options of [{}, { cache: "reload" }]) {
    const bytes = await fetchBytes(url, count, options);
    if (isRight(await sha256(bytes))) return bytes;
    onBytes(-received);
    received = 0;
  }
  throw new DamagedFile(url.split("/").at(-1));
}

const TYPES = { wasm: "application/wasm", json: "application/json", mjs: "text/javascript" };
const typeOf = (url) => TYPES[url.split(".").at(-1)] ?? "application/octet-stream";

// Fetch all files of the manifest side by side.
// Returns { fetch, importModule, release }: a fetch that answers with verified files, an import of the
// verified bytes of a module, and a way to let them all go.
export async function verifiedFiles(folder, folderHash, onProgress) {
  const manifest = await fetchVerified(
    `${folder}manifest.json`,
    (hash) => hash.startsWith(folderHash),
    () => {},
  );
  const { files } = JSON.parse(new TextDecoder().decode(manifest));
  const total = Object.values(files).reduce((sum, { size }) => sum + size, 0);
  let loaded = 0;
  const bytesOf = new Map();
  await Promise.all(
    Object.entries(files).map(async ([name, file]) => {
      const bytes = await fetchVerified(
        folder + name,
        (hash) => hash === file.sha256,
        (size) => {
          loaded += size;
          onProgress(loaded, total);
        },
      );
      bytesOf.set(folder + name, bytes);
    }),
  );
  const fetchOriginal = self.fetch.bind(self);
  return {
    fetch(resource, options) {
      const url = String(resource?.url ?? resource);
      const bytes = bytesOf.get(url);
      if (!bytes) return fetchOriginal(resource, options);
      return Promise.resolve(new Response(bytes, { headers: { "Content-Type": typeOf(url) } }));
    },
    // An import by address would ask the network a second time, and nobody would check that answer.
    async importModule(name) {
      const url = URL.createObjectURL(new Blob([bytesOf.get(folder + name)], { type: TYPES.mjs }));
      try {
        return await import(url);
      } finally {
        URL.revokeObjectURL(url);
      }
    },
    release() {
      bytesOf.clear();
    },
  };
}
