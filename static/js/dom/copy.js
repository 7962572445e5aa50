// Texts and links, copied to the clipboard.

// Return a promise that tells whether a text was copied: a browser may forbid it, and without a secure context it can't.
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

// Copy a link. Where that is forbidden, put it into the address bar. Return a promise of what came of it: "copied",
// "refused", or "framed", since a frame has no address bar.
export async function copyLink(link) {
  if (await copyText(link)) return "copied";
  if (self !== top) return "framed";
  history.replaceState(history.state, "", link);
  return "refused";
}
