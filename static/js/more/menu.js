// "Take this figure": a link to what is seen, the picture, its numbers, a frame for another page, the presentation.

import { anchorOf, linkTo } from "../state/share_link.js";
import { button, make } from "./make.js";
import { drawPng, drawSvg } from "./picture.js";

const HEIGHT = 640; // pixels of a frame that does not hear how high it should be
// What the page around a frame runs once, so that its frames are as high as what they show.
const GROW = `<script>
addEventListener("message", ({ source, data }) => { if (data?.refit === "height")
  for (const f of document.querySelectorAll("iframe")) if (f.contentWindow === source) f.style.height = data.height + "px"; });
</${"script"}>`;

// element: <details data-take>; all: { store, scenes, words, fonts }; from(scene) presents it
export function fillMenu(element, all, from) {
  if (element.querySelector("button")) return;
  const { words } = all;
  const scene = all.scenes.find((each) => each.element.contains(element));
  const sheet = element.querySelector(".sheet");
  const said = make("output", "", { class: "take-said" });
  const trying = (act) => async () => {
    said.textContent = "";
    try {
      said.textContent = (await act()) ?? "";
    } catch {
      said.textContent = words.failed;
    }
  };
  const save = (kind, draw) => async () =>
    download(await draw(scene, all), nameOf(scene, kind, all));
  const csv = () => scene.element.querySelector("[data-download]").click();
  const items = [
    [words.link, () => scene.toolbar.copy()],
    [words.svg, save("svg", drawSvg)],
    [words.png, save("png", drawPng)],
    [words.csv, csv],
  ];
  const made = items.map(([text, act]) => button(text, trying(act)));
  if (!("embed" in document.documentElement.dataset)) {
    made.push(
      button(words.present, () => {
        element.open = false;
        from(scene);
      }),
    );
  }
  sheet.replaceChildren(...made, frame(scene, all, element), said);
  made[0].focus();
}

function nameOf(scene, kind, { store }) {
  const anchor = anchorOf(scene, store.step(scene.id));
  return `${document.documentElement.dataset.essay}-${anchor}.${kind}`;
}

function download(blob, name) {
  const link = make("a", "", { download: name });
  link.href = URL.createObjectURL(blob);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// What a reader copies to show a scene on another page; it is written anew whenever it is unfolded.
function frame(scene, { store, words }, menu) {
  const details = make("details", "", { class: "frame" });
  details.append(make("summary", words.embed));
  const fields = [
    [words.frame, () => snippet(scene, store)],
    [words.grow, () => GROW],
  ].map(([label, write]) => {
    const holder = make("label", label);
    const field = make("textarea", "", { readonly: "", rows: 3, spellcheck: "false" });
    field.addEventListener("focus", () => field.select());
    const copy = button(words.copy, async () => {
      try {
        await navigator.clipboard.writeText(field.value);
        copy.textContent = words.copied;
      } catch {
        field.focus();
        copy.textContent = words.refused;
      }
    });
    copy.setAttribute("aria-label", `${words.copy}: ${label}`);
    holder.append(field);
    details.append(holder, copy);
    return () => (field.value = write());
  });
  const write = () => fields.forEach((each) => each());
  details.addEventListener("toggle", write);
  menu.addEventListener("toggle", write);
  return details;
}

function snippet(scene, store) {
  const url = new URL(linkTo(location.href, store.shared(), anchorOf(scene, store.step(scene.id))));
  url.searchParams.set("embed", scene.id);
  const title = escaped(document.querySelector("h1").textContent);
  const style = `width:100%;height:${HEIGHT}px;border:0`;
  const more = `loading="lazy" allow="clipboard-write" style="${style}"`;
  return `<iframe src="${escaped(url.href)}" title="${title}" ${more}></iframe>`;
}

const escaped = (text) => {
  const holder = make("i", text);
  return holder.innerHTML.replaceAll('"', "&quot;");
};
