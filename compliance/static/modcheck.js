/* Comfort only: every page works without this file. */
"use strict";

// "None of these" and the other choices exclude each other; the server checks it too.
for (const group of document.querySelectorAll("[data-mc-exclusive]")) {
  group.addEventListener("change", (event) => {
    if (!event.target.checked) return;
    const alone = "mcAlone" in event.target.dataset;
    for (const box of group.querySelectorAll("input[type=checkbox]")) {
      if (box !== event.target && (alone || "mcAlone" in box.dataset)) box.checked = false;
    }
  });
}

// Typing a number takes back "I do not know", and the other way round empties nothing: it may be a slip.
for (const box of document.querySelectorAll("[data-mc-unknown]")) {
  document.getElementById(box.dataset.mcUnknown).addEventListener("input", () => { box.checked = false; });
}

for (const button of document.querySelectorAll("[data-mc-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.mcCopy).value);
    button.textContent = button.dataset.mcCopied;
  });
}

// Passkeys need a script, and a browser that knows them.
const passkeys = "PublicKeyCredential" in window;
for (const each of document.querySelectorAll(passkeys ? "[data-mc-passkey]" : "[data-mc-no-passkey]")) each.hidden = false;
document.addEventListener("allauth.error", (event) => {
  const notice = document.querySelector("[data-mc-passkey-failed]");
  if (!notice) return;
  event.preventDefault();
  notice.hidden = false;
});

for (const field of document.querySelectorAll("input[data-mc-show]")) {
  const button = document.createElement("button");
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.textContent = shown ? field.dataset.mcHide : field.dataset.mcShow;
    button.setAttribute("aria-label", `${button.textContent}: ${field.labels[0].textContent.replace("*", "").trim()}`);
  };
  button.type = "button";
  button.className = "btn btn-link mc-show";
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => show(field.type === "password"));
  field.form.addEventListener("submit", () => show(false));
  field.after(button);
  show(false);
}

const errors = document.querySelector(".mc-errors");
if (errors) errors.focus();

// What is being made: look every three seconds, and show the page anew once it says something else.
const awaited = () => document.querySelector("[data-mc-awaited]");
if (awaited()) setInterval(async () => {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const there = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (there.querySelector("[data-mc-awaited]")?.textContent !== awaited().textContent) location.reload();
}, 3000);
