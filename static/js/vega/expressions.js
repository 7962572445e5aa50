// Vega's expressions, each made once into functions that call each other. A strict policy forbids what Vega does by
// itself, which is to write a script of them. Its own interpreter walks an expression's tree anew, and prepares for
// that, for each channel of each mark: several times the work of all else in a picture.
//
// Each node of a tree, as vega-expression parses it, becomes a function of (datum, params, item, event).

const CONSTANTS = new Map([
  ["NaN", NaN],
  ...["E", "LN2", "LN10", "LOG2E", "LOG10E", "PI", "SQRT1_2", "SQRT2"].map((it) => [it, Math[it]]),
  ...["MIN_VALUE", "MAX_VALUE"].map((it) => [it, Number[it]]),
]);

const OPERATORS = {
  "*": (a, b) => a * b,
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  ">": (a, b) => a > b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">=": (a, b) => a >= b,
  "==": (a, b) => a == b,
  "!=": (a, b) => a != b,
  "===": (a, b) => a === b,
  "!==": (a, b) => a !== b,
  "&": (a, b) => a & b,
  "|": (a, b) => a | b,
  "^": (a, b) => a ^ b,
  "<<": (a, b) => a << b,
  ">>": (a, b) => a >> b,
  ">>>": (a, b) => a >>> b,
};

const SIGNS = { "+": (a) => +a, "-": (a) => -a, "~": (a) => ~a, "!": (a) => !a };

// Those that an expression can call beside Vega's own, which a context has.
const FUNCTIONS = {
  ...methods(
    Math,
    "abs acos asin atan atan2 ceil cos exp floor hypot log max min pow random round sin sqrt tan",
  ),
  ...methods(Number, "isNaN isFinite"),
  clamp: (value, low, high) => Math.max(low, Math.min(high, value)),

  now: Date.now,
  utc: Date.UTC,
  datetime: (...parts) => new Date(...parts),
  ...dateParts("Date Day FullYear Month Hours Minutes Seconds Milliseconds"),
  time: (date) => new Date(date).getTime(),
  timezoneoffset: (date) => new Date(date).getTimezoneOffset(),

  length: ({ length }) => length,
  parseFloat,
  parseInt,
  upper: (text) => String(text).toUpperCase(),
  lower: (text) => String(text).toLowerCase(),
  substring: (text, ...ends) => String(text).substring(...ends),
  split: (text, ...how) => String(text).split(...how),
  trim: (text) => String(text).trim(),
  btoa: (text) => btoa(text),
  atob: (text) => atob(text),
  regexp: RegExp,
  test: (pattern, text) => RegExp(pattern).test(text),
};

const OF_EVENTS = ["view", "item", "group", "xy", "x", "y"]; // functions that ask the event

function methods(owner, names) {
  return Object.fromEntries(names.split(" ").map((name) => [name, owner[name]]));
}

// date() and utcdate() of getDate() and getUTCDate(), and so on.
function dateParts(names) {
  const named = (name) => name.toLowerCase().replace("fullyear", "year");
  return Object.fromEntries(
    names.split(" ").flatMap((name) => [
      [named(name), (date) => new Date(date)[`get${name}`]()],
      [`utc${named(name)}`, (date) => new Date(date)[`getUTC${name}`]()],
    ]),
  );
}

