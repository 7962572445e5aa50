// The main script with all that not every essay needs. Modules run in the order of their imports.

import "./all_extras.js";
import "./main.js";
