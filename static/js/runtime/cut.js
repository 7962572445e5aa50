// A pack's files, which lie in it end to end.

// Yield the files of a pack. Each is a copy, so that the pack can be freed.
// files: [[path, size]]
export function* cut(content, files) {
  let start = 0;
  for (const [path, size] of files) yield [path, content.slice(start, (start += size))];
}

export const sizeOf = (files) => files.reduce((sum, [, size]) => sum + size, 0);
