"""Code that a reader has changed, or a link has brought, tries to reach what is not its own."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser.test_edit_code import (
    DOTS,
    IN_FORCE,
    PAGE,
    STATUS,
    open_editor,
    press,
    run,
    total,
    write,
)
from tests.browser.visit import serving, visiting

# Whatever an attempt says, it must not be DONE. Each has two seconds.
ATTEMPTS = """
const told = {};
const late = () => new Promise((_, no) => setTimeout(() => no(new Error("silence")), 2000));
const attempt = async (name, act) => {
  try {
    told[name] = `DONE: ${await Promise.race([act(), late()])}`;
  } catch (error) {
    told[name] = String(error?.name ?? error);
  }
};
const opened = (request) => new Promise((yes, no) => {
  request.onsuccess = () => yes("open");
  request.onerror = () => no(request.error);
});
const socket = (made) => new Promise((yes, no) => {
  made.onopen = () => yes("open");
  made.onerror = () => no(new Error("refused"));
});
const requested = (url) => {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.send();
  return request.status;
};
const attempts = {
  "fetch here": async () => (await fetch(`${HERE}/index.html`)).status,
  "fetch elsewhere": async () => (await fetch(`${AWAY}/a`, { mode: "no-cors" })).type,
  "post elsewhere": async () =>
    (await fetch(`${AWAY}/b`, { method: "POST", mode: "no-cors", keepalive: true })).type,
  "request here": () => requested(`${HERE}/index.html`),
  "request elsewhere": () => requested(`${AWAY}/c`),
  "import a script": async () => await import(`${AWAY}/d.js`),
  "load a script": () => importScripts(`${AWAY}/e.js`),
  "load a script of the site": () => importScripts(`${HERE}/sw.js`),
  "web socket": () => socket(new WebSocket(AWAY.replace("http", "ws"))),
  "event source": () => socket(new EventSource(`${AWAY}/f`)),
  "web transport": () => new WebTransport(AWAY.replace("http", "https")).ready,
  "beacon": () => navigator.sendBeacon(`${AWAY}/g`),
  "worker of the site": () => socket(new Worker(`${HERE}/sw.js`)),
  "caches": async () => (await caches.open("refit")).put("/", new Response("evil")),
  "databases": () => opened(indexedDB.open("evil")),
  "file system": () => navigator.storage.getDirectory(),
  "local storage": () => localStorage.setItem("evil", "1"),
  "session storage": () => sessionStorage.setItem("evil", "1"),
  "cookies": () => (document.cookie = "evil=1"),
  "cookie store": () => cookieStore.set("evil", "1"),
  "service worker": () => navigator.serviceWorker.register(`${HERE}/sw.js`),
  "open a window": () => open(`${AWAY}/h`).closed,
  "the page above": () => parent.document.title,
  "the top": () => (top.location = `${AWAY}/i`),
  "go away": () => location.assign(`${AWAY}/j`),
  "text as a script": () => eval("1 + 1"),
  "a function of text": () => new Function("return 1")(),
  "notify": () => {
    if (Notification.permission !== "granted") throw new Error("denied");
  },
};
"""
# In the worker, and in a worker that it starts, in which nothing has been replaced.
IN_WORKERS = """
const inside = async (where) => {
  const all = Object.entries(attempts);
  await Promise.all(all.map(([name, act]) => attempt(`${where}: ${name}`, act)));
  return told;
};
if (globalThis.isInner) inside("inner").then((it) => postMessage(it));
else {
  const text = `globalThis.isInner = true;\\n${SOURCE}`;
  const heard = new Promise((yes) => {
    const worker = new Worker(URL.createObjectURL(new Blob([text])));
    worker.onmessage = ({ data }) => yes(data);
    worker.onerror = ({ message }) => yes({ "inner worker": `refused ${message}` });
    setTimeout(yes, 20_000, { "inner worker": "silent" });
  }).catch((error) => ({ "inner worker": error.name }));
  attempt("channel", async () => {
    new BroadcastChannel("evil").postMessage("evil"); // which nobody hears
    throw new Error("sent");
  });
  Promise.all([inside("outer"), heard]).then(([own, inner]) => {
    self.told = JSON.stringify({ ...own, ...inner });
  });
}
"""
# A model that runs such a script, and says at the next question what came of it.
MODEL = """\
def dots(state):
    import js
    from pyodide.ffi import to_js

    if not hasattr(js, "SOURCE"):
        text = {script}
        js.SOURCE = text
        js.importScripts(js.URL.createObjectURL(js.Blob.new(to_js([text]))))
    told = getattr(js, "told", None) or ""
    told = [told[i : i + 3000] for i in range(0, len(told), 3000)]
    n = math.ceil(state["n"])
    points = {{"x": list(range(n)), "y": [7.0] * n}}
    return {{"points": points, "total": {{"n": [n]}}, "told": {{"text": told}}}}
