// Which challenges this browser has solved: { essay: [name, ...] }, in its own storage and nowhere else.

const KEPT = "refit-challenges";

// Return what is kept; nothing where storage is forbidden, or holds something else.
export function readSolved() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT));
    const lists = Object.entries(Object(kept)).filter(([, names]) => Array.isArray(names));
    return Object.fromEntries(lists);
  } catch {
    return {};
  }
}

export function keepSolved(all) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(all));
  } catch {
    // for this page only
  }
}
