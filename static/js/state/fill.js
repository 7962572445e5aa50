// Return a text with its blanks filled: {n} by values.n. Pure.
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
