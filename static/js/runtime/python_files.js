// Python's files in Pyodide's file system: each exists from the start, and is read when Python first
// opens it.

// Put files into the file system. `read` is called for a file's content when it is first opened, and not
// later: memory must not grow while Python reads.
// files: [[path, bytes]]; read: path -> Uint8Array, at once
export function mountFiles(FS, files, read) {
  const folders = new Map();
  let operations = null; // of a file's stream; all files have the same
  for (const [path, size] of files) {
    const cut = path.lastIndexOf("/");
    const folder = path.slice(0, cut);
    if (!folders.has(folder)) {
      FS.mkdirTree(folder);
      folders.set(folder, FS.lookupPath(folder).node);
    }
    const parent = folders.get(folder);
    const node = parent.node_ops.mknod(parent, path.slice(cut + 1), 0o100444, 0);
    operations ??= {
      ...node.stream_ops,
      open({ node }) {
        if (!node.path) return;
        node.contents = read(node.path);
        node.path = "";
      },
    };
    node.stream_ops = operations;
    node.usedBytes = size;
    node.path = size > 0 ? path : "";
  }
}

// Give Pyodide's loader compiled extensions in the place of files: it takes both. It calls `readFile` only
// for empty files; others it has read into memory before.
// compiled: path -> WebAssembly.Module or undefined
export function provideCompiled(FS, compiled) {
  const readFile = FS.readFile;
  FS.readFile = (path, options) => {
    const isLoading = options?.encoding === "binary";
    const module = isLoading && compiled(FS.getPath(FS.lookupPath(path, { follow: true }).node));
    return module || readFile(path, options);
  };
}
