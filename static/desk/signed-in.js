/* Tells the forms that are open in this browser that their editor is signed in again. */

const told = document.querySelector("[data-person]");
const { person } = told.dataset;
const csrf = told.querySelector("[name=csrfmiddlewaretoken]").value;
new BroadcastChannel("desk-signed-in").postMessage({ person, csrf });
