// Compiles the modules of one archive with the runtime's own Python.
// node compile.mjs <folder of Pyodide> <archive> <target> <folder> <lazy or eager>: the folder in the
// browser that the modules will be in, and whether their imports are deferred

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [runtime, archive, target, folder, imports] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(path.join(runtime, "pyodide.mjs")));
const pyodide = await loadPyodide({
  indexURL: `${runtime}/`,
  env: { HOME: "/home/compiler", PYTHONHASHSEED: "0" }, // the same bytes each time
});
const own = "/home/compiler/refit/runtime/compiler";
pyodide.FS.mkdirTree(own);
for (const name of ["bytecode.py", "lazy_imports.py", "modules.py", "repeated_work.py"]) {
  pyodide.FS.writeFile(`${own}/${name}`, fs.readFileSync(new URL(name, import.meta.url)));
}
const isLazy = imports === "lazy";
// scipy's packages are full of stars, and some of the names that these import are in no source.
const isLoaded = isLazy && path.basename(archive).startsWith("scipy-");
if (isLoaded) await pyodide.loadPackage("scipy", { messageCallback: () => {} });
pyodide.FS.writeFile("/tmp/archive", fs.readFileSync(archive));
pyodide
  .pyimport("refit.runtime.compiler.bytecode")
  .compile_archive.callKwargs("/tmp/archive", "/tmp/compiled", folder, {
    is_loaded: isLoaded,
    is_lazy: isLazy,
  });
fs.writeFileSync(target, pyodide.FS.readFile("/tmp/compiled"));
