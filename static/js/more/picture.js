// A figure as it is on the screen, as a file: SVG that stands alone, with the colours and fonts that the page gives it,
// and PNG, drawn from that SVG.

import { make } from "../dom/elements.js";
import { fetchFile } from "../network/fetch_file.js";
import { sourceOf } from "./names.js";

const SVG = "http://www.w3.org/2000/svg";
// What a style sheet or a variable may say of a mark: names, and whether what is inside takes it over.
const INHERITED = [
  ..."fill fill-opacity fill-rule stroke stroke-opacity stroke-width stroke-dasharray".split(" "),
  ..."stroke-dashoffset stroke-linecap stroke-linejoin paint-order visibility".split(" "),
  ..."font-family font-size font-weight font-style letter-spacing text-anchor".split(" "),
];
const OWN = { opacity: "1", "mix-blend-mode": "normal", "dominant-baseline": "auto" }; // and what they are at first
const DROPPED = ["class", "style", "role", "aria-hidden", "pointer-events", "tabindex"];
const COLOUR = /color\(srgb ([\d.e-]+) ([\d.e-]+) ([\d.e-]+)(?: \/ ([\d.e-]+))?\)/g;
const FONTS = { Fredoka: "fredoka", Figtree: "text" }; // families, and the beginnings of their files
const WIDEST = 2400; // pixels of a picture, across

export async function drawSvg(scene, all) {
  return new Blob([await write(scene, all)], { type: "image/svg+xml" });
}

export async function drawPng(scene, all) {
  const text = await write(scene, all);
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = Math.min(3, WIDEST / image.naturalWidth);
    const canvas = make("canvas");
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    if (!blob) throw new Error("the canvas gives no picture");
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function write(scene, all) {
  const drawing = await drawingOf(scene);
  const svg = drawing.querySelector("svg");
  const [x, y, width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const copy = svg.cloneNode(true);
  settle(svg, copy, null);
  for (const [name, value] of Object.entries({ xmlns: SVG, width, height })) {
    copy.setAttribute(name, value);
  }
  const box = { x, y, width, height };
  const paper = getComputedStyle(document.body).backgroundColor;
  const before = [element("rect", { ...box, fill: plain(paper) })];
  const canvas = drawing.querySelector("canvas");
  if (canvas) before.push(element("image", { ...box, href: canvas.toDataURL() }));
  const about = element("title", {}, document.querySelector("h1").textContent);
  const rules = await fontRules(copy, all);
  const style = rules ? [element("style", {}, rules)] : [];
  copy.prepend(about, element("desc", {}, sourceOf(scene, all.store)), ...style, ...before);
  return new XMLSerializer().serializeToString(copy);
}

// Return the element that holds the drawing, once it is there and still.
async function drawingOf(scene) {
  const { figure, element } = scene;
  if ("bare" in element.dataset && !figure.painted) {
    scene.change("step");
    await scene.answer;
  }
  while (figure.isMoving) await new Promise((resolve) => requestAnimationFrame(resolve));
  return element.querySelector(`[data-layout="${figure.layout}"]`);
}

function element(name, attributes, text = "") {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}

// Write into a copy, as attributes, what the page's style sheets say of an element; around: the style of its parent.
function settle(from, to, around) {
  const style = getComputedStyle(from);
  for (const name of DROPPED) to.removeAttribute(name);
  for (const name of INHERITED) set(to, name, style[camel(name)], around?.[camel(name)]);
  for (const [name, first] of Object.entries(OWN)) set(to, name, style[camel(name)], first);
  const inner = [...to.children]; // before one of them is removed
  [...from.children].forEach((child, i) => {
    if (getComputedStyle(child).display === "none") inner[i].remove();
    else settle(child, inner[i], style);
  });
}

function set(element, name, value, usual) {
  if (value === usual) element.removeAttribute(name);
  else element.setAttribute(name, plain(value));
}

const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

// Return a value as every program for drawings reads it: colours as rgb(), no pixels.
function plain(value) {
  const mixed = (_, ...parts) => {
    const [red, green, blue] = parts.slice(0, 3).map((part) => Math.round(255 * part));
    return `rgb(${red} ${green} ${blue}${parts[3] === undefined ? "" : ` / ${parts[3]}`})`;
  };
  return value
    .replace(COLOUR, mixed)
    .replace(/\brgb\((\d+) (\d+) (\d+)\)/g, "rgb($1,$2,$3)")
    .replace(/(\d)px\b/g, "$1");
}

// Return rules for the site's fonts that the drawing uses, with the fonts in them.
async function fontRules(svg, { fonts: folder, page: { silence } }) {
  const used = Object.keys(FONTS).filter((name) =>
    [...svg.querySelectorAll("text"), svg].some((text) =>
      text.closest("[font-family]")?.getAttribute("font-family").includes(name),
    ),
  );
  const rules = used.map(async (name) => {
    const bytes = new Uint8Array(await fetchFile(`${folder}${FONTS[name]}.woff2`, { silence }));
    const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
    const source = `url(data:font/woff2;base64,${btoa(binary)})`;
    return `@font-face{font-family:${name};font-weight:400 800;src:${source}}`;
  });
  return (await Promise.all(rules)).join("");
}
