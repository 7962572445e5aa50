// Columns as refit/model/columns.py writes them: a list, steps, or what differs from a column before. Pure.

// Return the values of all columns. before: columns that are known, to which they may refer
export function readColumns(columns, before = []) {
  const known = [...before];
  for (const told of columns) known.push(readColumn(told, known));
  return known.slice(before.length);
}

function readColumn(told, known) {
  if (Array.isArray(told)) return told;
  return told.steps ? summed(told) : changed(told, known);
}

// A quotient of whole numbers is rounded as the decimal number is, so it is the same to the last bit.
function summed({ decimals, from, unit, steps }) {
  const column = [from / 10 ** decimals];
  for (let i = 0; i < steps.length; i += 1) {
    const isLarge = steps[i] === "~";
    const step = isLarge ? digit(steps, ++i) * 92 + digit(steps, ++i) - 4231 : digit(steps, i) - 45;
    from += unit * step;
    column.push(from / 10 ** decimals);
  }
  return column;
}

// The number of a letter, in the order of their codes. JSON would write two of them longer: they are left out.
function digit(letters, i) {
  const code = letters.charCodeAt(i);
  return code - 32 - (code > 34) - (code > 92);
}

// The column that differs in some rows from one before: [row, value, row, value, ...].
function changed({ back, rows }, columns) {
  const column = [...columns.at(-back)];
  for (let i = 0; i < rows.length; i += 2) column[rows[i]] = rows[i + 1];
  return column;
}
