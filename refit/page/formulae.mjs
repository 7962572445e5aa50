// Turns TeX into MathML by Temml, for as long as someone asks: node formulae.mjs <Temml's folder>
// Each line of standard input is { tex, display, macros, slots }, each line of standard output its answer:
//   { mathml, rules }: rules holds declarations of CSS by the class that stands for them, since no element of a page
//     has a style of its own; a slot, one of the `slots` characters from U+2801 on, is a <mn> of its own
//   { problem, position, commands }: what Temml says; the place in `tex`, if it is there and not in a macro; and all
//     the commands that it knows, if it does not know one
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

// No formula has braille: its blank marks what stands over something, all its others are slots.
const OVER = "\u2800";
const SLOT = 0x2801;
const SLOTS = 255;
const SIZES = [50, 50]; // em: no rule or space is larger
const POINTS = 11.955; // in an em, where Temml gives lengths in points
const APPLIED = "\u2061"; // between a function and its argument: nothing to see, and a space in some engines
const UPRIGHT = { mathvariant: "normal" };

// Standard output holds answers alone; Temml writes warnings there.
console.log = console.warn = console.error;

const module = path.join(process.argv[2], "dist", "temml.mjs");
const { default: temml } = await import(pathToFileURL(module));
for (let i = 0; i < SLOTS; i++) {
  const slot = String.fromCharCode(SLOT + i);
  temml.__defineSymbol("math", "textord", slot, slot);
}

// Temml sets what stands over a letter beside it, and what stands under one right: it is marked, and turned over.
temml.__defineSymbol("math", "textord", OVER, OVER);
temml.__defineMacro("\\overset", `\\underset{${OVER}#1}{#2}`);

function answer({ tex, display, macros, slots }) {
  const options = {
    displayMode: display,
    macros,
    strict: true,
    throwOnError: true,
    maxSize: SIZES,
  };
  try {
    const rules = {};
    const tree = temml.__renderToMathMLTree(tex, options);
    tidy(tree, rules, slots);
    return { mathml: tree.toMarkup(), rules };
  } catch (error) {
    const [said, excerpt] = error.message.trim().split(/ at (?:end of input|position \d+): /);
    const commands = /^Unsupported function name/.test(said) ? known() : [];
    return { problem: said, position: place(error.position, excerpt, tex), commands };
  }
}

// Temml gives a position in a macro as one in the formula; what it shows of the surroundings tells.
function place(position, excerpt, tex) {
  const shown = excerpt?.replaceAll("\u0332", "").replaceAll("…", "").trim();
  return position !== undefined && tex.includes(shown ?? "")
    ? Math.min(position, tex.length)
    : null;
}

function known() {
  const names = fs.readFileSync(module, "utf8").matchAll(/"\\\\([A-Za-z]+)"/g);
  return [...new Set(Array.from(names, ([, name]) => name))].sort();
}

// ── what is changed in Temml's tree ─────────────────────────────────────────────────────────────

const OVERLAYS = {
  box: "framed",
  top: "overline",
  bottom: "underline",
  updiagonalstrike: "struck-up",
  downdiagonalstrike: "struck-down",
};
const SCRIPTS = ["msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts"];

// `small` tells of what stands in an index, where TeX sets no space around operators.
function tidy(node, rules, slots, small = false) {
  if (!node.type && node.text) node.text = node.text.normalize("NFC");
  if (node.type === "math") {
    node.style = {};
    node.classes = node.children.some((child) => child.style?.width === "100%") ? ["tagged"] : [];
  }
  if (node.type === "mi" && isSlot(text(node), slots))
    Object.assign(node, { type: "mn", attributes: {}, classes: [] });
  if (node.type === "mo" && node.children.some((child) => child.type)) nameOperator(node);
  if (node.type === "mo" && small) Object.assign(node.attributes, { lspace: "0em", rspace: "0em" });
  if (node.type === "menclose") drawOver(node);
  if (node.type === "mrow") spaceOnce(node);
  if (node.type === "munder" && takeMark(node.children[1])) node.type = "mover";
  node.children = node.children?.filter((child) => child.type !== "mo" || text(child) !== APPLIED);
  if (node.attributes?.mathbackground) node.attributes.mathbackground = "currentcolor"; // of a rule
  for (const [name, value] of Object.entries(node.attributes ?? {}))
    node.attributes[name] = inEm(value);
  const declarations = Object.entries(node.style ?? {}).map(
    ([name, value]) => `${hyphenate(name)}:${inEm(value)}`,
  );
  if (declarations.length > 0) {
    const style = declarations.join(";");
    const name = `f-${createHash("sha256").update(style).digest("hex").slice(0, 6)}`;
    rules[name] = style;
    node.classes.push(name);
    node.style = {};
  }
  node.children?.forEach((child, i) =>
    tidy(child, rules, slots, small || (i > 0 && SCRIPTS.includes(node.type))),
  );
}

// Take the mark off what stands over a letter; tell whether there was one.
function takeMark(node) {
  if (!node.type) return false;
  if (text(node) === OVER) Object.assign(node, { type: "mrow", children: [] });
  else return node.type === "mrow" && node.children.some(takeMark);
  return true;
}

// Only some engines draw <menclose>; all draw the borders and grounds of a row.
function drawOver(node) {
  const overlay = OVERLAYS[node.attributes.notation];
  if (!overlay) throw new Error(`Unsupported notation: ${node.attributes.notation}`);
  node.children = node.children.filter((child) => !child.classes?.includes("tml-cancel"));
  Object.assign(node, { type: "mrow", attributes: {}, classes: [overlay] });
}

// Where an operator stands between words, Temml puts spaces around it; in some rows it would have its own besides.
function spaceOnce(node) {
  const [before, sign, after] = node.children;
  if (
    node.children.length === 3 &&
    before.type === "mspace" &&
    sign.type === "mo" &&
    after.type === "mspace"
  ) {
    Object.assign(sign.attributes, { lspace: "0em", rspace: "0em" });
  }
}

// An operator may hold no elements: letters make a name, and all else is a row.
function nameOperator(node) {
  const letters = node.children.map(letter).join("");
  const { lspace, rspace, ...attributes } = node.attributes;
  if (letters && !letters.includes("\n")) {
    const [child] = node.children;
    const leaf = Object.assign(Object.create(Object.getPrototypeOf(deepest(child))), {
      text: letters,
    });
    const upright = [...letters].length === 1 ? UPRIGHT : {};
    return Object.assign(node, { type: "mi", children: [leaf], attributes: upright });
  }
  Object.assign(node, { type: "mrow", attributes });
}

// The upright letters below a node, or a line break if there is anything else.
function letter(node) {
  if (!node.type) return node.children ? node.children.map(letter).join("") : node.text;
  if (node.type === "mspace") return node.attributes.width ? "\u2009" : "";
  if (
    node.type === "mi" &&
    (node.attributes.mathvariant === "normal" || [...text(node)].length > 1)
  )
    return text(node);
  return ["mrow", "mpadded", "mtext"].includes(node.type)
    ? node.children.map(letter).join("")
    : "\n";
}

const deepest = (node) => (node.children?.length ? deepest(node.children[0]) : node);
const text = (node) => node.children.map((child) => child.text ?? "").join("");
const isSlot = (word, slots) =>
  word.length === 1 && word.charCodeAt(0) >= SLOT && word.charCodeAt(0) < SLOT + slots;
const hyphenate = (name) => name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
const inEm = (value) =>
  String(value).replace(
    /([\d.]+)pt\b/g,
    (_, points) => `${Number((points / POINTS).toFixed(3))}em`,
  );

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
}
