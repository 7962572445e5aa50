// The library: every file of Python's is on its shelf, and is read when Python first asks for it.

// Put files into Pyodide's file system. `read` is asked for a file's contents when it is first opened:
// while it is read from, memory must not grow under the reader's feet.
// files: [[path, bytes]]; read: path -> Uint8Array, at once
export function shelve(FS, files, read) {
  const folders = new Map();
  let opening = null; // how a file opens, with what all files do
  for (const [path, size] of files) {
    const cut = path.lastIndexOf("/");
    const folder = path.slice(0, cut);
    if (!folders.has(folder)) {
      FS.mkdirTree(folder);
      folders.set(folder, FS.lookupPath(folder).node);
    }
    const parent = folders.get(folder);
    const node = parent.node_ops.mknod(parent, path.slice(cut + 1), 0o100444, 0);
    opening ??= {
      ...node.stream_ops,
      open({ node }) {
        if (!node.path) return;
        node.contents = read(node.path);
        node.path = "";
      },
    };
    node.stream_ops = opening;
    node.usedBytes = size;
    node.path = size > 0 ? path : "";
  }
}

// Let Pyodide have compiled extensions where it would read files: its loader takes either. It looks here
// for files that hold nothing; others it has read by then.
// compiled: path -> WebAssembly.Module or undefined
export function lendCompiled(FS, compiled) {
  const readFile = FS.readFile;
  FS.readFile = (path, options) => {
    const isLoading = options?.encoding === "binary";
    const module = isLoading && compiled(FS.getPath(FS.lookupPath(path, { follow: true }).node));
    return module || readFile(path, options);
  };
}
