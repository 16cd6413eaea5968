/* The words of one paragraph: spaces, line breaks and lettering put in order, and written as HTML. */

import { raised } from "./raised.js";

export const BREAK = Object.freeze({ text: "\n", isBreak: true });

const UNSEEN = /[\u00ad\u200b\ufeff]/g;
const SPACE = /[ \t\n\r\f\u00a0]/;
const UNITS = /^(?:[kMGT]?Wh?|[kcm]?m|km²|m²|m³|[km]?g|t|l|ha|s|h|min|ft|mph|%|‰|°C|°F|°|€|£|\$|bn|mn|am|pm)(?![\p{L}\p{N}])/u;

/* A space that must not break is kept where typography wants one; elsewhere it is a program's filling. */
function holds(text, at) {
  const [before, after, rest] = [text[at - 1] ?? "", text[at + 1] ?? "", text.slice(at + 1, at + 8)];
  if (SPACE.test(before) || SPACE.test(after)) return false;
  return (/\d/.test(before) && (/^\d{3}(?!\d)/.test(rest) || UNITS.test(rest))) || /[«‹]/.test(before) || /[»›:;!?]/.test(after);
}

function sameLettering(one, other) {
  return one.strong === other.strong && one.em === other.em && one.href === other.href;
}

/* A space between two words has the lettering that both have. */
function joined(runs) {
  const full = runs.filter((run) => run.text);
  const found = [];
  full.forEach((run, n) => {
    const [before, after] = [full[n - 1], full[n + 1]];
    if (run.text === " " && before && after) {
      const href = before.href === after.href ? before.href : "";
      run = { ...run, strong: before.strong && after.strong, em: before.em && after.em, href };
    }
    const last = found.at(-1);
    if (last && sameLettering(last, run)) last.text += run.text;
    else found.push({ ...run });
  });
  return found;
}

/* Raised figures are written when all runs of one height stand together. */
function levelled(runs, losses) {
  const found = [];
  for (const run of runs) {
    const last = found.at(-1);
    if (last && last.rise === run.rise && sameLettering(last, run)) last.text += run.text;
    else found.push({ ...run });
  }
  found.forEach((run, n) => {
    if (!run.rise) return;
    const text = raised(run.text, run.rise, found[n - 1]?.text.at(-1) ?? "");
    if (/^[\^_]/.test(text)) losses.add("raised");
    run.text = text;
  });
  return found;
}

/* Lettering and links begin and end with a word, not with the space beside it. */
function bareEdges(run) {
  const [, before, words, after] = /^([ ]*)(.*?)([ ]*)$/s.exec(run.text);
  const space = (text) => ({ ...run, text, strong: false, em: false, href: "" });
  return words ? [space(before), { ...run, text: words }, space(after)] : [space(run.text)];
}

/* One space for many, none at the edges; a space alone is no bold one. */
function spaced(runs) {
  const whole = runs.map((run) => run.text).join("");
  const plain = whole.replace(/\u00a0/g, (space, at) => (holds(whole, at) ? space : " "));
  let at = 0;
  let open = true;
  const found = runs.map((run) => {
    let text = "";
    for (const each of plain.slice(at, at + run.text.length)) {
      const isSpace = each !== "\u00a0" && SPACE.test(each);
      if (!isSpace || !open) text += isSpace ? " " : each;
      open = isSpace;
    }
    at += run.text.length;
    return { ...run, text };
  }).flatMap(bareEdges);
  while (found.length && !found.at(-1).text.trim()) found.pop();
  if (found.length) found.at(-1).text = found.at(-1).text.replace(/[ \t]+$/, "");
  return found;
}

/** Return the lines of a paragraph, each a list of runs `{text, strong, em, href}`; empty lines are empty. */
export function linesOf(runs, losses) {
  const lines = [[]];
  for (const run of runs) {
    if (run.isBreak) lines.push([]);
    else lines.at(-1).push({ ...run, text: run.text.replace(UNSEEN, "") });
  }
  return lines.map((line) => joined(spaced(levelled(line, losses))));
}

export function wordsOf(line) {
  return line.map((run) => run.text).join("");
}

const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\u00a0": "&nbsp;" };

function escaped(text) {
  return text.replace(/[&<>\u00a0]/g, (each) => ENTITIES[each]);
}

function lettered({ text, strong, em }) {
  const slanted = em ? `<em>${escaped(text)}</em>` : escaped(text);
  return strong ? `<strong>${slanted}</strong>` : slanted;
}

function written(line) {
  let html = "";
  line.forEach((run, n) => {
    if (run.href && run.href !== line[n - 1]?.href) html += `<a href="${escaped(run.href).replaceAll('"', "&quot;")}">`;
    html += lettered(run);
    if (run.href && run.href !== line[n + 1]?.href) html += "</a>";
  });
  return html;
}

/** Return lines as the inside of a paragraph. */
export function inside(lines) {
  return lines.map(written).join("<br>");
}
