/* Words and reading time: under each text, and for the whole page in <word-total>. */

const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu;
const WORDS_A_MINUTE = 230;

const counts = new Map();

function told(words) {
  if (!words) return "no words yet";
  const minutes = Math.max(1, Math.round(words / WORDS_A_MINUTE));
  return `${words} ${words === 1 ? "word" : "words"}, about ${minutes} min to read`;
}

function count(editor, line) {
  const words = editor.getText({ blockSeparator: "\n" }).match(WORD)?.length ?? 0;
  line.textContent = words ? told(words) : "";
  counts.set(line, words);
  document.dispatchEvent(new Event("desk:words"));
}

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const line = document.createElement("p");
  line.className = "desk-count";
  textarea.closest(".prose-editor").after(line);
  editor.on("update", () => count(editor, line));
  count(editor, line);
});

class WordTotal extends HTMLElement {
  connectedCallback() {
    document.addEventListener("desk:words", () => this.show());
  }

  show() {
    let total = 0;
    for (const [line, words] of counts) {
      if (line.isConnected) total += words;
    }
    this.textContent = `Texts: ${told(total)}`;
  }
}

customElements.define("word-total", WordTotal);
