// Elements that scroll inside the page, such as a long formula on a phone. Each is a tab stop with a name
// while there is something to scroll, so that the keyboard can scroll it too.

export function watchOverflow() {
  const update = (element) => {
    if (element.scrollWidth > element.clientWidth + 1) {
      element.tabIndex = 0;
      element.setAttribute("role", "group");
      element.setAttribute("aria-label", element.dataset.scrolls);
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) element.removeAttribute(name);
    }
  };
  const observer = new ResizeObserver((entries) => entries.forEach(({ target }) => update(target)));
  for (const element of document.querySelectorAll("[data-scrolls]")) observer.observe(element);
}
