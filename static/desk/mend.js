/* A click on a sentence of the framed page opens the text that it stands in, with the sentence chosen there.
   The notice to readers follows what is written. */

const form = document.querySelector("form[data-mend]");
const frame = form?.querySelector("iframe[data-live]");
const BLOCK = "p, li, h1, h2, h3, h4, dt, dd, blockquote, figcaption, summary, q, cite";
const inLine = (text) => text.replace(/\s+/g, " ").trim();

/* The sentence at a place of a block's text. */
function sentenceAt(text, place) {
  let end = 0;
  for (const piece of text.match(/[^.!?…]+(?:[.!?…]+["”’)]*|$)\s*/g) ?? [text]) {
    end += piece.length;
    if (place < end) return inLine(piece);
  }
  return inLine(text);
}

function caretAt(inside, x, y) {
  const position = inside.caretPositionFromPoint?.(x, y);
  if (position) return [position.offsetNode, position.offset];
  const range = inside.caretRangeFromPoint?.(x, y);
  return range ? [range.startContainer, range.startOffset] : [];
}

function placeIn(block, event) {
  const inside = block.ownerDocument;
  const [node, offset] = caretAt(inside, event.clientX, event.clientY);
  if (!node || !block.contains(node)) return 0;
  const before = inside.createRange();
  before.selectNodeContents(block);
  before.setEnd(node, offset);
  return before.toString().length;
}

/* The text that holds the words, and best the whole block. */
function holder(places, sentence, block) {
  const holding = places.filter((each) => each.words.includes(sentence) || (each.words && block.includes(each.words)));
  return holding.find((each) => each.words.includes(block)) ?? holding[0];
}

function places() {
  const others = [...form.querySelectorAll("template[data-text]")].map((each) => ({
    words: inLine(each.content.textContent),
    opener: each.parentElement.querySelector("a, button"),
  }));
  const open = [...form.querySelectorAll("template[data-open]")].map((each) => ({
    words: inLine(each.content.textContent),
    field: document.getElementById(`field-${each.dataset.open}`),
  }));
  return [...open, ...others];
}

function choose(field, words) {
  const area = field.querySelector("textarea:not([hidden])");
  const editor = field.querySelector(".ProseMirror");
  field.scrollIntoView({ block: "center" });
  if (editor) return chooseIn(editor, words);
  area.focus();
  const at = area.value.indexOf(words);
  if (at >= 0) area.setSelectionRange(at, at + words.length);
}

function chooseIn(editor, words) {
  editor.focus();
  const nodes = [];
  const walk = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
  let text = "";
  while (walk.nextNode()) {
    nodes.push([text.length, walk.currentNode]);
    text += walk.currentNode.data;
  }
  const at = text.indexOf(words);
  if (at < 0) return;
  const point = (offset) => {
    const [start, node] = nodes.findLast(([begin]) => begin <= offset);
    return [node, offset - start];
  };
  const [last, end] = point(at + words.length - 1);
  getSelection().setBaseAndExtent(...point(at), last, end + 1);
}

function onPage(event) {
  const block = event.target.closest(BLOCK);
  event.preventDefault();
  if (!block) return;
  const whole = inLine(block.textContent);
  const sentence = sentenceAt(block.textContent, placeIn(block, event));
  const found = holder(places(), sentence, whole);
  if (!found) return;
  if (found.field) choose(found.field, sentence);
  else {
    sessionStorage.setItem("desk-mend", sentence);
    found.opener.click();
  }
}

function listen() {
  const inside = frame.contentDocument;
  const sheet = new frame.contentWindow.CSSStyleSheet();
  sheet.replaceSync(":is(p, li, h1, h2, h3, dd, blockquote):hover { cursor: text; outline: 2px solid Highlight; }");
  inside.adoptedStyleSheets = [...inside.adoptedStyleSheets, sheet];
  inside.addEventListener("click", onPage, true);
  const asked = form.querySelector("[data-says=click]");
  if (asked) asked.hidden = false;
}

function openChosen() {
  const words = sessionStorage.getItem("desk-mend");
  if (!words || !form.querySelector("template[data-open]")) return;
  sessionStorage.removeItem("desk-mend");
  const found = places().find((each) => each.field && each.words.includes(words));
  if (found) choose(found.field, words);
}

let timer;
async function tell() {
  const body = new FormData(form);
  body.set("look", "1");
  const headers = { "X-Requested-With": "fetch" };
  const answer = await fetch(location.href, { method: "POST", body, headers });
  if (answer.ok) form.querySelector("#notice").innerHTML = await answer.text();
}

if (frame) {
  if (frame.contentDocument?.readyState === "complete" && frame.contentDocument.URL !== "about:blank") listen();
  frame.addEventListener("load", listen);
  form.addEventListener("input", (event) => {
    if (!/^(?:wrong|right|note|gravity)$/.test(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(tell, 400);
  });
  /* The editor takes the place of its field when its own module has run. */
  window.addEventListener("load", () => setTimeout(openChosen));
}
