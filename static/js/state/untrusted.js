// What a sandbox sends, read as data: messages of the worker's kinds, of the right types, and no larger than a page
// can draw. Whatever else is in them is left behind. Pure.

const STAGES = ["python", "packages", "model"];
const MOST_TABLES = 200; // and columns of a table
const MOST_ROWS = 50_000; // of a table, as in refit/tables.py
const MOST_NUMBERS = 2_000_000; // of all tables
const MOST_LETTERS = 4_000_000; // of all words of all tables
const LONGEST = 4000; // letters of a message, or of all words in a row
const LONGEST_TRACEBACK = 40_000;
const FORBIDDEN = ["__proto__", "constructor", "prototype"];

const isObject = (it) => it !== null && typeof it === "object" && !Array.isArray(it);
const text = (it, longest = LONGEST) => String(typeof it === "string" ? it : "").slice(0, longest);

// Return the message that the page may use; null if it is none.
// shapes: what the figures draw, { scene: { table: { column: "text" or "numbers" } } }
export function clean(data, shapes) {
  if (!isObject(data)) return null;
  const { type, id, scene } = data;
  if (type === "stage") return STAGES.includes(data.stage) ? { type, stage: data.stage } : null;
  if (type === "ready") return { type, files: [] };
  if (type === "lacks") return { type, url: text(data.url) };
  if (type === "crash") return { type, message: text(data.message) };
  if (type === "error" && scene === undefined) return { type, ...said(data) };
  if (!Number.isInteger(id) || typeof scene !== "string" || !Object.hasOwn(shapes, scene))
    return null;
  if (type === "begin" || type === "done") return { type, id, scene };
  if (type === "error") return { type, id, scene, ...said(data) };
  if (type !== "result") return null;
  try {
    const { header, numbers } = readTables(data.header, data.numbers, shapes[scene]);
    return { type, id, scene, header, numbers, isPartial: data.isPartial === true };
  } catch ({ message }) {
    return { type: "error", id, scene, message, traceback: "" };
  }
}

const said = ({ message, traceback }) => ({
  message: text(message),
  traceback: text(traceback, LONGEST_TRACEBACK),
});

// Return a header and numbers as the worker packs them: tables whose columns are equally long and finite, with all
// that the figure draws.
function readTables(header, numbers, shape) {
  check(isObject(header) && numbers instanceof Float64Array, "The tables are of no known form.");
  check(numbers.length <= MOST_NUMBERS, `There are more than ${MOST_NUMBERS} numbers.`);
  const names = Object.keys(header);
  check(names.length <= MOST_TABLES, `There are more than ${MOST_TABLES} tables.`);
  const read = Object.fromEntries(
    names.map((name) => [name, readTable(name, header[name], numbers)]),
  );
  const letters = Object.values(read).reduce((sum, table) => sum + lettersOf(table), 0);
  check(letters <= MOST_LETTERS, `The tables hold more than ${MOST_LETTERS} letters.`);
  for (const [name, columns] of Object.entries(shape)) {
    check(Object.hasOwn(read, name), `The table “${name}”, which the figure draws, is missing.`);
    for (const [column, kind] of Object.entries(columns))
      checkColumn(name, column, kind, read[name]);
  }
  const plain = new Float64Array(numbers); // of a buffer of the page's own
  return { header: read, numbers: plain };
}

function readTable(name, table, numbers) {
  check(isObject(table) && !FORBIDDEN.includes(name), `The table “${name}” is of no known form.`);
  const columns = Object.entries(table);
  check(columns.length <= MOST_TABLES, `The table “${name}” has too many columns.`);
  const read = columns.map(([column, told]) => {
    const where = `${name}.${column}`;
    check(!FORBIDDEN.includes(column), `The column “${where}” has a name that is taken.`);
    return [
      column,
      Array.isArray(told) ? readNumbers(where, told, numbers) : readText(where, told),
    ];
  });
  const lengths = read.map(([, told]) => lengthOf(told));
  check(new Set(lengths).size <= 1, `The columns of the table “${name}” differ in length.`);
  check((lengths[0] ?? 0) <= MOST_ROWS, `The table “${name}” has more than ${MOST_ROWS} rows.`);
  return Object.fromEntries(read);
}

const lengthOf = (told) => (Array.isArray(told) ? told[1] - told[0] : told.text.length);

function readNumbers(where, told, numbers) {
  const [start, stop] = told;
  const isRange = Number.isInteger(start) && Number.isInteger(stop) && start >= 0 && start <= stop;
  check(told.length === 2 && isRange && stop <= numbers.length, `“${where}” is of no known form.`);
  const isFinite = numbers.subarray(start, stop).every(Number.isFinite);
  check(isFinite, `“${where}” holds what is no finite number.`);
  return [start, stop];
}

function readText(where, told) {
  const words = isObject(told) ? told.text : null;
  check(Array.isArray(words) && words.length <= MOST_ROWS, `“${where}” is of no known form.`);
  const isText = words.every((word) => typeof word === "string" && word.length <= LONGEST);
  check(isText, `“${where}” mixes words and numbers, or holds a very long word.`);
  return { text: [...words] };
}

function lettersOf(table) {
  const words = Object.values(table).flatMap((told) => (Array.isArray(told) ? [] : told.text));
  return words.reduce((sum, word) => sum + word.length, 0);
}

function checkColumn(name, column, kind, table) {
  check(
    Object.hasOwn(table, column),
    `The table “${name}” has no column “${column}”, which the figure draws.`,
  );
  const found = Array.isArray(table[column]) ? "numbers" : "text";
  const isEmpty = lengthOf(table[column]) === 0;
  check(found === kind || isEmpty, `“${name}.${column}” holds ${found}; the figure draws ${kind}.`);
}

function check(isRight, message) {
  if (!isRight) throw new Error(message);
}

// Return the tables and columns that are in each of a scene's steps, with their kinds.
// steps: [tables]
export function shapeOf(steps) {
  const kinds = (table) =>
    Object.entries(table)
      .filter(([, values]) => values.length > 0)
      .map(([column, [first]]) => [column, typeof first === "string" ? "text" : "numbers"]);
  const shape = Object.create(null);
  for (const [name, table] of Object.entries(steps[0])) {
    const others = steps.slice(1).map((tables) => tables[name]);
    if (others.some((each) => !each)) continue;
    const isShared = ([column, kind]) =>
      others.every((each) => kinds(each).some(([c, k]) => c === column && k === kind));
    shape[name] = Object.fromEntries(kinds(table).filter(isShared));
  }
  return shape;
}
