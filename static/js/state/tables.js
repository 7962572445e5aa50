// Tables in the page: { table: { column: Float64Array | string[] | number[] } }. Pure.

// Unpack the tables of a page's steps, which are references to distinct columns.
export function unpackSteps(columns, steps) {
  return steps.map((tables) => mapTables(tables, (index) => columns[index]));
}

// Unpack tables that the worker sends: a header, and all numbers in one buffer.
export function unpack(header, numbers) {
  return mapTables(header, (column) =>
    Array.isArray(column) ? numbers.subarray(column[0], column[1]) : column.text,
  );
}

export function mapTables(tables, change) {
  return mapValues(tables, (table) => mapValues(table, change));
}

export function copyTables(tables) {
  return mapTables(tables, (column) => Array.from(column));
}

export function length(table) {
  const [first = []] = Object.values(table);
  return first.length;
}

// Return a table as rows for Vega.
// parts: how often each row is repeated, if at all; a column `part` numbers the copies
export function toRows(table, parts) {
  const names = Object.keys(table);
  return Array.from({ length: length(table) * (parts ?? 1) }, (_, i) => {
    const row = Math.floor(i / (parts ?? 1));
    const values = Object.fromEntries(names.map((name) => [name, table[name][row]]));
    return parts ? { ...values, part: i % parts } : values;
  });
}

export function rowOf(table, key) {
  const keys = table.key ?? [];
  return keys.indexOf(typeof keys[0] === "number" ? Number(key) : String(key));
}

// Return the value of "table[key].column" or, for a table of one row, "table.column"; undefined if the
// table has no such row.
export function lookUp(tables, path) {
  const [, name, key, column] = /^([^[.]+)(?:\[([^\]]+)\])?\.(.+)$/.exec(path);
  const row = key === undefined ? 0 : rowOf(tables[name] ?? {}, key);
  return tables[name]?.[column]?.[row];
}

// Return tables in which whatever is as it was before is the very same column, or table: so that nobody need look at it
// again.
export function withKept(tables, before) {
  if (!before) return tables;
  return mapValues(tables, (table, name) => {
    const old = before[name];
    if (!old) return table;
    const kept = mapValues(table, (values, column) =>
      isEqual(values, old[column]) ? old[column] : values,
    );
    const names = Object.keys(kept);
    const isSame = names.length === Object.keys(old).length;
    return isSame && names.every((column) => kept[column] === old[column]) ? old : kept;
  });
}

function mapValues(object, change) {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [name, change(value, name)]),
  );
}

function isEqual(values, others) {
  if (values.length !== others?.length) return false;
  for (let i = 0; i < values.length; i++) if (values[i] !== others[i]) return false;
  return true;
}
