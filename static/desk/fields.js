/* What fields do on every page of the desk. */
import "./pasted-lines.js";
import "./chosen-file.js";
