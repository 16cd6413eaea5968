/* <assign-all>: over a list of choices, one button for each topic that gives it all the pages. */

class AssignAll extends HTMLElement {
  connectedCallback() {
    const lines = this.querySelectorAll("fieldset");
    if (lines.length < 2 || this.querySelector(".desk-tick-all")) return;
    const tools = document.createElement("div");
    tools.className = "desk-tick-all";
    tools.setAttribute("role", "group");
    tools.setAttribute("aria-label", this.dataset.name);
    for (const [value, name] of this.choices()) {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "desk-button";
      made.textContent = `All mean “${name}”`;
      made.addEventListener("click", () => this.choose(value));
      tools.append(made);
    }
    this.prepend(tools);
  }

  choices() {
    const found = new Map();
    for (const radio of this.querySelectorAll("input[type=radio]")) {
      if (radio.value === "both" || found.has(radio.value)) continue;
      found.set(radio.value, radio.closest("label").textContent.trim());
    }
    return found;
  }

  choose(value) {
    for (const radio of this.querySelectorAll(`input[type=radio][value="${value}"]`)) {
      radio.checked = true;
      radio.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

customElements.define("assign-all", AssignAll);
