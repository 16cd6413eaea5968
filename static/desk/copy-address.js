/* <copy-address> round a read-only field: a button that copies it. */

class CopyAddress extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input");
    if (!field || this.button || !navigator.clipboard) return;
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "desk-button";
    this.button.textContent = "Copy";
    this.said = document.createElement("span");
    this.said.className = "quiet";
    this.said.setAttribute("role", "status");
    this.button.addEventListener("click", async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
        this.said.textContent = "Copied";
      } catch {
        this.said.textContent = "Not copied: the address is marked, copy it from there";
      }
    });
    this.append(this.button, this.said);
  }
}

customElements.define("copy-address", CopyAddress);
