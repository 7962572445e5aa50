// In the sandbox there is no network: the page sends all files with the first message, and requests are answered
// with these. This module must be imported before any that listens for messages or makes requests.
//
// In:  { type: "start", given: Map of address -> Uint8Array }
// Out: { type: "lacks", url } when Python needs a file that was not given; the page starts anew with it

const files = new Map();

self.addEventListener("message", ({ data }) => {
  if (data.type !== "start") return;
  for (const [url, bytes] of data.given) files.set(url, bytes);
  delete data.given;
});

self.fetch = async (resource) => {
  const bytes = files.get(String(resource?.url ?? resource));
  if (!bytes) throw new TypeError("There is no network here.");
  return new Response(bytes);
};

// What packs.js needs of it: a request that Python waits for.
self.XMLHttpRequest = class {
  open(method, url) {
    this.url = url;
  }

  send() {
    const bytes = files.get(this.url);
    if (!bytes) {
      self.postMessage({ type: "lacks", url: this.url });
      throw new TypeError("There is no network here.");
    }
    this.status = 200;
    this.response = bytes;
  }
};
