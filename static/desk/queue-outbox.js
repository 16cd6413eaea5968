/* What was done in a queue and is on its way to the desk: sent one at a time, in the order of the keys, and kept in
   this window until the desk has it. `send` throws where the desk does not answer; then it is tried again. */

const PAUSES = [2, 4, 8, 15, 30]; // seconds

export class Outbox {
  constructor(name, send, stuck) {
    this.name = name;
    this.send = send;
    this.stuck = stuck;
    this.entries = JSON.parse(sessionStorage.getItem(name) ?? "[]");
    this.failures = 0;
    window.addEventListener("online", () => this.drain());
    window.addEventListener("beforeunload", (event) => {
      if (this.decisions.length) event.preventDefault();
    });
  }

  /* What would be lost with this window; an entry without fields only asks for pairs. */
  get decisions() {
    return this.entries.filter((entry) => entry.fields);
  }

  add(entry) {
    this.entries.push(entry);
    this.keep();
    return this.drain();
  }

  keep() {
    sessionStorage.setItem(this.name, JSON.stringify(this.decisions));
  }

  async drain() {
    if (this.busy) return;
    window.clearTimeout(this.waiting);
    this.busy = true;
    try {
      while (this.entries.length) {
        await this.send(this.entries[0]);
        this.entries.shift();
        this.keep();
        this.failures = 0;
      }
    } catch (problem) {
      const pause = PAUSES[Math.min(this.failures, PAUSES.length - 1)];
      this.failures += 1;
      this.waiting = window.setTimeout(() => this.drain(), pause * 1000);
      this.stuck(problem);
    } finally {
      this.busy = false;
    }
  }
}
