// All that not every essay needs; see scene/extras.js.

import { DeeperParts } from "./page/deeper.js";
import { startChallenges } from "./scene/challenge.js";
import { extras } from "./scene/extras.js";
import { watchPencil } from "./scene/pencil.js";
import { Players } from "./scene/player.js";
import { Pointing } from "./scene/pointing.js";
import { Rasters } from "./scene/rasters.js";
import { Rules } from "./scene/rules.js";
import { Scrub } from "./scene/scrub.js";

Object.assign(extras, {
  DeeperParts,
  Players,
  Pointing,
  Rasters,
  Rules,
  Scrub,
  startChallenges,
  watchPencil,
});
