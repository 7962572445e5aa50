// Runs a model under Pyodide as it comes, with its wheels as they come.
// node untrimmed.mjs <folder of Pyodide> < { files, runs }: the texts of model.py, of the Python that goes with it and
// of its data files, by their paths; [[function, state]]
// Prints the last tables of each run.

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const runtime = process.argv[2];
const { files, runs } = JSON.parse(fs.readFileSync(0, "utf8"));
const { loadPyodide } = await import(pathToFileURL(path.join(runtime, "pyodide.mjs")));
const pyodide = await loadPyodide({ indexURL: `${runtime}/`, env: { HOME: "/home/reader" } });
await pyodide.loadPackage("scikit-learn", { messageCallback: () => {} });
const tables = new URL("../../refit/tables.py", import.meta.url);
pyodide.FS.writeFile("/home/reader/tables.py", fs.readFileSync(tables));
for (const [name, text] of Object.entries(files)) {
  const file = `/home/reader/${name}`;
  pyodide.FS.mkdirTree(path.posix.dirname(file));
  pyodide.FS.writeFile(file, text);
}
pyodide.globals.set("runs", JSON.stringify(runs));
console.log(
  pyodide.runPython(`
import json, model, tables

def plain(state_tables):
    return {
        name: {
            column: values if isinstance(values, list) else values.tolist()
            for column, values in table.items()
        }
        for name, table in state_tables.items()
    }

json.dumps([
    plain([*tables.partial_results(getattr(model, name), state)][-1])
    for name, state in json.loads(runs)
])
`),
);
