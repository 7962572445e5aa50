"""What a reader takes away, in Chromium, Firefox and WebKit: pictures, a presentation, a frame.

An engine that is not installed is passed by, unless ``REFIT_ENGINES=all``, as in CI.
"""

from tests.browser.test_engines import RIGHT
from tests.browser.test_engines import engine as engine

PAGE = "essays/menagerie/"
SCENE = "[data-scene=watch]"
MENU = f"document.querySelector('{SCENE} [data-take]')"
STEP = "document.getElementById('watch-2')"
ACTIVE = f"document.querySelector('{SCENE} [data-active]').dataset.step"
STAGED = "document.documentElement.dataset.staged"
# Files that the page saves, by name, instead of the browser's downloads.
SAVE = """(() => {
  window.saved = {};
  const made = new Map();
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => {
    const address = make(blob);
    made.set(address, blob);
    return address;
  };
  HTMLAnchorElement.prototype.click = function () {
    saved[this.download] = made.get(this.href);
  };
})()"""
# A picture's size and how many colours it has, as this browser itself shows it.
LOOK = """(async (blob) => {
  const image = new Image();
  image.src = URL.createObjectURL(blob);
  await image.decode();
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: image.naturalWidth, height: image.naturalHeight });
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return [blob.type, canvas.width, canvas.height, new Set(new Uint32Array(data.buffer)).size];
})(saved["%s"])"""
ESCAPE, HOME = "\ue00c", "\ue011"


def item(word):
    """Return the menu's button with these words, once it is there."""
    return (
        f"[...{MENU}.querySelectorAll('.sheet > button')].find((b) => /{word}/.test(b.textContent))"
    )


def open_menu(engine, origin):
    engine.go(f"{origin}/{PAGE}")
    engine.wait("'refit' in window")
    engine.evaluate(f"{STEP}.scrollIntoView({{ block: 'center', behavior: 'instant' }})")
    engine.wait(f"{STEP}.hasAttribute('data-active')")
    engine.evaluate(f"void {MENU}.querySelector('summary').click()")
    engine.wait(f"!!{item('PNG')}")


def test_pictures_are_what_is_seen(engine, origins):
    open_menu(engine, origins["test"])
    engine.evaluate(SAVE)
    found = {}
    for kind in ("svg", "png"):
        engine.evaluate(f"void {item(kind.upper())}.click()")
        engine.wait(f"!!saved['menagerie-watch-2.{kind}']")
        found[kind] = engine.ask(LOOK % f"menagerie-watch-2.{kind}")
    (drawn, width, height, _), (png, wide, high, colours) = found["svg"], found["png"]
    assert (drawn, png) == ("image/svg+xml", "image/png")
    assert wide >= 2 * width
    assert abs(wide / width - high / height) < 0.02
    assert colours > 20  # something is drawn
    assert engine.complaints() == []


def test_a_presentation_goes_by_keys_and_ends(engine, origins):
    open_menu(engine, origins["test"])
    engine.evaluate(f"void {item('Present')}.click()")
    engine.wait(f"{STAGED} === 'present'")
    assert engine.evaluate(ACTIVE) == "2"
    engine.press(RIGHT)
    engine.wait(f"{ACTIVE} === '3'")
    engine.wait("document.getElementById('watch-3').checkVisibility()")
    assert not engine.evaluate("document.getElementById('watch-2').checkVisibility()")
    engine.press(HOME)
    engine.wait("document.querySelector('h1').checkVisibility()")
    assert engine.evaluate(f"!document.querySelector('{SCENE}').checkVisibility()")
    engine.press(ESCAPE)
    engine.wait(f"{STAGED} === undefined")
    assert engine.evaluate("!document.querySelector('.slides')")
    assert engine.complaints() == []


def test_a_frame_shows_the_scene_alone_and_tells_its_height(engine, origins):
    engine.go(f"{origins['test']}/404.html")
    address = f"{origins['test']}/{PAGE}?embed=watch#watch-2"
    engine.evaluate(f"""(() => {{
      addEventListener("message", ({{ data }}) => {{
        if (!data?.refit) return;
        window.told = data;
        document.querySelector("iframe").height = data.height;
      }});
      document.body.innerHTML = `<iframe src="{address}" width="900" height="300"></iframe>`;
    }})()""")
    told = engine.wait("window.told")
    assert told["scene"] == "watch"
    inner = "document.querySelector('iframe').contentDocument"
    engine.wait(f"{inner}.getElementById('watch-2').checkVisibility()")
    assert not engine.evaluate(f"{inner}.getElementById('watch-1').checkVisibility()")
    assert not engine.evaluate(f"{inner}.querySelector('h1').checkVisibility()")
    shown = f"{inner}.documentElement.scrollHeight <= window.told.height + 1"
    engine.wait(shown)
    engine.evaluate(f"void {inner}.querySelector('{SCENE} [data-go=\"-1\"]').click()")
    engine.wait(f"{inner}.getElementById('watch-1').checkVisibility()")
    assert engine.complaints() == []
