// The style sheet of what is fetched when it is asked for.

import { SILENCE } from "./fetch_file.js";

// Resolves when it has come, and rejects if it cannot be had or no end of it comes: without it, what a frame or a
// presentation hides would be seen.
export function loadSheet(href, silence = SILENCE) {
  const link = document.createElement("link");
  Object.assign(link, { rel: "stylesheet", href });
  return new Promise((resolve, reject) => {
    const fail = () => {
      link.remove();
      reject(new Error(`The style sheet ${href} does not come.`));
    };
    const timer = setTimeout(fail, silence * 1000);
    link.addEventListener("load", () => resolve(clearTimeout(timer)));
    link.addEventListener("error", fail);
    document.head.append(link);
  });
}
