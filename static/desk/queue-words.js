/* What a queue says where a card should stand, and of what could not be saved. */

function paragraph(words, name) {
  const made = document.createElement("p");
  made.className = name;
  made.textContent = words;
  return made;
}

/* Return what stands there while the next pair, or whatever `noun` says, is on its way. */
export function waiting(noun) {
  const words = `The next ${noun} is on its way.`;
  const made = document.createElement("div");
  made.className = "desk-card queue-awaited";
  made.dataset.announce = words;
  made.append(paragraph(words, "quiet"));
  return made;
}

/* Return what tells of a deed that was refused, with the way to what it was about: `name` says it in addresses. */
export function refused(entry, words, address, name) {
  const made = paragraph(`${entry.title}: ${words} `, "errornote");
  const link = document.createElement("a");
  link.href = `${address}&${name}=${entry.item}`;
  link.textContent = "Look at it";
  made.append(link);
  return made;
}

/* Return what tells that the desk does not answer, with a button that does `again`. */
export function lost(count, isSignedOut, again) {
  const made = document.createElement("div");
  made.className = "errornote queue-unsaved";
  const kept = count === 1 ? "1 decision is" : `${count} decisions are`;
  const why = isSignedOut ? "You are signed out: sign in again in another window." : "The desk does not answer.";
  const tail = count ? ` ${kept} kept in this window and not saved yet.` : "";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "desk-button";
  button.addEventListener("click", again);
  button.textContent = count ? "Send again" : "Try again";
  made.append(paragraph(why + tail, ""), button);
  return made;
}
