/*
 * An extension of the rich text editor: what comes from the clipboard is read by our own rules before the
 * editor sees it. What is not kept of it is said once below the field, with a way back.
 */

import { Extension, Plugin, pm } from "django-prose-editor/editor";
import { cleaned, isOwn } from "./clipboard/clean.js";
import { PasteNote } from "./paste-note.js";

const SEPARATORS = /[\v\u0085\u2028\u2029]/;
const PICTURES_BELONG = "An image cannot stand in a text: choose it in the field for the page’s image.";

function headingsOf(schema) {
  return schema.nodes.heading ? [3, 4] : [];
}

function escaped(text) {
  return text.replace(/[&<>]/g, (each) => `&#${each.codePointAt(0)};`);
}

/* Plain text whose line breaks are of a kind that the editor would take for letters. */
function readPlain(text, view) {
  if (!SEPARATORS.test(text)) return null;
  const html = text
    .split(/(?:\r\n?|\n)+/)
    .map((each) => `<p>${escaped(each).split(SEPARATORS).join("<br>")}</p>`)
    .join("");
  const body = new DOMParser().parseFromString(html, "text/html").body;
  const { DOMParser: Reader, Slice } = pm.model;
  return Slice.maxOpen(Reader.fromSchema(view.state.schema).parseSlice(body, { preserveWhitespace: true }).content);
}

/* So that Ctrl+Z takes a paste back, and nothing that was typed right before or after it. */
function endOfStep(state) {
  return pm.history.closeHistory(state.tr);
}

function pastedText(editor) {
  let note;
  let read = null;
  return new Plugin({
    view: (view) => {
      note = new PasteNote(view);
      return {
        update: (_, before) => {
          if (before.doc.eq(view.state.doc)) return;
          if (read) note.show(read, before.doc);
          else note.followed();
          read = null;
        },
        destroy: () => note.remove(),
      };
    },
    appendTransaction: (transactions, _, state) => {
      for (const each of transactions) note?.moved(each);
      // At once: on a busy machine what is typed next comes before any timer.
      return transactions.some((each) => each.getMeta("paste")) ? endOfStep(state) : null;
    },
    props: {
      transformPastedHTML: (html) => {
        if (isOwn(html)) return html;
        read = cleaned(html, { headings: headingsOf(editor.schema) });
        return read.html;
      },
      clipboardTextParser: (text, context, plain, view) => readPlain(text, view),
      handleDOMEvents: {
        paste: (view, { clipboardData }) => {
          read = null;
          view.dispatch(endOfStep(view.state));
          setTimeout(() => {
            // Nothing of the paste is kept, so that the text did not change.
            if (read?.losses) note.show(read, view.state.doc);
            read = null;
          });
          const files = [...(clipboardData?.files ?? [])];
          const words = clipboardData?.getData("text/html") || clipboardData?.getData("text/plain");
          if (!words && files.some((each) => each.type.startsWith("image/"))) note.say(PICTURES_BELONG);
        },
      },
    },
  });
}

export const PastedText = Extension.create({
  name: "PastedText",
  addProseMirrorPlugins() {
    return [pastedText(this.editor)];
  },
});
