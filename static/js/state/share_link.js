// The reader's edits in the address, as ?s=<base64url of JSON>, so that a link shows what they see.
// Pure: strings in, strings out.

export function encodeEdits(edits) {
  const bytes = new TextEncoder().encode(JSON.stringify(edits));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

// Return {} for text that does not hold edits, so that a mangled link still opens the page.
export function decodeEdits(text) {
  try {
    const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const edits = JSON.parse(new TextDecoder().decode(bytes));
    return edits !== null && typeof edits === "object" && !Array.isArray(edits) ? edits : {};
  } catch {
    return {};
  }
}

export function readEdits(address) {
  return decodeEdits(new URL(address).searchParams.get("s") ?? "");
}

// Return the anchor of a scene's step; a figure has no steps.
export function anchorOf({ id, steps }, step) {
  return steps[step].id || id;
}

// Return the address of a place of the page, with these edits and nothing else that this address has: whoever follows
// it sees the whole page, and what a newsletter has put into a link is not handed on.
export function linkTo(address, edits, anchor) {
  const url = new URL(address);
  url.search = "";
  url.href = writeEdits(url, edits, anchor);
  url.hash = anchor;
  return url.href;
}

// Return the address with these edits and, if there are any, the step that they were made in.
export function writeEdits(address, edits, anchor) {
  const url = new URL(address);
  url.searchParams.delete("s");
  if (Object.keys(edits).length > 0) {
    url.searchParams.set("s", encodeEdits(edits));
    url.hash = anchor;
  }
  return url.href;
}
