/*
 * "+" and the pencil beside a choice, and the page behind a row, open in a dialog: the form of that page in a
 * frame, with all that it can do. What is saved there stands in the field at once, as a change that is not
 * saved yet. Without this file the links lead to the page itself.
 */

import { set } from "./found-facts.js";
import { FramedDialog, made } from "./framed-dialog.js";
import { signInAgain } from "./sign-in-again.js";
import { csrfOf } from "./typed-text.js";

const LINKS = '.related-widget-wrapper-link[data-popup="yes"], .desk-chosen a';
const FIRST = ".ProseMirror, input:not([type=hidden], [type=search]), select, textarea";

class RelatedDialog extends FramedDialog {
  constructor(link) {
    super(link.title || link.textContent);
    this.link = link;
    // The field itself: rows may have other numbers when the dialog closes.
    this.field = document.getElementById(link.id.replace(/^(add|change|view)_/, ""));
    this.frame.addEventListener("load", () => this.loaded());
    const address = new URL(link.href);
    this.page = address.href;
    address.searchParams.set("_popup", "1");
    this.show(address);
  }

  loaded() {
    const page = this.frame.contentDocument;
    if (page?.URL === "about:blank") return;
    // A page that may not be framed: a login that has ended, or two saves that met.
    if (!page?.body) this.goThere();
    else if (page.body.dataset.chosen) this.chosen(JSON.parse(page.body.dataset.chosen));
    else this.listen(page);
  }

  listen(page) {
    for (const name of ["input", "change"]) page.addEventListener(name, () => (this.dirty = true));
    page.addEventListener("keydown", (event) => this.key(event));
    page.addEventListener("click", ({ target }) => this.lead(target.closest("a[href]")));
    page.addEventListener("submit", (event) => this.submitted(event), { capture: true });
    const form = page.querySelector("#content form");
    const wrong = page.querySelector(".errornote a, .errors :is(input, select, textarea)");
    (wrong ?? form?.querySelector("[autofocus]") ?? [...(form?.querySelectorAll(FIRST) ?? [])].find((each) => each.checkVisibility()))?.focus();
  }

  /* What leads away from the form opens in a tab of its own. */
  lead(link) {
    if (link && !link.hash && !link.matches(LINKS)) link.target = "_blank";
  }

  /* Nothing is sent that would be lost: where the login has ended, one signs in first, beside it. */
  async submitted(event) {
    const around = document.querySelector("form[data-log-in]");
    if (this.sure || !around) {
      this.sure = false;
      return;
    }
    const { target, submitter } = event;
    event.preventDefault();
    event.stopImmediatePropagation();
    const send = () => {
      for (const each of target.querySelectorAll("[name=csrfmiddlewaretoken]")) each.value = csrfOf(around);
      this.sure = true;
      target.requestSubmit(submitter);
    };
    const here = new URL(around.dataset.logIn, location.href).searchParams.get("next");
    const answer = await fetch(here, { method: "HEAD", redirect: "manual" }).catch(() => null);
    if (answer?.type === "opaqueredirect") signInAgain(around, send);
    else send();
  }

  goThere() {
    const link = made("a", "Open it in a tab of its own", { href: this.page, target: "_blank" });
    const said = made("p", "This cannot be shown here. ");
    said.append(link);
    this.frame.replaceWith(said);
    this.dirty = false;
    link.focus();
  }

  chosen({ action, value, new_value: now, obj }) {
    if (action === "change") this.rename(now ?? value, obj);
    else if (this.field) set(this.field, value, obj);
    const seen = this.field?.parentElement.querySelector(".select2-selection") ?? this.field;
    this.close(seen);
  }

  /* Everywhere in the form where it is chosen. */
  rename(value, name) {
    const model = this.link.closest("[data-model-ref]")?.dataset.modelRef;
    for (const option of document.querySelectorAll(`[data-model-ref="${model}"] option[value="${CSS.escape(value)}"]`)) {
      // Another option: select2 keeps what it has read of the old one.
      const select = option.parentElement;
      option.replaceWith(new Option(name, value, option.defaultSelected, option.selected));
      window.django?.jQuery(select).trigger("change.select2");
    }
    const line = this.link.closest(".desk-row")?.querySelector(".inline_label");
    if (line && !model) line.textContent = name;
  }
}

document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.(LINKS);
    if (!link?.href || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    new RelatedDialog(link);
  },
  { capture: true },
);