const KINDS = {
  Literal:
    ({ value }) =>
    () =>
      value,
  Identifier({ name }) {
    if (name === "datum") return (datum) => datum;
    if (name === "item") return (datum, params, item) => item;
    if (name === "event") return (datum, params, item, event) => event;
    if (CONSTANTS.has(name)) return () => CONSTANTS.get(name);
    const signal = `$${name}`;
    return (datum, params) => params[signal];
  },
  MemberExpression({ object, property, computed }, fn) {
    const of = compile(object, fn);
    if (!computed) {
      const { name } = property;
      return (datum, params, item, event) => value(of(datum, params, item, event)[name]);
    }
    const at = compile(property, fn);
    return (datum, params, item, event) =>
      value(of(datum, params, item, event)[at(datum, params, item, event)]);
  },
  CallExpression({ callee, arguments: nodes }, fn) {
    const name = callee.name.replace(/^_/, ""); // encoders mark their own calls so
    const args = nodes.map((node) => compile(node, fn));
    if (name === "if") return choice(...args);
    const all = (...four) => args.map((arg) => arg(...four));
    if (OF_EVENTS.includes(name)) {
      return (datum, params, item, event) => event.vega[name](...all(datum, params, item, event));
    }
    const called = fn?.[name] ?? FUNCTIONS[name];
    const [first, second] = args;
    if (args.length === 1) {
      return (datum, params, item, event) => called.call(fn, first(datum, params, item, event));
    }
    if (args.length === 2) {
      return (datum, params, item, event) =>
        called.call(fn, first(datum, params, item, event), second(datum, params, item, event));
    }
    return (datum, params, item, event) => called.apply(fn, all(datum, params, item, event));
  },
  ArrayExpression({ elements }, fn) {
    const parts = elements.map((node) => compile(node, fn));
    return (...four) => parts.map((part) => part(...four));
  },
  BinaryExpression({ operator, left, right }, fn) {
    const [a, b, operate] = [compile(left, fn), compile(right, fn), OPERATORS[operator]];
    return (datum, params, item, event) =>
      operate(a(datum, params, item, event), b(datum, params, item, event));
  },
  UnaryExpression({ operator, argument }, fn) {
    const [a, operate] = [compile(argument, fn), SIGNS[operator]];
    return (datum, params, item, event) => operate(a(datum, params, item, event));
  },
  ConditionalExpression: ({ test, consequent, alternate }, fn) =>
    choice(compile(test, fn), compile(consequent, fn), compile(alternate, fn)),
  LogicalExpression({ operator, left, right }, fn) {
    const [a, b] = [compile(left, fn), compile(right, fn)];
    return operator === "&&"
      ? (datum, params, item, event) =>
          a(datum, params, item, event) && b(datum, params, item, event)
      : (datum, params, item, event) =>
          a(datum, params, item, event) || b(datum, params, item, event);
  },
  ObjectExpression({ properties }, fn) {
    const parts = properties.map(({ key, value: node }) => [
      key.name ?? key.value,
      compile(node, fn),
    ]);
    return (...four) => Object.fromEntries(parts.map(([name, part]) => [name, part(...four)]));
  },
};

function compile(node, fn) {
  return KINDS[node.type](node, fn);
}

function choice(test, yes, no) {
  return (datum, params, item, event) =>
    (test(datum, params, item, event) ? yes : no)(datum, params, item, event);
}

// A member that is a function would lead out of the expression, to constructors.
function value(member) {
  return typeof member === "function" ? undefined : member;
}

// Set an item's place and size along one axis from what its channels gave.
function place(item, has, [start, end, centre, size], isSorted) {
  if (has[end]) {
    if (has[start]) {
      if (isSorted && item[start] > item[end]) [item[start], item[end]] = [item[end], item[start]];
      item[size] = item[end] - item[start];
    } else {
      item[start] = item[end] - (item[size] || 0);
    }
  }
  if (has[centre]) item[start] = item[centre] - (item[size] || 0) / 2;
}

const ACROSS = ["x", "x2", "xc", "width"];
const UP = ["y", "y2", "yc", "height"];
const BOXES = ["group", "image", "rect"];

// What vega-runtime asks of `expr`, one function for each place that an expression can stand in.
export const expressions = {
  operator({ functions }, { ast }) {
    const run = compile(ast, functions);
    return (params) => run(undefined, params);
  },
  parameter: ({ functions }, { ast }) => compile(ast, functions),
  event({ functions }, { ast }) {
    const run = compile(ast, functions);
    return (event) => run(undefined, undefined, undefined, event);
  },
  handler({ functions }, { ast }) {
    const run = compile(ast, functions);
    return (params, event) => run(event.item?.datum, params, undefined, event);
  },
  // Return a function that gives an item what its channels say, and tells whether anything has changed.
  encode({ functions }, { marktype, channels }) {
    const all = Object.entries(channels).map(([name, { ast }]) => [name, compile(ast, functions)]);
    const isBox = BOXES.includes(marktype);
    const isPlaced =
      marktype !== "rule" &&
      [...ACROSS, ...UP].some((name) => /\d|c$/.test(name) && channels[name]);
    return (item, params) => {
      let hasChanged = false;
      for (const [name, run] of all) {
        const now = run(item.datum, params, item);
        if (item[name] === now) continue;
        item[name] = now;
        hasChanged = true;
      }
      if (isPlaced) {
        place(item, channels, ACROSS, isBox);
        place(item, channels, UP, isBox);
      }
      return hasChanged;
    };
  },
};
