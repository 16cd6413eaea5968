/* The text of a form as it would be sent, and copies of it that this browser keeps by itself. */

const PREFIX = "desk-text:";
const KEPT_FOR = 30 * 24 * 60 * 60 * 1000;

/** Everything but files and the CSRF token. */
export function textOf(form) {
  const text = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "csrfmiddlewaretoken") text.append(name, value);
  }
  return text;
}

export function csrfOf(form) {
  return form.elements.csrfmiddlewaretoken?.value ?? "";
}

export function tokenOf(form) {
  return form.elements.form?.value ?? "";
}

/** What to send to keep a text: with the place that it has among the texts of its form. */
export function asRequest(text, order, csrf, typedAt) {
  const body = new URLSearchParams(text);
  body.set("order", String(order));
  body.set("typed_at", String(typedAt));
  body.set("csrfmiddlewaretoken", csrf);
  return body;
}

function nameOf(form, token) {
  return `${PREFIX}${form.dataset.copy}:${token}`;
}

/** `late` where it was typed while a save of the form was under way. */
export function keepCopy(form, order, { late = false } = {}) {
  const copy = { order, at: Date.now(), text: String(textOf(form)), late };
  try {
    localStorage.setItem(nameOf(form, tokenOf(form)), JSON.stringify(copy));
  } catch {
    /* Full, or not allowed: then the server's copy has to do. */
  }
}

export function dropCopy(form, token) {
  try {
    localStorage.removeItem(nameOf(form, token));
  } catch {
    /* Nothing is there. */
  }
}

/** Copies of this page by this person, of other openings of its form; what is too old goes. */
export function otherCopies(form) {
  const mine = `${PREFIX}${form.dataset.copy}:`;
  const found = [];
  try {
    for (const name of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
      const copy = JSON.parse(localStorage.getItem(name));
      if (Date.now() - copy.at > KEPT_FOR) localStorage.removeItem(name);
      else if (name.startsWith(mine) && name !== nameOf(form, tokenOf(form))) {
        found.push({ ...copy, token: name.slice(mine.length) });
      }
    }
  } catch {
    /* Not allowed to look. */
  }
  return found;
}
