/* A shared preview: words that are selected are taken along to the page where one answers the desk. They go by
   this window's own memory, never by an address, which servers write down. */

const KEPT = "preview-words";
const CONTEXT = 48;

const link = document.querySelector(".shared-words");
const form = document.querySelector(".shared-answer form");

function around(range, text) {
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const after = document.createRange();
  after.setStart(range.endContainer, range.endOffset);
  after.setEnd(text, text.childNodes.length);
  return { before: before.toString().slice(-CONTEXT), after: after.toString().slice(0, CONTEXT) };
}

if (link) {
  const text = document.getElementById("main");
  document.addEventListener("selectionchange", () => {
    const selection = window.getSelection();
    const words = selection.toString().trim();
    link.hidden = !words || !selection.rangeCount || !text.contains(selection.anchorNode);
    if (link.hidden) return;
    const range = selection.getRangeAt(0);
    sessionStorage.setItem(KEPT, JSON.stringify({ quoted: words.slice(0, 1000), ...around(range, text) }));
  });
}

if (form) {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  sessionStorage.removeItem(KEPT);
  if (kept && !form.elements.quoted.value) {
    for (const name of ["quoted", "before", "after"]) form.elements[name].value = kept[name];
    form.querySelector("[name=verdict][value=note]").checked = true;
  }
}
