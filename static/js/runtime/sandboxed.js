// The worker that runs the model, for code that a reader has changed: it gets its files from the page.

import "./given_files.js";
import "./memory_limit.js";
import "./worker.js";
