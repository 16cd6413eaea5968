/* What the queue of duplicates says where a pair should stand, and of what could not be saved. */

function paragraph(words, name) {
  const made = document.createElement("p");
  made.className = name;
  made.textContent = words;
  return made;
}

/* Return what stands there while the next pair is on its way. */
export function waiting() {
  const made = document.createElement("div");
  made.className = "desk-card queue-awaited";
  made.dataset.announce = "The next pair is on its way.";
  made.append(paragraph("The next pair is on its way.", "quiet"));
  return made;
}

/* Return what tells of a decision that was refused, with the way to its pair. */
export function refused(entry, words, address) {
  const made = paragraph(`${entry.title}: ${words} `, "errornote");
  const link = document.createElement("a");
  link.href = `${address}&pair=${entry.pair}`;
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
