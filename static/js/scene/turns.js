// When it is a picture's turn.

export const FRAME = 1000 / 60; // milliseconds
const IN_A_ROW = 100; // milliseconds at most from one picture to the next that follows it

// Wait until it is time for the picture after that of a time. Return the time.
// On a slow machine a hand's pictures would follow each other without a gap, and browsers prefer both to messages: so
// what the worker has sent is heard first.
export async function turnAfter(last) {
  if (performance.now() - last < IN_A_ROW) await messagesHeard();
  const now = performance.now();
  return now - last > FRAME ? now : nextFrame();
}

// Wait until messages are heard that have been sent to the page.
function messagesHeard() {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

// Wait for the next frame or, in a hidden page, which has none, for the next task. Return its time.
function nextFrame() {
  return new Promise((resolve) => {
    if (document.hidden) setTimeout(() => resolve(performance.now()));
    else requestAnimationFrame(resolve);
  });
}
