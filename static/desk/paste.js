/* “Paste an explainer”: what is pasted keeps its headings, lists and links; a file can be dropped on the page. */

const form = document.querySelector("form[data-drop]");
const text = form.querySelector("textarea");
const clipboard = form.querySelector("input[name=clipboard]");
const file = form.querySelector("input[type=file]");
const LONGEST = 3_000_000;

// The HTML goes along only while the box holds what was pasted, and nothing else.
text.addEventListener("paste", (event) => {
  const html = event.clipboardData?.getData("text/html") ?? "";
  const selected = text.selectionEnd - text.selectionStart;
  const replaces = selected === text.value.length || text.value.trim() === "";
  const usable = replaces && html !== "" && html.length < LONGEST;
  setTimeout(() => {
    clipboard.value = usable ? html : "";
  });
});

text.addEventListener("input", () => {
  clipboard.value = "";
});

form.addEventListener("dragover", (event) => {
  if (event.dataTransfer?.types.includes("Files")) {
    event.preventDefault();
    form.classList.add("is-over");
  }
});

form.addEventListener("dragleave", () => {
  form.classList.remove("is-over");
});

form.addEventListener("drop", (event) => {
  if (event.dataTransfer?.files.length) {
    event.preventDefault();
    form.classList.remove("is-over");
    file.files = event.dataTransfer.files;
    file.dispatchEvent(new Event("change", { bubbles: true }));
    file.focus();
  }
});
