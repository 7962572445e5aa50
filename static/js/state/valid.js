// What a reader, a link or an embedding page may put into a scene's state: values in the domain of their key
// and, where a key has none, values of the same kind as its default. Pure.
//
// Domains, as refit/essay/domains.py writes them: { min, max, whole, above, below } of numbers, { options } of
// texts, { longest } and { row } of the keys of rows, texts or numbers, { limits, grows } of rows that move, see edges.js and row_edits.js. A coordinate without limits is any number.

const DEEPEST = 4; // lists and objects inside each other, where a default does not say
const SLACK = 1e-9; // share of a limit that rounding may pass it by

// Throw a TypeError or a RangeError if a value is not valid.
// name: what the key is called in messages
export function check(name, value, initial, domain) {
  const found = fault(value, initial, domain);
  if (!found) return;
  const [Kind, wanted] = found;
  throw new Kind(`${name} must be ${wanted}, not ${printed(value)}`);
}

// Return the value or, of rows, those that are valid; undefined if nothing is.
export function validPart(value, initial, domain) {
  if (!fault(value, initial, domain)) return value;
  if (!domain?.limits || !isPlain(value)) return undefined;
  const rows = Object.entries(value).filter((entry) => !rowFault(entry, domain));
  return rows.length > 0 ? Object.fromEntries(rows) : undefined;
}

// Return null, or the kind of the error and what the value should be.
function fault(value, initial, domain = {}) {
  if (domain.limits) return rowsFault(value, domain);
  if (domain.options) {
    return domain.options.includes(value)
      ? null
      : [RangeError, `one of ${domain.options.join(", ")}`];
  }
  if ("min" in domain) return numberFault(value, domain);
  if ("longest" in domain) return textFault(value, domain);
  if (domain.row) return keyFault(value);
  return isLike(value, initial) ? null : [TypeError, `something like ${printed(initial)}`];
}

function numberFault(value, { min, max, whole }) {
  const wanted = `a ${whole ? "whole " : ""}number from ${min} to ${max}`;
  if (typeof value !== "number") return [TypeError, wanted];
  const isIn = value >= min && value <= max && (!whole || Number.isInteger(value));
  return isIn ? null : [RangeError, wanted];
}

function textFault(value, { longest }) {
  const isText = typeof value === "string" && value.length <= longest;
  return isText ? null : [TypeError, `the key of a row, of at most ${longest} characters`];
}

function keyFault(value) {
  const isKey = value === null || isFiniteNumber(value);
  return isKey ? null : [TypeError, "the key of a row, a number, or null"];
}

function rowsFault(value, domain) {
  if (!isPlain(value)) return [TypeError, "an object of rows, such as { 3: [1, 2] }"];
  for (const entry of Object.entries(value)) {
    const found = rowFault(entry, domain);
    if (found) return found;
  }
  return null;
}

function rowFault([, row], { limits, grows = false }) {
  const printed = limits.map((limit) => (limit ? limit.join(" to ") : "any"));
  const wanted = `rows of numbers, ${printed.join(" and ")}`;
  if (row === null && grows) return null; // taken away
  const isRow = Array.isArray(row) && (row.length === 2 || (row.length === 3 && grows));
  if (!isRow || !row.every((each) => isScalar(each))) return [TypeError, wanted];
  return limits.every((limit, i) => isWithin(row[i], limit)) ? null : [RangeError, wanted];
}

function isWithin(value, limit) {
  if (!limit) return isFiniteNumber(value);
  const [low, high] = limit;
  const slack = SLACK * Math.max(Math.abs(low), Math.abs(high));
  return isFiniteNumber(value) && value >= low - slack && value <= high + slack;
}

// Return whether a value has the shape of a default, as JSON.
function isLike(value, initial) {
  if (Array.isArray(initial)) {
    const isItem = (item) => (initial.length > 0 ? isLike(item, initial[0]) : isJson(item));
    return Array.isArray(value) && value.every(isItem);
  }
  if (!isPlain(initial)) return initial === null ? isJson(value) : isScalar(value, typeof initial);
  if (!isPlain(value)) return false;
  const known = Object.keys(initial);
  if (known.length === 0) return isJson(value);
  const isField = (key) => Object.hasOwn(value, key) && isLike(value[key], initial[key]);
  return known.every(isField) && Object.keys(value).every((key) => known.includes(key));
}

function isJson(value, depth = DEEPEST) {
  if (value === null || isScalar(value)) return true;
  if (depth === 0 || !(Array.isArray(value) || isPlain(value))) return false;
  return Object.values(value).every((each) => isJson(each, depth - 1));
}

const isFiniteNumber = (value) => typeof value === "number" && Number.isFinite(value);

function isScalar(value, type = typeof value) {
  if (typeof value !== type) return false;
  return type === "string" || type === "boolean" || isFiniteNumber(value);
}

function isPlain(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function printed(value) {
  try {
    const text = Number.isNaN(value) || Math.abs(value) === Infinity ? "" : JSON.stringify(value);
    return (text || String(value)).slice(0, 60);
  } catch {
    return typeof value; // a BigInt, or an object that holds itself
  }
}
