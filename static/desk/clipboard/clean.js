/* HTML from the clipboard as the HTML that a field offers, and what of it is not kept. */

import { htmlOf, Flow } from "./blocks.js";
import { Losses, sourceOf } from "./losses.js";
import { bare } from "./markup.js";
import { Reader, UPRIGHT } from "./reader.js";
import { Sheet } from "./styles.js";

/** Longer than this only the words are read: characters of HTML. */
const LONGEST = 6_000_000;
const OWN = /^(?:<meta[^>]*>)?(?:[^<]|<\/?(?:p|strong|em|ul|ol|li|blockquote|h3|h4|a|br)(?:\s+(?:href|rel|target|class|data-pm-slice)="[^"]*")*\s*\/?>)*$/;

/** Tell whether HTML was copied from a field of the desk, and needs no reading. */
export function isOwn(html) {
  return html.length < LONGEST && html.includes("data-pm-slice=") && OWN.test(html);
}

/**
 * Return `{html, source, losses}`: safe tags only, the program that it came from, a sentence or "".
 * `headings` are the levels of headings that the field has, smallest number first.
 */
export function cleaned(html, { headings = [] } = {}) {
  const losses = new Losses();
  const pass = bare(html.slice(0, LONGEST));
  for (let n = 0; n < pass.embedded; n += 1) losses.add("embedded");
  const body = new DOMParser().parseFromString(pass.html, "text/html").body;
  const flow = new Flow();
  new Reader(new Sheet(pass.sheets), losses).children(body, UPRIGHT, flow);
  flow.close();
  return { html: htmlOf(flow.blocks, { headings, losses }), source: sourceOf(html), losses: losses.sentence() };
}
