// Numbers that keep an order: the edges of a range, of which none may pass the other. Pure.
//
// domains: { key: { min, max, above?, below? } }, where `above` and `below` name the keys that a value stays
// above or below.

// Return the numbers that a key can have in a state: [least, most].
// gap: how far it stays away from its neighbours
export function room(key, state, domains, gap = 0) {
  const { min, max, above, below } = domains[key];
  const least = above === undefined ? min : Math.max(min, state[above] + gap);
  const most = below === undefined ? max : Math.min(max, state[below] - gap);
  return [least, most];
}

// Return a change of a state with its numbers kept in order.
export function inOrder(patch, state, domains) {
  const kept = Object.entries(patch).map(([key, value]) => {
    if (!isEdge(domains[key]) || typeof value !== "number") return [key, value];
    const [least, most] = room(key, { ...state, ...patch }, domains);
    return [key, Math.min(most, Math.max(least, value))];
  });
  return Object.fromEntries(kept);
}

// Return the keys whose values are out of order in a state.
export function disordered(state, domains) {
  return Object.entries(domains)
    .filter(([key, domain]) => isEdge(domain) && typeof state[key] === "number")
    .filter(([key, { above, below }]) => state[key] < state[above] || state[key] > state[below])
    .flatMap(([key, { above, below }]) => [key, above, below])
    .filter((key) => key !== undefined);
}

const isEdge = (domain) => domain?.above !== undefined || domain?.below !== undefined;
