// What has been seen stays for when there is no network: the service worker, as pages know it.

// Called once the page is there, so that its first visit is not slowed down.
export async function registerWorker(address) {
  const { serviceWorker } = navigator;
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
  navigator.serviceWorker?.controller?.postMessage([location.href, ...own, ...addresses]);
}

// Whether files can be had without a network.
export async function areKept(addresses) {
  if (!navigator.serviceWorker?.controller) return false;
  const found = await Promise.all(addresses.map((address) => caches.match(address)));
  return found.every(Boolean);
}
