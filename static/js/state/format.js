// Print a number as refit/numbers.py does; a test compares the two.

const FORMAT = /^(\+?)(,?)(?:(d)|\.(\d)([f%]))$/;

export function formatNumber(value, spec) {
  const match = FORMAT.exec(spec);
  if (!match) throw new RangeError(`"${spec}" is no number format`);
  const [, plus, comma, whole, decimals, kind] = match;
  const percent = kind === "%";
  const digits = whole ? 0 : Number(decimals);
  const magnitude = fixed(Math.abs(percent ? value * 100 : value), digits);
  const isZero = !/[1-9]/.test(magnitude);
  const [integer, fraction] = magnitude.split(".");
  const grouped = comma ? integer.replace(/\B(?=(\d{3})+$)/g, ",") : integer;
  const sign = isZero ? "" : value < 0 ? "\u2212" : plus;
  return sign + grouped + (fraction ? `.${fraction}` : "") + (percent ? "\u202f%" : "");
}

// From 1e21 on toFixed prints an exponent; doubles of that size have no fraction.
function fixed(magnitude, digits) {
  if (magnitude < 1e21) return magnitude.toFixed(digits);
  return BigInt(magnitude).toString() + (digits > 0 ? `.${"0".repeat(digits)}` : "");
}
