/* The reading screen: each field that changes and each button is sent at once, one after the other, and the
   page is drawn anew in place; focus and scroll stay. Without this script the form goes as a whole. */

import { found, land, whereabouts } from "./reading-focus.js";
import { holds, stepOn, steps } from "./reading-steps.js";

const page = document.querySelector("[data-reading]");
let waiting = Promise.resolve();
let busy = 0;
let drawing = false;
// A page drawn anew between the two halves of a click would swallow it.
let released = Promise.resolve();

addEventListener("pointerdown", () => {
  released = new Promise((resolve) => {
    const done = () => setTimeout(resolve);
    addEventListener("pointerup", done, { once: true });
    addEventListener("pointercancel", done, { once: true });
  });
});

const form = () => document.getElementById("reading");

function token() {
  return form().querySelector("[name=csrfmiddlewaretoken]").value;
}

function open() {
  return [...page.querySelectorAll("details[open]")].map((each) => each.id).filter(Boolean);
}

async function fetched(address, body) {
  const options = body ? { method: "POST", body } : {};
  const answer = await fetch(address, { ...options, headers: { "X-Reading": "1" }, credentials: "same-origin" });
  if (!answer.ok || (body && answer.redirected)) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function draw(fresh, focus) {
  const next = fresh.querySelector("[data-reading]");
  if (!next) throw new Error("no page");
  const opened = open();
  const held = document.activeElement;
  const text = document.getElementById("text");
  const [id, top] = [focus ?? held?.id, text.scrollTop];
  const selection = held?.matches?.("input[type=text], textarea") ? [held.selectionStart, held.selectionEnd] : null;
  // What is being typed and has not been sent yet.
  const typed = selection && held.value !== held.defaultValue;
  const stepped = !focus && holds(held);
  const kept = !focus && typed ? held.value : null;
  const place = focus ? null : whereabouts(held);
  drawing = true;
  page.replaceChildren(...document.adoptNode(next).childNodes);
  drawing = false;
  for (const each of opened) document.getElementById(each)?.setAttribute("open", "");
  const again = (id ? document.getElementById(id) : null) ?? found(place);
  if (again && stepped) stepOn(again, held);
  else if (again && kept !== null) keep(again, kept);
  document.getElementById("text").scrollTop = top;
  land(again, id);
  if (again && selection && again.setSelectionRange) again.setSelectionRange(...selection);
  const said = [...fresh.querySelectorAll(".messagelist li")].map((each) => each.textContent.trim());
  if (said.length) document.getElementById("reading-said").textContent = said.join(" ");
}

// A browser tells of a change only what was typed since the field was focused, and it is focused anew.
function keep(field, typed) {
  field.value = typed;
  const tell = () => field.value === typed && field.dispatchEvent(new Event("change", { bubbles: true }));
  field.addEventListener("blur", tell, { once: true });
}

export function send(entries, focus) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", token());
  for (const [name, value] of entries) body.append(name, value);
  return queue(() => fetched(location.pathname + location.search, body), focus, () => form().submit());
}

function queue(fetching, focus, otherwise) {
  busy += 1;
  waiting = waiting
    .then(fetching)
    .then(async (fresh) => {
      await released;
      busy -= 1;
      draw(fresh, focus);
    })
    .catch(otherwise);
  return waiting;
}

export function show(address, focus) {
  const fetching = async () => {
    const fresh = await fetched(address);
    history.replaceState(null, "", address.split("#")[0]);
    return fresh;
  };
  return queue(fetching, focus, () => location.assign(address));
}

// A field taken away with the focus in it changes and blurs as well: what is half typed is kept, not sent.
page.addEventListener("change", (event) => {
  const field = event.target;
  if (drawing) return;
  if (!field.name || field.name.startsWith("reason:") || field.matches("[name^='section:']")) return;
  if (!steps(field)) send([[field.name, field.value]]);
});

page.addEventListener("reading:chosen", (event) => send([[event.target.name, event.target.value]]));

page.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.id === "finish" && busy) {
    event.preventDefault();
    waiting.then(() => document.getElementById("finish")?.click());
  }
  if (button?.name !== "do") return;
  event.preventDefault();
  const near = button.closest("article, details, section, .read-panel") ?? page;
  const typed = [...near.querySelectorAll("input[name^='reason:'], select[name^='section:']")];
  send([["do", button.value], ...typed.map((each) => [each.name, each.value])]);
});

page.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-open]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const place = link.closest("li")?.querySelector("select, .read-words")?.id;
  const line = new URL(link.href).searchParams.get("line");
  show(link.href, line ? `id_line-${line}-place` : link.id === "close-line" ? place : link.id);
});

// What was put right before this script was there to hear of it: else the next drawing would take it away.
for (const field of page.querySelectorAll("input, select, textarea")) {
  if (field !== document.activeElement && isPutRight(field)) field.dispatchEvent(new Event("change", { bubbles: true }));
}

function isPutRight(field) {
  if (field.matches("[type=radio]")) return field.checked && !field.defaultChecked;
  if (!field.matches("select")) return field.matches("[type=text], textarea") && field.value !== field.defaultValue;
  const sent = [...field.options].find((each) => each.defaultSelected) ?? field.options[0];
  return field.value !== sent?.value;
}
