// "Edit and run" at an essay's code. The editor is fetched when a reader asks for it, or a link brings code.

import { loadModule } from "../network/load_script.js";
import { explain } from "../network/trouble.js";

// url: of the editor's script; given: { page, store, scenes, start, begun }, as in main.js
export function offerEditing(url, given) {
  const { page } = given;
  const { silence } = page;
  let starting;
  const begin = () =>
    (starting ??= loadModule(url, { silence, integrity: page.editor.integrity })
      .then(({ startEditor }) => startEditor(given))
      .catch((error) => {
        starting = undefined;
        throw error;
      }));
  const buttons = [...document.querySelectorAll("[data-edit]")];
  const use = async (button, act) => {
    const note = button.nextElementSibling; // an <output>
    note.value = "…";
    try {
      act(await begin());
      note.value = "";
    } catch (error) {
      unfold(button);
      note.value = error.kind ? (await explain(error, page.words.network)).message : error.message;
    }
  };
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", () => use(button, (editor) => editor.edit(button)));
  }
  const code = new URL(location.href).searchParams.get("code");
  if (code === null) return;
  use(buttons[0], (editor) => {
    editor.offer(code);
    const address = new URL(location.href);
    address.searchParams.delete("code"); // no link carries it on unasked
    history.replaceState(history.state, "", address);
  });
}

// Where the editor does not come for a link, its note would be folded up.
function unfold(button) {
  const part = button.closest("[data-deeper]");
  if (part?.querySelector(".deeper-part[hidden]")) part.querySelector("h2 button").click();
  button.closest("details").open = true;
}
