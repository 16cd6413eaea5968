/* An autocomplete names itself by what is chosen in it; this puts the label of its field first. */

let serial = 0;

function name(container) {
  const shown = container.querySelector('[role="combobox"]');
  const select = container.previousElementSibling;
  const label = select?.labels?.[0];
  const value = container.querySelector(".select2-selection__rendered");
  if (!shown || !label || !value || shown.dataset.named) return;
  serial += 1;
  label.id = `desk-label-of-${serial}`;
  shown.dataset.named = "true";
  shown.setAttribute("aria-labelledby", `${label.id} ${value.id}`);
  value.setAttribute("aria-labelledby", label.id);
}

function nameAll(root) {
  root.querySelectorAll(".select2-container--admin-autocomplete").forEach(name);
}

new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) {
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      if (node.matches(".select2-container")) name(node);
    }
  }
}).observe(document.body, { childList: true, subtree: true });
nameAll(document);
