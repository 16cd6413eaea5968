/*
 * Asks for the page that a form makes as it stands: one request at a time. What is typed meanwhile is asked for
 * as soon as the answer is here, so that an older page never takes the place of a newer one. Nothing is saved.
 */

import { csrfOf, textOf } from "./typed-text.js";

const AFTER = 250;
const GIVE_UP_AFTER = 10000;
const AWAY = "The desk cannot be reached: this is how the page was.";
const ENDED = "You are signed out: this is how the page was.";

export class TypedPage {
  /** `to.shown` is told each page, `to.say` why there is none. */
  constructor(form, address, to) {
    this.form = form;
    this.address = address;
    this.to = to;
  }

  /** Ask, once nothing was typed for a moment. */
  wanted(wait = AFTER) {
    this.waiting = true;
    if (this.flying) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), wait);
  }

  async ask() {
    this.flying = true;
    this.waiting = false;
    try {
      await this.answered(await this.post());
    } catch {
      this.to.say(AWAY);
    } finally {
      this.flying = false;
      if (this.waiting) this.wanted();
    }
  }

  post() {
    const body = textOf(this.form);
    body.set("csrfmiddlewaretoken", csrfOf(this.form));
    const signal = AbortSignal.timeout(GIVE_UP_AFTER);
    return fetch(this.address, { method: "POST", body, redirect: "manual", signal });
  }

  async answered(answer) {
    if (answer.type === "opaqueredirect" || answer.status === 403) this.to.say(ENDED);
    else if (answer.status === 422) this.to.say(this.why((await answer.json()).wrong));
    else if (answer.ok) this.to.shown(await answer.json());
    else throw new Error(String(answer.status));
  }

  why([first, ...more]) {
    const named = first.label ? `${first.label}: ` : "";
    const others = more.length ? ` And ${more.length} more.` : "";
    return `What you typed last cannot be shown. ${named}${first.said}${others}`;
  }
}
