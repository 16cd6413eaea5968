/* A link to a field ("…#field-headline", "…#3f2a9c01-body", "…#id_summary") puts the cursor into it. */

import { reveal, unfold } from "./folds.js";

const INTO = ".ProseMirror, input:not([type=hidden]), select, textarea, [role=combobox]";

/** The first field in `root` that can be written in; an editor stands before the text box that it stands for. */
export function firstField(root) {
  return [...root.querySelectorAll(INTO)].find((each) => each.checkVisibility() && !each.closest(".delete"));
}

function jump() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  unfold(target?.closest(".desk-section, .desk-row, .desk-field") ?? null);
  reveal(target);
  const field = target?.closest(".desk-field");
  if (!field) return;
  firstField(field)?.focus({ preventScroll: true });
  field.scrollIntoView({ block: "center" });
}

window.addEventListener("hashchange", jump);
window.addEventListener("load", jump);
