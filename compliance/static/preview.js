// Comfort only: asks every second whether the draft has changed, and shows it where nothing typed is lost.
"use strict";

const draft = document.querySelector("meta[name=mc-draft]");
const draftState = document.getElementById("draft-state");
let typed = Boolean(document.querySelector(".mc-errors"));
document.addEventListener("input", () => { typed = true; });

async function look() {
  let now;
  try {
    const response = await fetch(draft.dataset.address, { cache: "no-store" });
    now = response.ok ? await response.text() : draft.content;
  } catch {
    return;  // the preview was stopped, or starts again
  }
  if (now === draft.content) return;
  if (!typed) {
    location.replace(location.href);
    return;
  }
  draftState.textContent = draft.dataset.changed;
  draftState.classList.add("is-changed");
}

if (draft.content) setInterval(look, 1000);
