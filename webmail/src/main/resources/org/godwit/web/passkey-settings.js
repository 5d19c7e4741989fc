import { ask, bytes, complain, json, words } from "./webauthn.js";

const list = document.getElementById("passkeys");
const form = document.getElementById("add");

const attempt = (what) => {
  complain("");
  what().catch((error) => {
    if (error.status === 401) {
      location.assign("/login");
    } else {
      complain(words(error));
    }
  });
};

const button = (name, label, what) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "small";
  made.textContent = name;
  made.setAttribute("aria-label", `${name} ${label}`);
  made.addEventListener("click", () => attempt(what));
  return made;
};

const row = (passkey) => {
  const item = document.createElement("li");
  const label = document.createElement("input");
  label.type = "text";
  label.maxLength = 100;
  label.value = passkey.label;
  label.setAttribute("aria-label", "Name");
  const used = document.createElement("p");
  used.className = "hint";
  used.textContent = passkey.lastUsed
    ? `Last used ${new Date(passkey.lastUsed).toLocaleString()}`
    : "Not used yet";
  const place = `/signin/passkeys/${passkey.id}`;
  item.append(
    label,
    used,
    button("Rename", passkey.label, async () => {
      await ask("PUT", place, { label: label.value });
      await show();
    }),
    button("Remove", passkey.label, async () => {
      await ask("DELETE", place, {});
      await show();
    }),
  );
  return item;
};

const show = async () => {
  const told = await ask("GET", "/signin/passkeys");
  list.replaceChildren(...told.passkeys.map(row));
};

const add = async () => {
  const options = await ask("POST", "/signin/passkeys/options", {
    password: form.elements.password.value,
  });
  const user = options.user.id;
  options.challenge = bytes(options.challenge);
  options.user.id = bytes(user);
  options.excludeCredentials.forEach((known) => {
    known.id = bytes(known.id);
  });
  const credential = await navigator.credentials.create({ publicKey: options });
  await ask("POST", "/signin/passkeys", {
    credential: json(credential),
    user,
    label: form.elements.label.value,
  });
  form.reset();
  await show();
};

form.addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(add);
});
attempt(show);
