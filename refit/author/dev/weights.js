// What a page has fetched, compressed as a host sends it, by what it is for.

const KINDS = [
  ["Vega", /\/vega-[^/]+\//],
  ["the tool's own files", /\/app-[^/]+\//],
  ["the essay", /\/essays\//],
];
const PACKED = /\.(woff2|png|jpe?g)$/;

const known = new Map(); // address -> a promise of its bytes

// Return { kind: bytes } of what has been fetched, and of the runtime, which its workers fetch once a reader
// reaches for something live.
// runtime: { folder, packs }, as the page has it
export async function weigh(runtime) {
  const fetched = performance.getEntriesByType("resource").map(({ name }) => name);
  const addresses = new Set([location.href.split("#")[0], ...fetched]);
  const sum = Object.fromEntries(KINDS.map(([kind]) => [kind, 0]));
  const add = async (address) => {
    const kind = kindOf(address);
    const bytes = kind ? await once(address, bytesOf) : 0;
    if (kind) sum[kind] += bytes;
  };
  await Promise.all([...addresses].map(add));
  const { folder, packs } = runtime;
  const files = ["core", ...packs].map((name) => new URL(`${folder}${name}.pack`, location).href);
  const sizes = await Promise.all(files.map((address) => once(address, sizeOf)));
  return { ...sum, "the runtime, once live": sizes.reduce((a, b) => a + b, 0) };
}

export function kindOf(address) {
  const { pathname } = new URL(address);
  return KINDS.find(([, where]) => where.test(pathname))?.[0];
}

function once(address, measure) {
  if (!known.has(address)) known.set(address, measure(address));
  return known.get(address);
}

async function bytesOf(address) {
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return 0;
  const isPacked = PACKED.test(new URL(address).pathname);
  const body = isPacked ? answer.body : answer.body.pipeThrough(new CompressionStream("gzip"));
  return (await new Response(body).arrayBuffer()).byteLength;
}

async function sizeOf(address) {
  const answer = await fetch(address, { method: "HEAD" }).catch(() => null);
  return Number(answer?.headers.get("Content-Length") ?? 0);
}
