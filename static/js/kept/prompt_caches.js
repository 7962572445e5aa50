// The browser's caches, which may be silent: a question is given up after a while, and as long as one is overdue
// no other is asked. So one request waits where the caches do not answer, not every one.

const PATIENCE = 3000; // milliseconds for an answer

let overdue = 0; // questions that are given up and still without an answer

async function promptly(ask) {
  if (overdue > 0) throw new Error("the browser's caches are silent");
  const answer = ask();
  let isLate = false;
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      isLate = true;
      overdue += 1;
      reject(new Error("the browser's caches do not answer"));
    }, PATIENCE);
  });
  const ended = () => {
    clearTimeout(timer);
    if (isLate) overdue -= 1;
  };
  answer.then(ended, ended);
  return Promise.race([answer, late]);
}

class PromptCache {
  constructor(cache) {
    this.cache = cache;
  }

  match(key) {
    return promptly(() => this.cache.match(key));
  }

  delete(key) {
    return promptly(() => this.cache.delete(key));
  }

  keys() {
    return promptly(() => this.cache.keys());
  }

  // The time that a large file takes to be written is not limited.
  put(key, response) {
    return this.cache.put(key, response);
  }
}

export const openCache = async (name) => new PromptCache(await promptly(() => caches.open(name)));
export const deleteCache = (name) => promptly(() => caches.delete(name));
export const cacheNames = () => promptly(() => caches.keys());