"""


SEND = """\
    import js
    from pyodide.ffi import to_js

    def send(**message):
        js.postMessage(to_js(message, dict_converter=js.Object.fromEntries))

"""
FETCHING = """\
        send(type="fetching")
        sum(range(10**6))
"""
BEGINNING = """\
        for i in range(20):
            send(type="begin", id=i, scene="dots")
        sum(range(10**7))
"""
OVERTAKEN = """\
        send(type="result", id=0, scene="dots", header=None, numbers=None)
        sum(range(10**6))
"""
FORGED = """\
        send(type="result", id=i, scene="dots", numbers="x", header="x")
"""


class Canary:
    """A server that counts who comes."""

    def __init__(self):
        self.heard = []
        canary = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                canary.heard.append(self.path)
                self.send_response(200)
                self.send_header("Access-Control-Allow-Origin", "*")
                self.end_headers()

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()


@pytest.fixture
def canary():
    made = Canary()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def page(chromium, edited_site):
    """Open the page, with its service worker; what the browser complains of is what it forbids."""
    with (
        serving(edited_site) as origin,
        visiting(chromium, origin, service_workers="allow") as opened,
    ):
        yield opened.go(PAGE)


def script_of(origin: str, away: str) -> str:
    here = f"globalThis.HERE = {json.dumps(origin)};\nglobalThis.AWAY = {json.dumps(away)};\n"
    return f"{here}{{{ATTEMPTS}{IN_WORKERS}}}"


KEPT = """async () => JSON.stringify({
  local: { ...localStorage },
  session: { ...sessionStorage },
  cookie: document.cookie,
  databases: await indexedDB.databases(),
  workers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
  evil: (await Promise.all((await caches.keys()).map(async (name) =>
    (await caches.open(name)).match("/")))).filter(Boolean).length,
})"""


def test_no_attempt_of_the_code_comes_to_anything(chromium, edited_site, host, canary):
    served = host(edited_site)
    with visiting(chromium, served.origin, service_workers="allow") as page:
        assert_nothing_comes_of_it(page.go(PAGE), served, canary)


def assert_nothing_comes_of_it(page, served, canary):
    page.look("() => navigator.serviceWorker.ready")
    page.look(
        """() => {
          window.heard = [];
          addEventListener("message", ({ data }) => heard.push(data));
          new BroadcastChannel("evil").onmessage = ({ data }) => heard.push(data);
        }"""
    )
    before = page.look(KEPT)
    open_editor(page)
    run(page, MODEL.format(script=repr(script_of(page.origin, canary.origin))))
    page.wait("() => refit.tables('dots').told !== undefined")
    served.break_down({"/index.html": "404"})  # which notes who asks for it
    ask = """async () => {
      refit.set("dots", { n: 3 + Math.random() });
      await new Promise((next) => setTimeout(next, 300));
      return (refit.tables("dots").told?.text ?? []).join("");
    }"""
    told = json.loads(page.wait(ask))
    assert len(told) > 50
    done = {name: said for name, said in told.items() if said.startswith("DONE")}
    assert done == {}
    assert canary.heard == []
    assert page.look("() => heard") == []
    assert json.loads(page.look(KEPT)) == json.loads(before)
    assert page.page.url.startswith(page.origin)
    assert len(page.context.pages) == 1
    assert served.hits == []


# What even the frame's own document could not do, if code got into it.
IN_FRAME = """async ([HERE, AWAY]) => {
  %s
  const more = {
    "the frame element": () => frameElement.id,
    "the parent's code": () => parent.refit.version,
    "the parent's address": () => parent.location.href,
    "a picture": () => new Promise((yes, no) => {
      const image = new Image();
      image.onload = yes;
      image.onerror = () => no(new Error("refused"));
      image.src = `${AWAY}/k`;
    }),
    "a frame": () => new Promise((yes, no) => {
      document.addEventListener("securitypolicyviolation", () => no(new Error("policy")));
      const frame = document.createElement("iframe");
      frame.src = `${AWAY}/l`;
      document.documentElement.append(frame);
    }),
    "a form": () => new Promise((yes, no) => {
      document.addEventListener("securitypolicyviolation", () => no(new Error("policy")));
      const form = document.createElement("form");
      Object.assign(form, { action: `${AWAY}/m`, method: "post", target: "_blank" });
      document.documentElement.append(form);
      form.submit();
    }),
    "an alert": () => { if (alert("evil") === undefined) throw new Error("nothing"); },
  };
  delete attempts["go away"]; // the page's policy stops it: a test of its own
  for (const name of ["fetch here", "request here"]) delete attempts[name]; // in the inner workers
  for (const name of ["open a window", "beacon"]) delete attempts[name];
  navigator.sendBeacon(`${AWAY}/g`); // it says that it was sent, and the policy stops it
  more["open a window"] = () => { if (!open(`${AWAY}/h`)) throw new Error("null"); };
  for (const [name, act] of Object.entries({ ...attempts, ...more })) await attempt(name, act);
  return told;
}"""


def test_nor_could_the_document_that_it_runs_in(page, canary):
    open_editor(page)
    run(page, DOTS)
    frame = page.page.frames[-1]
    assert frame.url.endswith("/sandbox.html")
    told = frame.evaluate(IN_FRAME % ATTEMPTS, [page.origin, canary.origin])
    # These two are Playwright's: what it evaluates may evaluate.
    for name in ("text as a script", "a function of text"):
        told.pop(name)
    assert {name: said for name, said in told.items() if said.startswith("DONE")} == {}
    assert canary.heard == []
    assert len(page.context.pages) == 1
    assert page.page.url.startswith(page.origin)


def test_the_frame_cannot_be_led_elsewhere(page, canary):
    open_editor(page)
    run(page, DOTS)
    page.page.frames[-1].evaluate("(url) => { location.href = url; }", f"{canary.origin}/j")
    page.heard()
    assert canary.heard == []


def test_messages_that_are_not_the_frames_are_not_heard(page):
    open_editor(page)
    run(page, DOTS)
    page.look(
        """() => {
          const spoofed = { type: "result", id: 99, scene: "dots", header: {}, numbers: [] };
          const types = ["error", "ready", "crash", "result"];
          for (const type of types) postMessage({ ...spoofed, type });
          const [frame] = document.querySelectorAll("iframe");
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = ({ data }) => (window.answered = data);
          frame.contentWindow.postMessage({ scripts: ["postMessage(1)", ""] }, "*", [port2]);
        }"""
    )
    page.frames()
    page.set("dots", {"n": 3})
    assert total(page) == 30
    assert page.look("() => window.answered") is None
    assert page.look(STATUS) == IN_FORCE


FRAMED = """async ([address, sandbox]) => {
  const frame = document.createElement("iframe");
  if (sandbox !== null) frame.setAttribute("sandbox", sandbox);
  frame.src = address;
  await new Promise((yes) => { frame.onload = yes; document.body.append(frame); });
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((yes) => {
    port1.onmessage = ({ data }) => yes(data);
    setTimeout(yes, 1500, null);
  });
  frame.contentWindow.postMessage({ scripts: ["postMessage(origin)", ""] }, "*", [port2]);
  return await answer;
}"""


@pytest.mark.parametrize("sandbox", [None, "allow-scripts allow-same-origin"])
def test_without_an_opaque_origin_the_frame_runs_nothing(page, edited_site, sandbox):
    """Or whoever frames it could run a script of theirs as the site's own."""
    (file,) = edited_site.glob("app-*/sandbox.html")
    address = f"{page.origin}/{file.relative_to(edited_site)}"
    assert page.look(FRAMED, [address, "allow-scripts"]) == "null"
    assert page.look(FRAMED, [address, sandbox]) is None


