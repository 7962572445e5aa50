// All that few essays need; see scene/extras.js.

import { offerBringing } from "./page/bringing.js";
import { extras } from "./scene/extras.js";
import { Pointing } from "./scene/pointing.js";
import { Scrub } from "./scene/scrub.js";

Object.assign(extras, { Pointing, Scrub, offerBringing });
