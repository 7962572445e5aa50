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
function summed({ steps, decimals }) {
  const unit = 10 ** decimals;
  let sum = 0;
  return steps.map((step) => (sum += step) / unit);
}

// The column that differs in some rows from one before: [row, value, row, value, ...].
function changed({ back, rows }, columns) {
  const column = [...columns.at(-back)];
  for (let i = 0; i < rows.length; i += 2) column[rows[i]] = rows[i + 1];
  return column;
}
