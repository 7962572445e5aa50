// The style sheet of what is fetched when it is asked for.

// Resolves when it has come, or is known not to: without it things look plain, and work.
export function addSheet(href) {
  const link = document.createElement("link");
  Object.assign(link, { rel: "stylesheet", href });
  return new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
    document.head.append(link);
  });
}
