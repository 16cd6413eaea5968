/*
 * Keeps what is typed and not saved: at once in this browser, a little later on the server, one request
 * at a time. The number of each text says which is newer, whatever order requests and answers take.
 */

import { asRequest, csrfOf, dropCopy, keepCopy, textOf, tokenOf } from "./typed-text.js";

const COPY_AFTER = 300;
const SEND_AFTER = 1200;
const SEND_WITHIN = 3500;
const GIVE_UP_AFTER = 10000;
const RETRY_AFTER = [3000, 6000, 12000, 30000];

const HERE = "It is kept in this browser.";
const ENDED = `Your login has ended, or this form has expired. Your text is not lost: ${HERE}`;
const AWAY = `The desk cannot be reached. Your text is not lost: ${HERE}`;

export class Autosave {
  constructor(form) {
    this.form = form;
    this.order = Date.now();
    this.failures = 0;
    this.note = form.querySelector(".desk-kept");
    this.alarm = form.querySelector(".desk-not-kept");
    const typed = () => this.typed();
    for (const name of ["input", "change", "formset:added"]) form.addEventListener(name, typed);
    document.addEventListener("formset:removed", typed);
    form.addEventListener("submit", () => this.submitted());
    form.addEventListener("desk:saving", () => this.waits());
    form.addEventListener("desk:saved", ({ detail }) => this.saved(detail));
    form.addEventListener("desk:save-over", () => this.goesOn());
    window.addEventListener("pagehide", () => this.hidden());
    window.addEventListener("pageshow", () => {
      this.sent = false;
    });
  }

  typed() {
    if (this.sent) return;
    this.since ??= Date.now();
    this.unsent = true;
    clearTimeout(this.copying);
    this.copying = setTimeout(() => this.copy(), COPY_AFTER);
    const left = this.since + SEND_WITHIN - Date.now();
    this.later(Math.max(0, Math.min(SEND_AFTER, left)));
  }

  /* What is typed while a save is under way is no part of it, even where that closes the form. */
  copy() {
    keepCopy(this.form, ++this.order, { late: Boolean(this.saving && this.unsent) });
  }

  later(wait) {
    clearTimeout(this.sending);
    this.sending = setTimeout(() => this.send(), wait);
  }

  async send() {
    if (this.flying || this.saving || this.sent || !this.unsent) return;
    this.flying = true;
    this.unsent = false;
    this.since = undefined;
    keepCopy(this.form, ++this.order);
    try {
      const token = tokenOf(this.form);
      await this.answered(await this.post(), token);
    } catch {
      this.failed(AWAY);
    } finally {
      this.flying = false;
      if (this.unsent) this.later(this.failures ? this.pause() : SEND_AFTER);
    }
  }

  post() {
    return fetch(this.form.dataset.scratch, {
      method: "POST",
      body: asRequest(textOf(this.form), this.order, csrfOf(this.form), Date.now()),
      redirect: "manual",
      signal: AbortSignal.timeout(GIVE_UP_AFTER),
    });
  }

  async answered(answer, token) {
    if (answer.status === 409) {
      this.order = Math.max(this.order, (await answer.json()).order);
      this.owe();
    } else if (answer.status === 413) {
      this.say("This text is too long to be kept beside the page. Save it.");
    } else if (answer.type === "opaqueredirect" || answer.status === 403) {
      this.failed(ENDED);
    } else if (!answer.ok) {
      this.failed(AWAY);
    } else {
      this.kept(await answer.json(), token);
    }
  }

  kept(answer, token) {
    this.failures = 0;
    // Sent before the form was saved, answered after it, or while its next page is on the way.
    if (this.sent || token !== tokenOf(this.form)) return;
    // By the save that is under way: its answer says what comes now, unless it is lost.
    if (this.saving) this.owed ||= Boolean(answer.closed);
    else if (answer.closed) {
      // This opening of the form has been saved: what is typed from here on is another text.
      dropCopy(this.form, tokenOf(this.form));
      this.form.elements.form.value = answer.form;
      this.unsent = true;
    } else {
      this.say("");
      this.note.textContent = `Unsaved, kept ${answer.at}`;
    }
  }

  failed(words) {
    this.failures += 1;
    this.owe();
    this.say(words);
  }

  /* What could not be sent is sent again, unless the save that is under way takes it. */
  owe() {
    if (this.saving) this.owed = true;
    else this.unsent = true;
  }

  pause() {
    return RETRY_AFTER[Math.min(this.failures, RETRY_AFTER.length) - 1];
  }

  say(words) {
    if (this.alarm.textContent !== words) this.alarm.textContent = words;
    if (words) this.note.textContent = "";
  }

  submitted() {
    clearTimeout(this.copying);
    if (this.since || this.unsent) keepCopy(this.form, ++this.order);
    this.sent = true;
  }

  /* A save takes all that is typed; a text sent beside it could be taken for another one. */
  waits() {
    this.saving = true;
    this.owed = this.unsent;
    this.unsent = false;
    clearTimeout(this.sending);
  }

  goesOn() {
    this.saving = false;
    this.unsent ||= this.owed;
    this.owed = false;
    if (this.unsent && !this.sent) this.later(SEND_AFTER);
  }

  /*
   * Saved: what was kept of it goes, and what was typed meanwhile is a new text. Where the form is left,
   * nothing more is sent of it.
   */
  saved({ token, clean, leaves }) {
    this.sent = Boolean(leaves);
    for (const timer of [this.copying, this.sending]) clearTimeout(timer);
    for (const each of [token, tokenOf(this.form)]) dropCopy(this.form, each);
    this.unsent = false;
    this.owed = false;
    this.since = undefined;
    this.failures = 0;
    if (!clean) this.typed();
  }

  hidden() {
    if (this.sent || !(this.unsent || this.owed)) return;
    this.copy();
    const body = asRequest(textOf(this.form), this.order, csrfOf(this.form), Date.now());
    navigator.sendBeacon(this.form.dataset.scratch, body);
  }
}

for (const form of document.querySelectorAll("form[data-scratch]")) new Autosave(form);
