/* Where somebody is in a form, kept over a page that has to be shown anew: field, selection, scroll. */

const STORE = "desk-place";

function fieldInHand() {
  const here = document.activeElement;
  const editor = here?.closest?.(".prose-editor");
  return { field: editor?.querySelector("textarea") ?? here, editor: Boolean(editor) };
}

/** Remember the place for the next page that is shown at `address`. */
export function keepPlace(address) {
  const { field } = fieldInHand();
  const place = {
    path: new URL(address, location.href).pathname,
    id: field?.id ?? "",
    at: typeof field?.selectionStart === "number" ? [field.selectionStart, field.selectionEnd] : null,
    scroll: window.scrollY,
  };
  try {
    sessionStorage.setItem(STORE, JSON.stringify(place));
  } catch {
    /* Not allowed: then the page begins at its top. */
  }
}

function taken() {
  try {
    const place = JSON.parse(sessionStorage.getItem(STORE));
    sessionStorage.removeItem(STORE);
    return place?.path === location.pathname ? place : null;
  } catch {
    return null;
  }
}

function restore() {
  const place = location.hash ? null : taken();
  if (!place) return;
  const field = place.id ? document.getElementById(place.id) : null;
  const into = field?.closest(".prose-editor")?.querySelector(".ProseMirror") ?? field;
  into?.focus({ preventScroll: true });
  if (place.at && field === into) {
    try {
      field.setSelectionRange(...place.at);
    } catch {
      /* A field of another type than text has no selection. */
    }
  }
  window.scrollTo({ top: place.scroll, behavior: "instant" });
}

window.addEventListener("load", restore);
