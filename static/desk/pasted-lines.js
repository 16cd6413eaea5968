/*
 * Plain fields: in one of one line pasted line breaks become spaces, and what is longer than the field takes is
 * kept whole and said, with a way back. In one of several lines every kind of line break becomes one.
 */

const BREAKS = /[ \t]*[\t\r\n\v\f\u0085\u2028\u2029][\s\u0085]*/g;
const SEPARATORS = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;
const UNSEEN = /[\u00ad\u200b\ufeff]/g;
const LINES = "input:not([type]), input[type=text], input[type=search], input[type=url]";
const notes = new WeakMap();

/** Return pasted text as one line. */
export function asLine(text) {
  return text.replace(UNSEEN, "").replace(/^\s+(?=.*[\r\n])|\s*[\r\n\v\f]+\s*$/g, "").replace(BREAKS, " ");
}

export function asLines(text) {
  return text.replace(SEPARATORS, "\n");
}

/* By the browser's own hand, so that Ctrl+Z knows of it. */
function put(field, text) {
  field.focus();
  const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
  if (done) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/* Characters as the desk counts them. */
function lengthOf(text) {
  return [...text].length;
}

function room(field) {
  if (field.maxLength > 0) {
    field.dataset.most = field.maxLength;
    field.removeAttribute("maxlength");
  }
  return Number(field.dataset.most) || Infinity;
}

function labelOf(field) {
  return field.labels?.[0]?.textContent.replace(/\s+/g, " ").trim() || "This field";
}

function noteOf(field) {
  const kept = notes.get(field);
  if (kept?.box.isConnected) return kept;
  const box = document.createElement("div");
  box.className = "desk-pasted";
  const words = document.createElement("span");
  words.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Undo paste";
  box.append(words, button);
  field.after(box);
  const note = { box, words, button, before: null };
  button.addEventListener("click", () => {
    field.select();
    put(field, note.before);
    field.select();
  });
  notes.set(field, note);
  return note;
}

/* Say how much there is too much, until it fits. */
function weigh(field) {
  const most = Number(field.dataset?.most) || Infinity;
  const length = most < Infinity ? lengthOf(field.value) : 0;
  const note = length > most ? noteOf(field) : notes.get(field);
  if (!note) return;
  const words = length > most ? `${labelOf(field)}: ${length} characters, and there is room for ${most}. Nothing is cut; shorten it by ${length - most}.` : "";
  note.words.textContent = words;
  note.button.hidden = !words || note.before === null || note.before === field.value;
}

function pasted(event) {
  const field = event.target;
  const isLine = field.matches?.(LINES);
  if (event.defaultPrevented || !(isLine || field.matches?.("textarea")) || field.readOnly || field.disabled) return;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const clean = isLine ? asLine(text) : asLines(text);
  const before = field.value;
  const after = lengthOf(before) - lengthOf(before.slice(field.selectionStart, field.selectionEnd)) + lengthOf(clean);
  if (after > room(field)) noteOf(field).before = before;
  if (clean !== text) {
    event.preventDefault();
    put(field, clean);
  }
}

document.addEventListener("paste", pasted);
document.addEventListener("input", ({ target }) => weigh(target));
