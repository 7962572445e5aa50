// Compresses a file with the Zstandard inside the runtime's own Python.
// node squeeze.mjs <folder of Pyodide> <file> <target>

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [runtime, file, target] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(path.join(runtime, "pyodide.mjs")));
const pyodide = await loadPyodide({ indexURL: `${runtime}/` });
pyodide.FS.writeFile("/tmp/file", fs.readFileSync(file));
pyodide.runPython(`
from compression.zstd import CompressionParameter as P, compress
from pathlib import Path

options = {P.compression_level: 19, P.window_log: 26, P.enable_long_distance_matching: 1}
Path("/tmp/target").write_bytes(compress(Path("/tmp/file").read_bytes(), options=options))
`);
fs.writeFileSync(target, pyodide.FS.readFile("/tmp/target"));
