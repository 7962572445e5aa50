// The marks of a Vega specification that draw the rows of a table. Pure.

// Return the names of the marks that draw a table, or what transforms make of it, in groups too.
export function marksOf(spec, table) {
  const sources = new Map();
  const found = new Set();
  const rootOf = (name) => (sources.get(name) ? rootOf(sources.get(name)) : name);
  const visit = ({ data = [], marks = [] }) => {
    for (const { name, source } of data) sources.set(name, source);
    for (const mark of marks) {
      const { facet, data: own } = mark.from ?? {};
      if (facet) sources.set(facet.name, facet.data);
      if (own && rootOf(own) === table) found.add(mark.name);
      visit(mark);
    }
  };
  visit(spec);
  return found;
}
