/* A login that has ended: one signs in beside the text, in another tab, and the form goes on by itself. */

const HERE = "Your login has ended. Your text is still here: sign in again beside it, and it is saved at once.";
const OTHER = "Somebody else has signed in there. Sign in as yourself: this text is yours.";

let dialog;

function made(name, words, more = {}) {
  return Object.assign(document.createElement(name), { textContent: words }, more);
}

function build(form, goOn) {
  dialog = document.createElement("dialog");
  dialog.className = "desk-dialog";
  dialog.setAttribute("aria-labelledby", "signed-out-title");
  const said = made("p", HERE);
  const buttons = made("p", "", { className: "unsaved-buttons" });
  const link = made("a", "Sign in again", { href: form.dataset.logIn, target: "_blank", className: "desk-button is-main" });
  const later = made("button", "Not now", { type: "button", className: "desk-button" });
  later.addEventListener("click", () => dialog.close());
  buttons.append(link, later);
  dialog.append(made("h2", "Sign in again", { id: "signed-out-title" }), said, buttons);
  document.body.append(dialog);
  new BroadcastChannel("desk-signed-in").addEventListener("message", ({ data }) => {
    if (!dialog.open) return;
    if (data.person !== form.dataset.copy.split("/")[0]) {
      said.textContent = OTHER;
      return;
    }
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = data.csrf;
    dialog.close();
    goOn();
  });
}

/** Ask to sign in again; `goOn` is called when that is done. */
export function signInAgain(form, goOn) {
  if (!dialog) build(form, goOn);
  if (!dialog.open) dialog.showModal();
}
