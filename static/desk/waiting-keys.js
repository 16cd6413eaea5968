/*
 * Keys without a modifier that are pressed while a page is on its way: after a form was sent, and before the
 * script of the page that answers listens. They wait, and are pressed in order once it does ("keys:heard").
 * Where that page tells of a refusal they are dropped: they were meant for another one.
 * Not a module: it has to listen from the first line of a page on.
 */

(() => {
  const STORE = "desk-waiting-keys";
  const PLACE = window.location.pathname;
  const TOO_OLD = 15_000; // Milliseconds: whoever comes back to the page later means nothing by them.
  const TYPED_IN = "textarea, select, input:not([type=checkbox], [type=radio])";
  let waits = true;
  let keys = taken();

  function taken() {
    const { at = 0, place = "", pressed = [] } = JSON.parse(sessionStorage.getItem(STORE) ?? "{}");
    sessionStorage.removeItem(STORE);
    return place === PLACE && Date.now() - at < TOO_OLD ? pressed : [];
  }

  function pressed(event) {
    const modified = event.ctrlKey || event.altKey || event.metaKey || event.repeat;
    if (event.key === "Escape") waits = false; // Stops what is on its way.
    if (!waits || modified || event.key.length > 1 || event.target.closest?.(TYPED_IN)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keys.push(event.key);
  }

  function heard() {
    const refused = document.querySelector(".errornote") !== null;
    const waiting = refused ? [] : keys;
    [waits, keys] = [false, []];
    for (const key of waiting) {
      const told = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
      if (waits) keys.push(key);
      else (document.activeElement ?? document.body).dispatchEvent(told);
    }
  }

  document.addEventListener("keydown", pressed, { capture: true });
  document.addEventListener("submit", (event) => {
    waits = !event.defaultPrevented;
  });
  document.addEventListener("keys:heard", heard);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) waits = false;
  });
  window.addEventListener("pagehide", () => {
    if (keys.length) sessionStorage.setItem(STORE, JSON.stringify({ at: Date.now(), place: PLACE, pressed: keys }));
    keys = [];
  });
})();
