// Elements, made in one line each.

// Return an element with attributes (those that are undefined or false are left out), listeners that begin with "on",
// and children.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

export function button(label, onclick, attributes) {
  return make("button", { type: "button", onclick, ...attributes }, label);
}

// Writing what stands there already would be said aloud once more.
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// What has the focus must not vanish under it.
export function show(element, isShown, instead) {
  if (element.hidden === !isShown) return;
  const hadFocus = !isShown && element.contains(element.getRootNode().activeElement);
  element.hidden = !isShown;
  if (hadFocus) instead?.focus();
}
