import { ask, bytes, complain, json, words } from "./webauthn.js";

const place = document.getElementById("passkey");

const signIn = async () => {
  const options = await ask("POST", "/login/passkey/options", {});
  options.challenge = bytes(options.challenge);
  const credential = await navigator.credentials.get({ publicKey: options });
  const told = await ask("POST", "/login/passkey/in", {
    credential: json(credential),
    stays: document.getElementById("stays").checked,
  });
  location.assign(told.go);
};

if (place && window.PublicKeyCredential) {
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () => {
    complain("");
    signIn().catch((error) => complain(words(error)));
  });
}
