// Starts the browser's Python in node, with the files that a reader's browser would have, and reads what models return.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const EMPTY_ZIP = Buffer.concat([Buffer.from("PK\x05\x06"), Buffer.alloc(18)]);
const HOME = "/home/reader";

// Return the files of a library as [[name, size]], readFile(name), and the names of those that were read by it.
export function openLibrary(library) {
  const { files } = JSON.parse(fs.readFileSync(path.join(library, "index.json"), "utf8"));
  const all = fs.openSync(path.join(library, "files"));
  const places = new Map(); // name -> [offset, size]
  let start = 0;
  for (const [name, size] of files) {
    places.set(name, [start, size]);
    start += size;
  }
  const read = new Set();
  const readFile = (name) => {
    read.add(name);
    const [position, size] = places.get(name);
    const contents = new Uint8Array(size);
    fs.readSync(all, contents, 0, size, position);
    return contents;
  };
  return { files, read, readFile };
}

// Start Python; return it, and put(name, contents), which writes a file into the folder of the reader's model.
// settings: what else Pyodide's loader takes; scratch: a folder for the archive that it insists on
export async function startPython(runtime, scratch, { env, ...settings }) {
  const { loadPyodide } = await import(pathToFileURL(path.join(runtime, "pyodide.mjs")));
  const emptyZip = path.join(scratch, "empty.zip");
  fs.writeFileSync(emptyZip, EMPTY_ZIP);
  const { info } = JSON.parse(fs.readFileSync(path.join(runtime, "pyodide-lock.json"), "utf8"));
  const pyodide = await loadPyodide({
    indexURL: `${runtime}/`,
    stdLibURL: emptyZip,
    lockFileContents: JSON.stringify({ info, packages: {} }),
    env: { HOME, ...env },
    stdout: (line) => console.error(line),
    ...settings,
  });
  const put = (name, contents) => {
    pyodide.FS.mkdirTree(path.posix.dirname(`${HOME}/${name}`));
    pyodide.FS.writeFile(`${HOME}/${name}`, contents);
  };
  put("tables.py", fs.readFileSync(new URL("../tables.py", import.meta.url)));
  return { pyodide, put };
}

// Return the last tables of a run, as `dumps` of refit/model/results.py writes them; null if there are none.
// onNext: called before each result is computed
export function lastTables(run, onNext = () => {}) {
  let last = null;
  for (;;) {
    onNext();
    const tables = run.next();
    if (tables === undefined) return last && packed(last);
    last?.destroy();
    last = tables;
  }
}

function packed([header, array]) {
  const buffer = array.getBuffer("f64");
  const { byteOffset, byteLength } = buffer.data;
  const numbers = new Uint8Array(buffer.data.buffer, byteOffset, byteLength);
  const bytes = Buffer.concat([Buffer.from(`${header}\n`), numbers]);
  buffer.release();
  return bytes;
}

// Write an answer: a line of JSON, and `size` bytes. The names of the files that were read since the last one go into it.
export function writeAnswer(file, read, told, content) {
  const head = { read: [...read].sort(), ...told, size: content.length };
  fs.writeSync(file, `${JSON.stringify(head)}\n`);
  fs.writeSync(file, content);
  read.clear();
}
