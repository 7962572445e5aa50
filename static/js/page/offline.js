// The service worker, as pages use it. It keeps what a reader has seen for times without a network.

// To be called when the page has loaded, so that it does not slow a first visit down.
export async function registerWorker(address) {
  const serviceWorker = container();
  if (!address || !serviceWorker) return;
  try {
    await serviceWorker.register(address);
  } catch {
    return; // forbidden or out of reach: the page does not need it
  }
  if (serviceWorker.controller) keep();
  else serviceWorker.addEventListener("controllerchange", () => keep(), { once: true });
}

// Have the service worker keep all files that were fetched before it was there to see it.
// addresses: those that a worker fetched; the page knows its own
export function keep(addresses = []) {
  const own = performance.getEntriesByType("resource").map(({ name }) => name);
  container()?.controller?.postMessage([location.href, ...own, ...addresses]);
}

// Return whether all these files are in the cache.
export async function areKept(addresses) {
  if (!container()?.controller) return false;
  try {
    const found = await Promise.all(addresses.map((address) => caches.match(address)));
    return found.every(Boolean);
  } catch {
    return false; // forbidden
  }
}

// In a sandboxed frame it is an error to ask for it.
function container() {
  try {
    return navigator.serviceWorker;
  } catch {
    return undefined;
  }
}
