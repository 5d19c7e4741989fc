/* What both pages need: bytes as base64url, and a question to our server. */

export const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

/** A credential as JSON, as WebAuthn's own toJSON writes it. */
export const json = (credential) => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) {
      response[name] = text(credential.response[name]);
    }
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: {},
    response,
  };
};

/** Asks; throws an Error with words for people. */
export const ask = async (method, path, body) => {
  const init = { method, headers: { "Content-Type": "application/json" } };
  if (body) {
    init.body = JSON.stringify(body);
  }
  const answer = await fetch(path, init);
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const problem = new Error(told.detail || "That did not work.");
    problem.status = answer.status;
    throw problem;
  }
  return told;
};

/** Shows what is wrong, or nothing. */
export const complain = (words) => {
  let place = document.querySelector(".complaint");
  if (!place) {
    place = document.createElement("p");
    place.className = "complaint";
    place.setAttribute("role", "alert");
    document.querySelector("h1").after(place);
  }
  place.textContent = words;
  place.hidden = !words;
};

/** Words for whatever went wrong in a browser's own dialog. */
export const words = (error) =>
  error.name === "NotAllowedError"
    ? "No passkey was used."
    : error.name === "InvalidStateError"
      ? "This device has a passkey of yours already."
      : error.message;
