// What the text of a page says about the files that it needs. Pure.

const FOLDER = /(?:app|vega|runtime)-[0-9a-f]{12}(?=\/)/g;
const TAIL = /\.[0-9a-f]{12}\.[a-z]+/g; // of a file with a hash in its name
const LONGEST = 300; // characters of such a name

// Tell whether a text is a whole page of this site. Whoever answers in the site's place sends another.
export function isOurs(text) {
  return /<html[^>]* data-offline=/.test(text) && /<footer[^>]* class="?foot\b/.test(text);
}

// Return the names of the folders whose files a page needs, each once.
export const foldersIn = (text) => [...new Set(text.match(FOLDER))];

// Return the addresses of files with a hash in their names, relative to the page, each once. To look for their
// ends first is quick; drawings have long words.
export function filesIn(text) {
  const found = Array.from(text.matchAll(TAIL), ({ 0: tail, index }) => {
    const before = text.slice(Math.max(0, index - LONGEST), index);
    return before.match(/[^\s"'<>()]*$/)[0] + tail;
  });
  return [...new Set(found)];
}

// Return the paths that a page names in a folder.
export function pathsIn(text, folder) {
  return Array.from(text.matchAll(new RegExp(`${folder}/([\\w./-]+\\w)`, "g")), ([, path]) => path);
}

// Return the packs of the runtime that a page names, by their files.
export function packsIn(text) {
  const [, names = "[]"] = /"packs":\s*(\[[^\]]*\])/.exec(text) ?? [];
  return ["core", ...JSON.parse(names)].map((name) => `${name}.pack`);
}

// Return by what a page names a file: by its folder, if that has a hash in its name, or else by its own name.
export function keyIn(url) {
  return (
    url.match(FOLDER)?.[0] ??
    url
      .replace(/[?#].*/, "")
      .split("/")
      .at(-1)
  );
}

// Return the hash in a file's name, or null.
export const hashIn = (url) => /\.([0-9a-f]{12})\.[a-z]+(?:[?#]|$)/.exec(url)?.[1] ?? null;

// Return a name without the hash in it: the same for every version of a file.
export const stemOf = (url) => decodeURI(url).replace(/\.[0-9a-f]{12}\./, ".");
