// The reader's settings, motion and colours, and the switches in the header. They are put on the page
// before its first paint: this is a plain script in the head, since a module would run too late. Every
// page has it, so it also registers the service worker, and watches whether the page's main script runs.

import { registerWorker } from "./page/offline.js";
import { revive } from "./page/revive.js";
import { watchMain } from "./page/waking.js";

(() => {
  const root = document.documentElement;
  const lessMotion = matchMedia("(prefers-reduced-motion: reduce)");
  const settings = read();
  apply();
  root.dataset.switches = ""; // the switches work, so show them
  if ("essay" in root.dataset) watchMain(root);
  const embedded = new URLSearchParams(location.search).get("embed");
  if (embedded) root.dataset.embed = embedded; // a scene that is shown alone, once main.js has brought it there

  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem("refit-settings"));
      return kept !== null && typeof kept === "object" ? kept : {};
    } catch {
      return {}; // storage may be forbidden
    }
  }

  function keep() {
    try {
      localStorage.setItem("refit-settings", JSON.stringify(settings));
    } catch {
      // the setting holds for this page only
    }
  }

  function apply() {
    mark("motion", settings.motion === "off" ? "off" : "");
    mark("scheme", ["light", "dark"].includes(settings.scheme) ? settings.scheme : "");
  }

  function mark(name, value) {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
  }

  function show() {
    for (const input of document.querySelectorAll("[data-setting]")) {
      if (input.dataset.setting === "motion") {
        input.checked = settings.motion !== "off" && !lessMotion.matches;
        input.disabled = lessMotion.matches; // the system's setting wins
      } else {
        input.checked = input.value === (root.dataset.scheme ?? "");
      }
    }
  }

  document.addEventListener("change", ({ target }) => {
    const name = target.dataset?.setting;
    if (!name) return;
    settings[name] = name === "motion" ? (target.checked ? "on" : "off") : target.value;
    keep();
    apply();
  });
  function onLoad() {
    registerWorker(root.dataset.offline);
    if (!("live" in root.dataset)) revive("script[type=module]");
  }

  document.addEventListener("DOMContentLoaded", show);
  if (document.readyState !== "loading") show(); // this script was lost, and revived
  if (document.readyState === "complete") onLoad();
  else addEventListener("load", onLoad);
  lessMotion.addEventListener("change", show);
})();
