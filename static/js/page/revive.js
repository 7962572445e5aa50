// A script that did not run may lie damaged in the browser's cache, which may keep it for ever. It is fetched
// past the cache and run: under another fragment, since a document remembers modules that failed.

export async function revive(selector) {
  const lost = document.querySelector(selector);
  if (!lost) return;
  const response = await fetch(lost.src, { cache: "reload" }).catch(() => null);
  if (!response?.ok) return;
  const script = document.createElement("script");
  script.type = lost.type;
  script.src = `${lost.src}#again`;
  document.head.append(script);
}
