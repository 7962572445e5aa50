// "Edit and run" at an essay's code. The editor is fetched when a reader asks for it, or a link brings code.

import { loadModule } from "../network/load_script.js";
import { explain } from "../network/trouble.js";

// page, store, scenes and start as in main.js; app: the address of the folder of the site's own files
export function offerEditing(given) {
  const { page, app } = given;
  const { silence } = page;
  let starting;
  const begin = () =>
    (starting ??= loadModule(`${app}js/edit.js`, { silence, integrity: page.editor.integrity })
      .then(({ startEditor }) => startEditor(given))
      .catch((error) => {
        starting = undefined;
        throw error;
      }));
  const buttons = [...document.querySelectorAll("[data-edit]")];
  const use = async (button, act) => {
    const note = button.nextElementSibling; // an <output>
    note.value = "";
    try {
      act(await begin());
    } catch (error) {
      note.value = error.kind ? (await explain(error, page.words.network)).message : error.message;
    }
  };
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => use(button, (editor) => editor.edit(button)));
  }
  const url = new URL(location.href);
  const code = url.searchParams.get("code");
  if (code === null) return;
  url.searchParams.delete("code"); // no link carries it on unasked
  history.replaceState(history.state, "", url);
  use(buttons[0], (editor) => editor.offer(code));
}
