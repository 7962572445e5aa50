// The runtime's files, each fetched once and refused if a single byte differs. The folder is named by
// the hash of its manifest, and the manifest holds the hash of every file.

export class DamagedFile extends Error {
  constructor(name) {
    super(`The file ${name} arrived damaged and was not used. Reload the page to fetch it again.`);
    this.name = "DamagedFile";
  }
}

async function sha256(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function fetchBytes(url, onBytes) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} could not be fetched (${response.status}).`);
  const chunks = [];
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    onBytes(value.length);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

const TYPES = { wasm: "application/wasm", json: "application/json", mjs: "text/javascript" };

// Fetch all files of the manifest side by side.
// Returns { fetch, release }: a fetch that answers with verified files, and a way to let them go.
export async function verifiedFiles(folder, folderHash, onProgress) {
  const manifestBytes = await fetchBytes(`${folder}manifest.json`, () => {});
  if (!(await sha256(manifestBytes)).startsWith(folderHash)) throw new DamagedFile("manifest.json");
  const { files } = JSON.parse(new TextDecoder().decode(manifestBytes));
  const total = Object.values(files).reduce((sum, { size }) => sum + size, 0);
  let loaded = 0;
  const bytesOf = new Map();
  await Promise.all(
    Object.entries(files).map(async ([name, file]) => {
      const bytes = await fetchBytes(folder + name, (count) => {
        loaded += count;
        onProgress(loaded, total);
      });
      if ((await sha256(bytes)) !== file.sha256) throw new DamagedFile(name);
      bytesOf.set(folder + name, bytes);
    }),
  );
  const fetchOriginal = self.fetch.bind(self);
  return {
    fetch(resource, options) {
      const url = String(resource?.url ?? resource);
      const bytes = bytesOf.get(url);
      if (!bytes) return fetchOriginal(resource, options);
      const type = TYPES[url.split(".").at(-1)] ?? "application/octet-stream";
      return Promise.resolve(new Response(bytes, { headers: { "Content-Type": type } }));
    },
    release() {
      bytesOf.clear();
    },
  };
}
