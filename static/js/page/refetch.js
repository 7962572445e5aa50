// A script that did not run may lie damaged in the browser's cache, which may keep it for ever. Fetched past
// the cache, it is whole when the reader loads the page again.

export function refetch(selector) {
  const script = document.querySelector(selector);
  if (script) fetch(script.src, { cache: "reload" }).catch(() => {});
}
