// A file that did not come, and what readers are told about it.

import { isOurs, keyIn } from "./page_text.js";

const PATIENCE = 5000; // milliseconds in which the site must answer, when it is asked why

// kind: "unreachable" (no connection, or it broke off), "silent", "status", "damaged", "handover" (lost between
// two workers), or "policy" (the host forbids a worker what it needs)
export class Trouble extends Error {
  constructor(kind, url = "", status = 0) {
    super(`${nameOf(url)}: ${kind} ${status || ""}`.trim());
    this.name = "Trouble";
    Object.assign(this, { kind, url, status });
  }

  // What a worker sends to the page.
  get plain() {
    const { kind, url, status } = this;
    return { kind, url, status };
  }
}

const nameOf = (url) =>
  url
    .replace(/[?#].*/, "")
    .split("/")
    .at(-1);

// Return a promise of what readers are told: { message, remedy }, `remedy` being "again" or "reload"; or
// { message, isFinal } if nothing that they do will help.
// trouble: { kind, url, status }; words: the sentences, by kind
export async function explain({ kind, url, status }, words) {
  if (kind === "policy") return { message: words.policy, isFinal: true };
  const found = await findReason(kind, url);
  const message = words[found].replace("{file}", nameOf(url)).replace("{status}", status);
  return { message, remedy: found === "updated" ? "reload" : "again" };
}

// Ask the site for this page, to tell what has happened to a file of it. The reason may also be "offline",
// "stranger" (somebody else answers in the site's place) or "updated" (the page needs other files today).
async function findReason(kind, url) {
  if (["silent", "handover"].includes(kind)) return kind;
  try {
    const options = { cache: "no-cache", signal: AbortSignal.timeout(PATIENCE) };
    const response = await fetch(location.href, options);
    if (!response.ok) return kind;
    const text = await response.text();
    if (!isOurs(text)) return "stranger";
    return text.includes(keyIn(url)) ? kind : "updated";
  } catch {
    return kind === "unreachable" ? "offline" : kind;
  }
}
