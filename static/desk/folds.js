/*
 * Sections and rows that fold: what was open is remembered in this browser, page by page; a link to a field
 * opens all that it stands in; <fold-all> opens and folds everything at once. Without this file they are
 * plain <details>.
 */

const STORE = "desk-open";
const NEW = "desk-open-new";
const PAGES = 60;
const form = document.querySelector("form.desk-form");

/** Open everything that `node` stands in, so that it can be seen. */
export function reveal(node) {
  for (let fold = node?.closest("details"); fold; fold = fold.parentElement?.closest("details")) {
    fold.open = true;
  }
}

/** Open the section or row that `node` is, and all that it stands in. */
export function unfold(node) {
  if (!node) return;
  const own = node.matches(".desk-section, .desk-row") ? node.querySelector(":scope > details") : null;
  reveal(own ?? node);
}

function folds() {
  return [...form.querySelectorAll("details[data-fold]")];
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(STORE)) ?? {};
  } catch {
    return {};
  }
}

/* What is open in a page that is not saved yet stays so when it has an address of its own. */
function carry() {
  try {
    sessionStorage.setItem(NEW, JSON.stringify(states()));
  } catch {
    /* Not allowed. */
  }
}

function carried() {
  try {
    const found = sessionStorage.getItem(NEW);
    sessionStorage.removeItem(NEW);
    return document.referrer.endsWith("/add/") ? JSON.parse(found) : null;
  } catch {
    return null;
  }
}

function states() {
  return Object.fromEntries(folds().map((each) => [each.dataset.fold, each.open]));
}

function remember() {
  const pages = remembered();
  delete pages[location.pathname];
  const all = Object.entries(pages).slice(1 - PAGES);
  all.push([location.pathname, states()]);
  try {
    localStorage.setItem(STORE, JSON.stringify(Object.fromEntries(all)));
  } catch {
    /* Full, or not allowed: then they open as they do at first. */
  }
}

function restore() {
  const known = carried() ?? remembered()[location.pathname];
  if (!known) return;
  for (const fold of folds()) {
    // What the desk has opened holds an error, or what is not saved: that stays open.
    if (known[fold.dataset.fold]) fold.open = true;
    else if (fold.dataset.fold in known && !document.querySelector(".errornote, .is-restored")) fold.open = false;
  }
}

class FoldAll extends HTMLElement {
  connectedCallback() {
    if (this.firstChild) return;
    this.append(this.button("Open all", true), this.button("Fold all", false));
  }

  button(words, open) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", () => {
      for (const fold of folds()) {
        if (open ? fold.matches(".desk-fold") : true) fold.open = open;
      }
    });
    return made;
  }
}

if (form) {
  customElements.define("fold-all", FoldAll);
  if (form.dataset.presence) {
    restore();
    form.addEventListener("toggle", remember, { capture: true });
  } else {
    form.addEventListener("submit", carry);
  }
  // A field that is filled in by a script or by its address must not stay behind its name.
  form.addEventListener("change", ({ target }) => {
    const add = target.closest(".desk-add");
    if (add && target.value) add.open = true;
  });
  // What a browser complains about has to be seen; so has what Ctrl+F finds, where it does not open it itself.
  form.addEventListener("invalid", ({ target }) => reveal(target), { capture: true });
}
