/* The reading screen: arrows, and letters, change a closed list at each step, and the choice of several too. What
   they come to is sent once, when the field is left or Enter is pressed: `reading:chosen` asks for it. */

const page = document.querySelector("[data-reading]");
let stepped = null;
let name = "";

export const holds = (field) => field !== null && field === stepped;

// Tells whether a change of a field is only a step, and remembers the field if so.
export function steps(field) {
  if (field.name !== name) return false;
  stepped = field;
  return true;
}

// The field has been drawn anew.
export function stepOn(field, before) {
  if (field.matches("[type=radio]")) field.checked = true;
  else field.value = before.value;
  stepped = field;
}

function choose() {
  const field = stepped;
  stepped = null;
  field.dispatchEvent(new CustomEvent("reading:chosen", { bubbles: true }));
}

page.addEventListener("keydown", (event) => {
  const field = event.target;
  const chooses = field.matches("select, [type=radio]") && !["Tab", "Enter", " "].includes(event.key);
  name = chooses ? field.name : "";
  if (event.key !== "Enter" || !stepped) return;
  event.preventDefault();
  choose();
});

addEventListener("pointerdown", () => {
  name = "";
});

page.addEventListener("focusout", (event) => {
  if (stepped?.isConnected && event.relatedTarget?.name !== stepped.name) choose();
});
