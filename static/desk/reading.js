/* The reading screen: joins text and draft, keeps what is put right at once, and is driven by keys. */

import "./reading-join.js";
import "./reading-keys.js";
import "./reading-save.js";
