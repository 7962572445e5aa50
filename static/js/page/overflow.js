// What scrolls inside itself, such as a long formula on a phone, must be reached by keyboard too:
// it becomes a tab stop with a name while there is something to scroll.

export function watchOverflow() {
  const look = (element) => {
    if (element.scrollWidth > element.clientWidth + 1) {
      element.tabIndex = 0;
      element.setAttribute("role", "group");
      element.setAttribute("aria-label", element.dataset.scrolls);
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) element.removeAttribute(name);
    }
  };
  const observer = new ResizeObserver((entries) => entries.forEach(({ target }) => look(target)));
  for (const element of document.querySelectorAll("[data-scrolls]")) observer.observe(element);
}
