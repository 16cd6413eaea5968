// Renews a page that tells of something that goes on, unless somebody reads further down or has chosen words.
const PAUSE = 4000;

function renew() {
  const reading = window.scrollY > 200 || String(window.getSelection()) !== "";
  if (reading || document.hidden) {
    window.setTimeout(renew, PAUSE);
    return;
  }
  window.location.reload();
}

window.setTimeout(renew, PAUSE);