def test_for_a_stranger_the_frame_runs_nothing(page, edited_site, canary):
    (file,) = edited_site.glob("app-*/sandbox.html")
    address = f"{page.origin}/{file.relative_to(edited_site)}"
    page.page.goto(canary.origin)
    assert page.look(FRAMED, [address, "allow-scripts"]) is None


def test_code_that_sends_without_end_is_stopped(page):
    open_editor(page)
    flood = "    import js\n\n    while state['n'] > 3:\n        js.postMessage('x')\n    n ="
    run(page, DOTS.replace("    n =", flood))
    page.look("() => void refit.set('dots', {n: 4}).catch(() => {})")
    page.page.locator(".own-error [role=alert]").wait_for()
    assert "more results than a page can take" in page.page.locator(".own-error").text_content()
    page.set("dots", {"n": 1})
    assert total(page) == 10


@pytest.mark.parametrize("forged", [FETCHING, BEGINNING, OVERTAKEN])
def test_code_cannot_stop_the_clock(page, forged):
    open_editor(page)
    run(page, DOTS.replace("    n =", f"{SEND}    while state['n'] > 3:\n{forged}    n ="))
    page.look("() => void refit.set('dots', {n: 4}).catch(() => {})")
    page.page.locator(".own-error [role=alert]").wait_for()
    assert "longer than" in page.page.locator(".own-error").text_content()


def test_code_that_fills_the_memory_ends_and_the_page_goes_on(page):
    open_editor(page)
    fill = "    kept = []\n    while state['n'] > 3:\n        kept.append(bytearray(2**24))\n"
    run(page, DOTS.replace("    n =", f"{fill}    n ="))
    page.look("() => void refit.set('dots', {n: 4}).catch(() => {})")
    error = page.page.locator(".own-error [role=alert]")
    error.wait_for()
    assert "MemoryError" in error.text_content()
    page.set("dots", {"n": 1})
    assert total(page) == 10


def test_forged_tables_are_not_drawn(page):
    open_editor(page)
    write(page, DOTS.replace("    n =", f"{SEND}    for i in range(9):\n{FORGED}    n ="))
    press(page, "Run")
    error = page.page.locator(".own-error [role=alert]")
    error.wait_for()
    assert "no known form" in error.text_content()
