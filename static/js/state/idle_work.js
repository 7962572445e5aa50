// What the worker computes once while it is idle: each scene as it begins, and with everything changed a little that a
// reader can change. Whatever a model does for the first time is done by then. Pure.

// scenes: as the page holds them, the first ones first
// Return [name of the scene's function, state] of each, without what is there twice.
export function idleWork(scenes) {
  const all = scenes.flatMap(({ name, defaults, nearby }) => [
    [name, defaults],
    [name, { ...defaults, ...nearby }],
  ]);
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()];
}
