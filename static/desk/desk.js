/* What the forms of the desk can do besides being forms. Each works without the others. */
import "./sortable-rows.js";
import "./word-total.js";
import "./editor-labels.js";
import "./select-labels.js";
import "./folds.js";
import "./outline.js";
import "./jump.js";
import "./keys.js";
import "./unsaved.js";
import "./focal-point.js";
import "./queries.js";
import "./mentions.js";
import "./autosave.js";
import "./unsaved-texts.js";
import "./presence.js";
import "./source-address.js";
