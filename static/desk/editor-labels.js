/* The editing area stands in for a hidden textarea: it takes over its label and its help. */

function labelOf(textarea) {
  const own = document.querySelector(`label[for="${CSS.escape(textarea.id)}"]`);
  const row = textarea.closest(".desk-row")?.querySelector(".desk-row-name");
  const section = textarea.closest(".desk-section")?.querySelector(".desk-section-title");
  const words = [own?.textContent ?? textarea.name, (row ?? section)?.textContent];
  return { own, text: words.map((word) => word?.replace(/\s+/g, " ").trim()).filter(Boolean).join(", ") };
}

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const area = editor.view.dom;
  const { own, text } = labelOf(textarea);
  area.setAttribute("role", "textbox");
  area.setAttribute("aria-multiline", "true");
  area.setAttribute("aria-label", text);
  own?.addEventListener("click", () => editor.commands.focus());
});
