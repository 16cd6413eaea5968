/* An editor takes the place of its text box once its modules have come: who was in the box already is in the editor then. */

let last = null;

document.addEventListener("focusin", ({ target }) => {
  last = target;
});

document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
  const here = document.activeElement;
  if (textarea === last && (!here || here === document.body || here === textarea)) {
    editor.view.dom.focus({ preventScroll: true });
  }
});
