// What a snapshot holds of memory: the difference between that and what a page has there before; restore.js says how it is
// made undone. All memory is in words of 32 bits.

const PAGE = 1024; // words
const FLAGS = 3; // in the lowest bits of a link

// Return the address of the ring that an object's links belong to. It is the lowest of all, since it lies in the core's
// own data. The ring is sorted by addresses on the way.
export function ringFrom(heap, node) {
  const ring = [];
  for (let at = node; ;) {
    ring.push(at);
    at = heap[at / 4] & ~FLAGS;
    if (at === node) break;
    if (!at || at >= 4 * heap.length || ring.length > heap.length) throw new Error("no ring");
  }
  ring.sort((a, b) => a - b);
  ring.forEach((at, i) => {
    const next = ring[(i + 1) % ring.length];
    heap[at / 4] = (heap[at / 4] & FLAGS) | next;
    heap[next / 4 + 1] = (heap[next / 4 + 1] & FLAGS) | at;
  });
  return ring[0];
}

export class Difference {
  // restoring: what restore.js exports; exports: those of the core that the snapshot is taken of
  constructor(restoring, heap, places, exports) {
    Object.assign(this, { restoring, heap, places, exports });
  }

  // Return { pages, links }, and complete `places`.
  // last: what memory holds when pages are to be written
  from(last) {
    const { heap, places } = this;
    const isUsed = (start, end) => {
      for (let i = start; i < end; i++) if (heap[i]) return true;
      return false;
    };
    const links = this.#takeLinks();
    this.#takeHashes(last);
    for (let i = 0; i < heap.length; i++) heap[i] ^= last[i] ?? 0;
    places.runs = [...ranges(PAGE, heap.length, isUsed)];
    const bytes = new Uint8Array(heap.buffer);
    const pages = places.runs.map(([at, length]) => bytes.subarray(at, at + length));
    return { pages: Buffer.concat(pages), links };
  }

  #takeLinks() {
    const { heap, places, restoring } = this;
    const distances = [];
    for (let at = places.ring; ;) {
      const next = heap[at / 4] & ~FLAGS;
      if (next === places.ring) break;
      distances.push(distances.length ? next - at : next);
      at = next;
    }
    const links = Uint32Array.from(distances);
    restoring.addLinks(heap, places.ring, links);
    return new Uint8Array(links.buffer);
  }

  // Python computes hashes of strings in the snapshot's own memory, to make sure that they are such.
  #takeHashes(base) {
    const { heap, places, exports, restoring } = this;
    const { HASH, UNKNOWN } = restoring;
    const live = new Uint32Array(exports.memory.buffer);
    for (const i of restoring.strings(heap, places.strings, [[0, 4 * heap.length]])) {
      const hash = heap[i + HASH];
      if (hash === base[i + HASH] || hash === UNKNOWN) continue;
      live[i + HASH] = UNKNOWN;
      if (exports.PyObject_Hash(4 * i) >>> 0 === hash) heap[i + HASH] = UNKNOWN;
      live[i + HASH] = hash;
    }
  }
}

// Yield [start, length], in bytes, of the blocks before the word `end` for which isSuch(start, end) is true, in words.
// Neighbours are joined.
function* ranges(block, end, isSuch) {
  let open = null;
  for (let start = 0; start < end; start += block) {
    const stop = Math.min(start + block, end);
    if (isSuch(start, stop)) {
      open ??= [4 * start, 0];
      open[1] += 4 * (stop - start);
    } else if (open) {
      yield open;
      open = null;
    }
  }
  if (open) yield open;
}
