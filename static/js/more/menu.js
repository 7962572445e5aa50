// "Take this figure": a link to what is seen, the picture, its numbers, a frame for another page, the presentation.

import { copyText } from "../dom/copy.js";
import { download } from "../dom/download.js";
import { button, make } from "../dom/elements.js";
import { anchorOf, linkTo } from "../state/share_link.js";
import { saveCsv } from "./data_table.js";
import { fileName } from "./names.js";
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
  const said = note();
  const trying = (act) => () => speak(said, act, words.failed);
  const save = (kind, draw) => async () =>
    download(await draw(scene, all), fileName(scene, all.store, kind));
  const items = [
    [words.link, () => scene.toolbar.copy()],
    [words.svg, save("svg", drawSvg)],
    [words.png, save("png", drawPng)],
    [words.csv, () => saveCsv(scene, all.store)],
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
  element.querySelector(".sheet").replaceChildren(...made, said, frame(scene, all, element));
  made[0].focus();
}

const note = () => make("output", { class: "take-said" });

// Say beside a button what came of it. A screen reader says nothing twice in a row unless it was empty in between.
async function speak(said, act, failed) {
  said.textContent = "";
  try {
    said.textContent = (await act()) ?? "";
  } catch {
    said.textContent = failed;
  }
}

// What a reader copies to show a scene on another page; it is written anew whenever it is unfolded.
function frame(scene, { store, words }, menu) {
  const fields = [
    [words.frame, () => snippet(scene, store)],
    [words.grow, () => GROW],
  ].map(([label, write]) => {
    const field = make("textarea", {
      ...{ readonly: true, rows: 3, spellcheck: "false" },
      onfocus: () => field.select(),
    });
    const said = note();
    const act = async () => {
      if (await copyText(field.value)) return words.copied;
      field.focus();
      return words.refused;
    };
    const copy = button(words.copy, () => speak(said, act), {
      "aria-label": `${words.copy}: ${label}`,
    });
    const show = () => {
      field.value = write();
      said.textContent = "";
    };
    return { parts: [make("label", {}, label, field), copy, said], show };
  });
  const show = () => fields.forEach((each) => each.show());
  menu.addEventListener("toggle", show);
  return make(
    "details",
    { class: "frame", ontoggle: show },
    make("summary", {}, words.embed),
    ...fields.flatMap(({ parts }) => parts),
  );
}

function snippet(scene, store) {
  const url = new URL(linkTo(location.href, store.shared(), anchorOf(scene, store.step(scene.id))));
  url.searchParams.set("embed", scene.id);
  const title = escaped(document.querySelector("h1").textContent);
  const style = `width:100%;height:${HEIGHT}px;border:0`;
  const more = `loading="lazy" allow="clipboard-write" style="${style}"`;
  return `<iframe src="${escaped(url.href)}" title="${title}" ${more}></iframe>`;
}

const escaped = (text) => make("i", {}, text).innerHTML.replaceAll('"', "&quot;");
