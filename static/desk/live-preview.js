/*
 * The public page beside the form, of what stands in the form now: it follows what is typed, and goes to the
 * part that is being written in. Whether it is open, and as wide as what, is kept in this browser. On a narrow
 * window it lies over the form.
 */

import { PreviewFrame } from "./preview-frame.js";
import { TypedPage } from "./typed-page.js";

const FILE = "A new image is shown once the page is saved.";

class LivePreview {
  constructor(pane, form) {
    this.pane = pane;
    this.form = form;
    this.store = `desk-preview:${form.dataset.copy.split("/")[0]}`;
    this.said = pane.querySelector(".desk-live-said");
    this.button = form.querySelector(".desk-live-button");
    this.narrow = window.matchMedia("(width < 64rem)");
    this.frame = new PreviewFrame(pane.querySelector("iframe"));
    this.frame.after = () => this.follow();
    this.typedPage = new TypedPage(form, pane.dataset.address, this);
    this.places = {};
    this.button.hidden = false;
    this.button.addEventListener("click", () => (this.pane.open ? this.pane.close() : this.open({ asked: true })));
    pane.querySelector("[data-close]").addEventListener("click", () => pane.close());
    pane.addEventListener("close", () => this.closed());
    pane.addEventListener("change", ({ target }) => this.widen(target));
    this.narrow.addEventListener("change", () => pane.open && pane.close());
    for (const name of ["input", "change", "formset:added", "desk:saved"]) form.addEventListener(name, () => this.typed());
    document.addEventListener("formset:removed", () => this.typed());
    form.addEventListener("focusin", ({ target }) => this.come(target));
    const kept = this.remembered();
    this.choose(kept.frame ?? (window.innerWidth < 1600 ? "phone" : "desktop"));
    if (kept.open && !this.narrow.matches) this.open({ asked: false });
  }

  remembered() {
    try {
      return JSON.parse(localStorage.getItem(this.store)) ?? {};
    } catch {
      return {};
    }
  }

  remember() {
    // A preview that lies over the form is open for the moment.
    const open = this.narrow.matches ? Boolean(this.remembered().open) : this.pane.open;
    try {
      localStorage.setItem(this.store, JSON.stringify({ open, frame: this.pane.dataset.frame }));
    } catch {
      /* Not allowed: then it opens as it does at first. */
    }
  }

  open({ asked }) {
    if (this.narrow.matches) this.pane.showModal();
    else this.pane.open = true;
    this.button.setAttribute("aria-expanded", "true");
    if (asked) this.remember();
    this.typed(0);
  }

  closed() {
    const inside = this.pane.contains(document.activeElement) || document.activeElement === document.body;
    this.button.setAttribute("aria-expanded", "false");
    this.remember();
    if (inside) this.button.focus({ preventScroll: true });
  }

  choose(name) {
    const width = this.pane.querySelector(`[value="${CSS.escape(name)}"]`) ?? this.pane.querySelector("[type=radio]");
    width.checked = true;
    this.pane.dataset.frame = width.value;
    this.medium = { width: Number(width.dataset.width), medium: width.dataset.medium };
  }

  widen(radio) {
    this.choose(radio.value);
    this.remember();
    if (this.html) this.frame.show(this.html, this.medium);
  }

  typed(wait) {
    if (this.pane.open) this.typedPage.wanted(wait);
  }

  shown({ html, places }) {
    this.places = places;
    const isFile = [...this.form.querySelectorAll("[type=file]")].some((each) => each.files.length);
    this.say(isFile ? FILE : "");
    if (html === this.html) return;
    this.html = html;
    this.frame.show(html, this.medium);
  }

  say(words) {
    if (this.said.textContent !== words) this.said.textContent = words;
  }

  /* Where the focus goes in the form, there goes the page. */
  come(field) {
    const part = field.closest(".desk-row, .desk-section");
    if (!part || part === this.part) return;
    this.part = part;
    this.arrived = false;
    this.follow();
  }

  follow() {
    if (!this.part || this.arrived || !this.pane.open || !this.frame.page) return;
    const row = this.places[this.part.id];
    const found = row ? this.frame.page.querySelector(`[id$="-${CSS.escape(row)}"]`) : this.placeOf(this.part);
    // A new row is in the page once something stands in it.
    this.arrived = Boolean(found) || !this.part.matches(".desk-row");
    this.frame.goTo(found);
  }

  /* The section's own place, or that of the one before it that has any; what comes before all is the top. */
  placeOf(part) {
    const sections = [...this.form.querySelectorAll(".desk-section")];
    const before = sections.slice(0, sections.indexOf(part.closest(".desk-section")) + 1);
    const places = before.map((each) => this.frame.page.getElementById(each.dataset.shown ?? each.id));
    return places.findLast(Boolean) ?? null;
  }
}

const pane = document.querySelector(".desk-live");
const form = document.querySelector("form.desk-form[data-scratch]");
if (pane && form) new LivePreview(pane, form);

/** Open the preview, or close it. */
export function togglePreview() {
  form?.querySelector(".desk-live-button:not([hidden])")?.click();
}
