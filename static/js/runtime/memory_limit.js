// A limit for Python's memory, so that code which fills it ends with a MemoryError and not with the browser. It is a
// kindness, no border: whoever wants to can undo it, and is then ended by the browser.

const MOST = 2 ** 30; // bytes
const PAGE = 2 ** 16;

const { grow } = WebAssembly.Memory.prototype;
WebAssembly.Memory.prototype.grow = function (pages) {
  if (this.buffer.byteLength + pages * PAGE > MOST)
    throw new RangeError("There is no more memory.");
  return grow.call(this, pages);
};
