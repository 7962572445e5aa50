// The main script with all that few essays need. Modules run in the order of their imports.

import "./all_extras.js";
import "./main.js";
