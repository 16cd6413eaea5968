/* What only office programs write: points of lists in paragraphs, headings by class, comments, mail headers. */

import { Flow } from "./blocks.js";

const NUMBERED = /^[(\[]?(?:\d|[a-z]{1,5}[.)\]]|[ivxlc]+[.)\]])/i;
const HEADER = /^(?:from|von|de|da|van|från|fra|od|от|发件人|差出人)\s*:/i;
const LABEL = /^[\p{L}\p{Lo} .-]{2,24}\s*:/u;
// Arrows and signs that Word sets in letters of its fonts.
const WINGDINGS = { à: "→", ß: "←", á: "↑", â: "↓", è: "→", ç: "←", ó: "↔", J: "☺", L: "☹", ü: "✓", û: "✗", n: "■", "§": "▪", q: "□", l: "●" };

/** Return `{level, kind, list}` where a paragraph stands for a point of a list, else null. */
export function listPoint(element, css, sheet) {
  const said = /^l(\d+)\s+level(\d+)/.exec(css.get("mso-list") ?? "");
  if (!said || /^h\d$/.test(element.localName) || levelOf(element, css)) return null;
  const sign = [...element.querySelectorAll("[data-css]")].find((each) => sheet.of(each).get("mso-list") === "ignore");
  return { level: Number(said[2]), kind: NUMBERED.test(sign?.textContent.trim() ?? "") ? "ol" : "ul", list: Number(said[2]) === 1 ? said[1] : "" };
}

/** Return the level of a heading, 0 for other text. */
export function levelOf(element, css) {
  if (/^h[1-6]$/.test(element.localName)) return Number(element.localName[1]);
  if (element.getAttribute("role") === "heading") return Number(element.getAttribute("aria-level")) || 2;
  const named = /(?:^|\s)Mso(?:Heading(\d)|(Title))/.exec(element.className);
  if (named) return named[2] ? 1 : Number(named[1]);
  return element.localName === "p" && /^[1-6]$/.test(css.get("mso-outline-level") ?? "") ? Number(css.get("mso-outline-level")) : 0;
}

/* Word for the web makes a list of each point and says how deep it stands. */
function pointOf(list, item) {
  if (!item.dataset.ariaLevel && !item.dataset.leveltext) return null;
  return { level: Number(item.dataset.ariaLevel || item.getAttribute("aria-level")) || 1, kind: list.localName, list: item.dataset.listid ?? "" };
}

/** Read a list; one that stands right in another belongs to the point before it. */
export function listsOf(reader, list, how, flow) {
  flow.close();
  const found = { kind: list.localName, items: [] };
  if (!how.listed && isCountedOtherwise(list, reader.sheet.of(list))) reader.losses.add("numbers");
  for (const child of list.childNodes) {
    const within = new Flow();
    reader.node(child, { ...how, level: 0, listed: true }, within);
    within.close();
    if (!within.blocks.length) continue;
    const point = child.localName === "li" && pointOf(list, child);
    if (point) flow.point({ ...point, blocks: within.blocks });
    else if ((child.localName === "ul" || child.localName === "ol") && found.items.length) found.items.at(-1).push(...within.blocks);
    else found.items.push(within.blocks);
  }
  if (found.items.length) flow.blocks.push(lifted(found));
}

/* Lists within others are lettered in most programs, and nobody refers to that. */
function isCountedOtherwise(list, css) {
  if (list.localName !== "ol" || list.querySelector(":scope > li[data-leveltext]")) return false;
  const letters = /^[aAiI]$/.test(list.getAttribute("type") ?? "") || /alpha|latin|roman|greek/.test(css.get("list-style-type") ?? "");
  return letters || Number(list.getAttribute("start") ?? 1) !== 1;
}

/* A list that starts too deep: points of points that have none above them. */
function lifted(list) {
  const only = list.items.length === 1 && list.items[0].length === 1 ? list.items[0][0] : null;
  return only?.items ? lifted(only) : list;
}

/** Tell whether an element is a comment, its mark, or the header of a quoted mail; say that it is left out. */
export function commentOrMail(reader, element, css) {
  const name = element.className.toLowerCase?.() ?? "";
  const target = element.getAttribute("href") ?? "";
  if (css.get("mso-element") === "comment-list") {
    for (const each of element.querySelectorAll("[data-css]")) {
      if (reader.sheet.of(each).get("mso-element") === "comment") reader.losses.add("comment");
    }
    return true;
  }
  if (element.localName === "a" && /^#(?:_msocom_|cmnt)/i.test(target) && !/^#cmnt_ref/i.test(target)) {
    if (!/^#_msocom/i.test(target)) reader.losses.add("comment");
    return true;
  }
  if (/(?:^|\s)(?:msocomanchor|msocomtxt|msocomoff|annotation-only)(?:\s|$)/.test(name)) return true;
  // Google Docs puts the comments last, each behind a link to its mark.
  const first = element.localName === "div" ? element.firstElementChild?.firstElementChild : element.localName === "p" && element.firstElementChild;
  if (first && /^#cmnt_ref/.test(first.getAttribute("href") ?? "")) return true;
  return mailHeader(reader, element);
}

function mailHeader(reader, element) {
  if (element.localName !== "div" && element.localName !== "p") return false;
  const isKnown = /(?:^|x_)divRplyFwdMsg$|(?:^|x_)appendonsend$/.test(element.id);
  if (!isKnown && !HEADER.test(beginning(element))) return false;
  const lines = linesIn(element);
  if (!isKnown && (lines.length > 12 || lines.filter((each) => LABEL.test(each)).length < Math.max(3, lines.length - 2))) return false;
  if (element.textContent.trim()) reader.losses.add("mail");
  return true;
}

/* The first words of an element, without those of all that follows. */
function beginning(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let text = "";
  for (let step = 0; step < 8 && text.length < 20 && walker.nextNode(); step += 1) text += walker.currentNode.data.trim();
  return text;
}

function linesIn(element) {
  let text = "";
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) text += node.data.replace(/\s+/g, " ");
    else if (/^(?:br|p|div)$/.test(node.localName)) text += "\n";
    node.childNodes.forEach(walk);
  };
  element.childNodes.forEach(walk);
  return text.split("\n").map((each) => each.trim()).filter(Boolean);
}

/** Return the sign that a span in a font of signs stands for, "" where it is none. */
export function symbolOf(text, css) {
  const font = `${css.get("font-family") ?? ""} ${css.get("font") ?? ""}`;
  if (!/wingdings/.test(font)) return "";
  return [...text.trim()].map((each) => WINGDINGS[each] ?? each).join("");
}
