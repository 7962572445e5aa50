// For hosts that want to know what is read: each page, and each step that comes into sight, told to an address of the
// site's own host. Pages have this script only where site.toml says so (`count`). It sends nothing but page and step:
// no cookie, no address that the reader came from, nothing of what they do; and nothing at all for a reader whose
// browser asks not to be tracked.

const SIGHT = "-25% 0px"; // a step counts when it reaches the middle half of the window

const { count } = document.querySelector("script[data-count]").dataset;
const page = location.pathname.replace(/index\.html$/, "");

function tell(step) {
  const url = new URL(count, location.origin);
  url.searchParams.set("page", page);
  if (step) url.searchParams.set("step", step);
  const options = { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" };
  fetch(url, { ...options, keepalive: true }).catch(() => {}); // without a network nobody counts
}

if (!navigator.globalPrivacyControl && navigator.doNotTrack !== "1") {
  tell();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        observer.unobserve(target);
        tell(target.id || target.closest("[data-scene]").id);
      }
    },
    { rootMargin: SIGHT },
  );
  for (const step of document.querySelectorAll("[data-step]")) observer.observe(step);
}
