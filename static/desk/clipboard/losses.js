/* What of a paste is not kept, counted while it is read, then said in one line. */

const WORDS = {
  picture: ["image left out", "images left out"],
  embedded: ["embedded video, sound or page left out", "embedded videos, sounds or pages left out"],
  formula: ["formula left out", "formulas left out"],
  comment: ["comment left out", "comments left out"],
  deleted: ["tracked deletion left out", "tracked deletions left out"],
  mail: ["mail header left out", "mail headers left out"],
  table: ["table became lines of text", "tables became lines of text"],
  numbers: ["list is numbered 1, 2, 3 now", "lists are numbered 1, 2, 3 now"],
  heading: ["heading became a paragraph", "headings became paragraphs"],
  lowered: ["heading has another size", "headings have another size"],
  struck: ["struck-out passage is plain text now: is it meant to stay?", "struck-out passages are plain text now: are they meant to stay?"],
  underlined: ["underlining taken off", "underlinings taken off"],
  marked: ["highlighted passage is plain text now", "highlighted passages are plain text now"],
  coloured: ["coloured passage is plain text now", "coloured passages are plain text now"],
  raised: ["raised or lowered passage is written as ^( ) or _( )", "raised or lowered passages are written as ^( ) or _( )"],
  note: ["footnote mark has no link any more", "footnote marks have no link any more"],
  link: ["link that readers cannot follow taken off", "links that readers cannot follow taken off"],
  rule: ["line across the page left out", "lines across the page left out"],
};
const SOURCES = [
  ["Google Sheets", /google-sheets-html-origin|data-sheets-/],
  ["Google Docs", /docs-internal-guid/],
  ["Excel", /office:excel/],
  ["Outlook", /office:outlook|divRplyFwdMsg|PlainText.{0,40}outlook/],
  ["Word", /office:word|class="?Mso|\bparaid=|TextRun[^>]*SCXW/],
  ["Pages", /Cocoa HTML Writer/],
  ["LibreOffice", /content="(?:LibreOffice|OpenOffice)/i],
];

/** Counts of losses; a passage that comes in pieces counts once. */
export class Losses {
  constructor() {
    this.counts = new Map();
    this.last = "";
  }

  add(what) {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  sentence() {
    const said = Object.entries(WORDS)
      .filter(([what]) => this.counts.has(what))
      .map(([what, [one, many]]) => (this.counts.get(what) === 1 ? `1 ${one}` : `${this.counts.get(what)} ${many}`));
    return said.length ? `${said.join("; ")}` : "";
  }
}

/** Return the program that HTML comes from, "" where it does not say. */
export function sourceOf(html) {
  return SOURCES.find(([, sign]) => sign.test(html))?.[0] ?? "";
}
