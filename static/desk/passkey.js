/* Passkeys. <form data-passkey="create|get|login"> with a hidden field "credential", a button and a place
   for what there is to say. The challenge stands in the page as JSON; for the login it is fetched, so that
   looking at the login makes no session. Without this file the buttons stay hidden. */

const OLD = "This browser is too old for passkeys.";
const PLAIN = "Passkeys need a secure address: https, or localhost.";
const REFUSED = "Nothing was used: it was cancelled, or took too long. You can try again.";
const THERE = "This device already has a passkey for your account.";

// An address in numbers is no name that a passkey could be for.
const able =
  window.isSecureContext && !/^(\[.*\]|[\d.]+)$/.test(window.location.hostname) && window.PublicKeyCredential;

async function challenge(form) {
  const inPage = document.getElementById("passkey-options");
  if (form.dataset.passkey !== "login") return JSON.parse(inPage.textContent).publicKey;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.error);
  return found.request_options.publicKey;
}

async function made(form) {
  const options = await challenge(form);
  if (form.dataset.passkey !== "create") {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    return navigator.credentials.get({ publicKey });
  }
  if (form.elements.passwordless.checked) {
    options.authenticatorSelection = {
      ...options.authenticatorSelection,
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    };
  }
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  return navigator.credentials.create({ publicKey });
}

function words(error) {
  if (error.name === "InvalidStateError") return THERE;
  if (error.name === "SecurityError") return PLAIN;
  return error instanceof DOMException ? REFUSED : error.message;
}

function prepare(form) {
  const button = form.querySelector("button");
  const said = form.querySelector(".desk-said");
  if (!able?.parseCreationOptionsFromJSON) {
    said.textContent = able ? OLD : PLAIN;
    return;
  }
  said.textContent = "";
  form.hidden = button.hidden = false;
  const go = async () => {
    button.disabled = true;
    said.textContent = "";
    try {
      form.elements.credential.value = JSON.stringify(await made(form));
      form.submit();
    } catch (error) {
      said.textContent = words(error);
      button.disabled = false;
      button.focus();
    }
  };
  button.addEventListener("click", go);
  // Return in the field for the name is the button, which is not of the kind that sends.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go();
  });
}

for (const form of document.querySelectorAll("form[data-passkey]")) prepare(form);
