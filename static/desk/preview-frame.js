/* The frame in which a preview stands: a page is put into it as HTML, and another one in its place without a
   flicker and at the same scroll. The page stands in it as on a telephone, a screen or paper, made smaller
   where there is less room.

   SECURITY: the frame is sandboxed and runs no script, whatever is written in the page. */

import { toPaper } from "./paper.js";

/* What runs or is fetched for a script. */
const NOT_SHOWN = "script, noscript, link[rel=modulepreload], link[rel=manifest], meta[http-equiv]";

export class PreviewFrame {
  constructor(frame) {
    this.frame = frame;
    this.room = frame.parentElement;
    frame.addEventListener("load", () => this.ready());
    new ResizeObserver(() => this.fit()).observe(this.room);
  }

  get page() {
    return this.shown ? this.frame.contentDocument : null;
  }

  /** Show `html` as on a medium: its width in CSS pixels, and "screen" or "print". */
  show(html, { width, medium }) {
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const each of page.querySelectorAll(NOT_SHOWN)) each.remove();
    const same = this.shown && this.medium === medium;
    this.width = width;
    this.medium = medium;
    this.fit();
    if (!same) {
      this.scroll = this.page?.scrollingElement.scrollTop ?? this.scroll ?? 0;
      this.shown = false;
      this.frame.srcdoc = `<!DOCTYPE html>${page.documentElement.outerHTML}`;
      return;
    }
    const here = this.page;
    const at = here.scrollingElement.scrollTop;
    here.documentElement.lang = page.documentElement.lang;
    here.body.replaceWith(here.adoptNode(page.body));
    this.jump(at);
    this.after?.();
  }

  ready() {
    const page = this.frame.contentDocument;
    if (!this.frame.srcdoc || !page?.body) return;
    this.shown = true;
    page.addEventListener("click", (event) => this.clicked(event));
    if (this.medium === "print") for (const sheet of page.styleSheets) toPaper(sheet.cssRules);
    this.jump(this.scroll ?? 0);
    this.after?.();
  }

  /* A page narrower than the room stands in the middle of it; a wider one is made smaller. */
  fit() {
    if (!this.width) return;
    const { clientWidth, clientHeight } = this.room;
    this.frame.width = this.width;
    // Round a sheet of paper its margins.
    const wide = this.frame.offsetWidth;
    const margins = this.frame.offsetHeight - this.frame.clientHeight;
    const scale = Math.min(1, clientWidth / wide);
    this.frame.height = Math.max(0, Math.round(clientHeight / scale) - margins);
    this.frame.style.setProperty("--preview-scale", scale);
    this.frame.style.setProperty("--preview-left", `${Math.max(0, (clientWidth - wide * scale) / 2)}px`);
  }

  jump(top, behavior = "instant") {
    this.frame.contentWindow.scrollTo({ top, behavior });
  }

  /** Scroll to an element of the page; the window round the frame stays where it is. */
  goTo(element) {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const top = element ? element.getBoundingClientRect().top + this.page.scrollingElement.scrollTop - 24 : 0;
    this.jump(top, calm ? "instant" : "smooth");
  }

  /* Links within the page go there; all others open in a tab of their own: the site may not be framed. */
  clicked(event) {
    const link = event.target.closest?.("a[href]");
    if (!link) return;
    event.preventDefault();
    const address = link.getAttribute("href");
    if (address.startsWith("#")) this.goTo(this.page.getElementById(decodeURIComponent(address.slice(1))));
    else window.open(new URL(address, location.href), "_blank", "noopener");
  }
}
