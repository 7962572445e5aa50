// The place of the page that an address names.

// Return the element of a hash, such as "#trees"; null for what names none. Anything may stand in an address.
export function placeOf(hash) {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1)));
  } catch {
    return null;
  }
}
