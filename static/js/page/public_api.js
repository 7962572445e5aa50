// `window.refit`, the page's public API.

import { copyTables } from "../state/tables.js";

// scenes: Map of { tables, answer, retrain() } by id
export function publishApi(version, { store, scenes, runtime }) {
  const api = {
    version,
    ready: () => runtime.start(),
    get state() {
      return Object.fromEntries([...scenes.keys()].map((id) => [id, store.state(id)]));
    },
    async set(id, patch) {
      store.patch(id, patch);
      return copyTables(await scenes.get(id).answer);
    },
    // Have the model run for the present state, even where the build prepared the answer.
    async retrain(id) {
      store.step(id); // throws if there is no such scene
      return copyTables(await scenes.get(id).retrain());
    },
    tables(id) {
      store.step(id);
      const { tables } = scenes.get(id);
      return tables && copyTables(tables);
    },
    reset: () => store.reset(),
  };
  Object.defineProperty(window, "refit", { value: Object.freeze(api) });
}
