/*
 * Ctrl+S and "Save" send the form and stay in it: cursor, scroll, undo and open rows are as they were. One save
 * at a time; a second press waits for the first. Every other button, and a browser without this file, sends
 * the same form to the same address and is shown the next page.
 */

import { keepPlace } from "./place.js";
import { settleRows, snapshot } from "./row-numbers.js";
import { signInAgain } from "./sign-in-again.js";
import { textOf, tokenOf } from "./typed-text.js";
import { clearWrong, showWrong } from "./wrong-fields.js";

const AWAY = "The desk cannot be reached: nothing is saved. Your text is still here; press Save again.";

class SaveInPlace {
  constructor(form) {
    this.form = form;
    this.kept = form.querySelector(".desk-kept");
    this.alarm = form.querySelector(".desk-not-kept");
    form.addEventListener("submit", (event) => this.submitted(event), { capture: true });
  }

  submitted(event) {
    if (event.submitter?.name !== "_continue") return;
    if (!this.form.hasAttribute("data-in-place")) {
      keepPlace(this.form.action || location.href);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.flying) this.again = true;
    else this.save();
  }

  async save() {
    this.flying = true;
    this.again = false;
    this.kept.textContent = "Saving …";
    const sent = { rows: snapshot(this.form), text: String(textOf(this.form)), token: tokenOf(this.form) };
    const data = new FormData(this.form);
    data.set("_continue", "1");
    sent.file = [...data.values()].some((each) => each instanceof File && each.size);
    this.form.dispatchEvent(new Event("desk:saving"));
    try {
      await this.answered(await this.post(data), sent);
    } catch {
      this.kept.textContent = "";
      this.alarm.textContent = AWAY;
    } finally {
      this.flying = false;
      this.form.dispatchEvent(new Event("desk:save-over"));
      if (this.again && !document.querySelector("dialog[open]")) this.save();
    }
  }

  post(data) {
    const headers = { Accept: "application/json" };
    return fetch(this.form.action || location.href, { method: "POST", body: data, headers, redirect: "error" });
  }

  async answered(answer, sent) {
    const isData = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (!isData) throw new Error(String(answer.status));
    const told = await answer.json();
    if (told.ended) this.ended(told);
    else if (told.wrong) this.refused(told.wrong);
    else if (told.go) this.leave(told.go, sent);
    else this.saved(told, sent);
  }

  ended(told) {
    this.kept.textContent = "";
    this.again = false;
    if (told.ended === "form") {
      this.setCsrf(told.csrf);
      this.again = true;
    } else signInAgain(this.form, () => this.save());
  }

  refused(wrong) {
    this.kept.textContent = "";
    this.again = false;
    showWrong(this.form, wrong);
  }

  leave(address, sent) {
    keepPlace(address);
    this.settledAt(sent, { clean: true, leaves: true });
    location.assign(address);
  }

  saved(told, sent) {
    try {
      for (const [prefix, rows] of Object.entries(told.rows)) settleRows(this.form, prefix, sent.rows.get(prefix), rows);
    } catch {
      this.leave(location.href, sent);
      return;
    }
    const clean = String(textOf(this.form)) === sent.text;
    this.form.elements.loaded.value = told.loaded;
    this.form.elements.form.value = told.form;
    this.setCsrf(told.csrf);
    clearWrong(this.form);
    this.show(told);
    this.settledAt(sent, { clean });
    if (sent.file) this.leave(location.href, sent);
  }

  setCsrf(token) {
    for (const each of document.querySelectorAll("[name=csrfmiddlewaretoken]")) each.value = token;
  }

  show(told) {
    this.form.querySelector(".desk-bar-title").textContent = told.title;
    this.form.querySelector(".desk-side-cards").innerHTML = told.side;
    const badge = this.form.querySelector(".desk-side-cards .desk-badge");
    if (badge) this.form.querySelector(".desk-bar .desk-badge")?.replaceWith(badge.cloneNode(true));
    const presence = document.querySelector("desk-presence");
    if (presence) presence.dataset.mark = told.loaded;
    document.querySelector(".unsaved-text.is-restored")?.remove();
    const slug = this.form.elements.slug;
    if (slug && !slug.value) slug.value = told.slug;
    for (const [anchor, { told: words, marks }] of Object.entries(told.sections)) this.mark(anchor, words, marks);
    const at = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
    this.kept.textContent = `Saved ${at}`;
    this.alarm.textContent = told.said.join(" ");
  }

  mark(anchor, words, marks) {
    const line = document.querySelector(`[id="${anchor}"] > .desk-fold > .desk-fold-line`);
    const entry = document.querySelector(`.desk-outline a[href="#${anchor}"]`)?.parentElement;
    if (line) line.querySelector(".desk-told").textContent = words;
    for (const place of [line, entry]) {
      place?.querySelectorAll(".desk-mark").forEach((old) => old.remove());
      place?.insertAdjacentHTML("beforeend", marks);
    }
  }

  /* Whoever keeps what is typed learns that it is saved; `clean` where nothing was typed meanwhile, `leaves` where the next page comes. */
  settledAt({ token }, { clean, leaves = false }) {
    this.form.dispatchEvent(new CustomEvent("desk:saved", { bubbles: true, detail: { token, clean, leaves } }));
  }
}

const form = document.querySelector("form.desk-form[data-scratch]");
if (form) new SaveInPlace(form);
