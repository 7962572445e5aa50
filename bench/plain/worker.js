import { loadPyodide } from "./runtime/pyodide.mjs";

try {
  self.postMessage("python");
  const pyodide = await loadPyodide({ indexURL: new URL("./runtime/", import.meta.url).href });
  self.postMessage("packages");
  await pyodide.loadPackage("scikit-learn", { messageCallback: () => {}, checkIntegrity: false });
  self.postMessage("model");
  pyodide.runPython("from sklearn.linear_model import LogisticRegression");
  self.postMessage("ready");
  pyodide.runPython(`
import numpy as np
rng = np.random.default_rng(0)
X = rng.normal(size=(60, 2))
LogisticRegression().fit(X, X[:, 0] + rng.normal(size=60) > 0)
`);
  self.postMessage("result");
} catch (error) {
  self.postMessage(`failed: ${error}`);
}
