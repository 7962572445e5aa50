// Elements by their tag, text and attributes.

export function make(tag, text = "", attributes = {}) {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

export function button(text, onClick) {
  const element = make("button", text, { type: "button" });
  element.addEventListener("click", onClick);
  return element;
}

// Return a text with its blanks filled: {n} by values.n.
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
