// Print a number as refit/numbers.py does; a test compares the two.

const FORMAT = /^(\+?)(,?)(?:(d)|\.(\d)([f%]))$/;
const ENGLISH = {
  decimal: ".",
  group: ",",
  size: 3,
  minus: "\u2212",
  plus: "+",
  percent: ["", "\u202f%"],
};

let own = ENGLISH; // the rules of the page's language
let words = new Map(); // in that language, of the model's

// numbers: as NumberRules of refit/numbers.py; translated: { word of the model: word that readers see }
export function setLanguage({ numbers, translated }) {
  own = numbers ?? ENGLISH;
  words = new Map(Object.entries(translated ?? {}));
}

export function formatNumber(value, spec) {
  const match = FORMAT.exec(spec);
  if (!match) throw new RangeError(`"${spec}" is no number format`);
  const [, plus, comma, whole, decimals, kind] = match;
  const percent = kind === "%";
  const digits = whole ? 0 : Number(decimals);
  const magnitude = fixed(Math.abs(percent ? value * 100 : value), digits);
  const isZero = !/[1-9]/.test(magnitude);
  const [integer, fraction] = magnitude.split(".");
  const text = (comma ? grouped(integer) : integer) + (fraction ? own.decimal + fraction : "");
  const sign = isZero ? "" : value < 0 ? own.minus : plus && own.plus;
  return sign + (percent ? inPercent(text) : text);
}

// Write a value of a table: a number with all its decimals, or a word.
export function written(value) {
  if (typeof value === "number") return String(value).replace(".", own.decimal);
  return words.get(value) ?? value;
}

// Put the sign of a percentage to a printed number, which may have a sign of its own.
export function inPercent(text) {
  const [before, after] = own.percent;
  const sign = [own.minus, own.plus].find((each) => text.startsWith(each)) ?? "";
  return sign + before + text.slice(sign.length) + after;
}

function grouped(integer) {
  return integer.replace(new RegExp(`\\B(?=(?:\\d{${own.size}})*\\d{3}$)`, "g"), own.group);
}

// From 1e21 on toFixed prints an exponent; doubles of that size have no fraction.
function fixed(magnitude, digits) {
  if (magnitude < 1e21) return magnitude.toFixed(digits);
  return BigInt(magnitude).toString() + (digits > 0 ? `.${"0".repeat(digits)}` : "");
}
