"use strict";
const pages = JSON.parse(document.getElementById("pictures").textContent);

function show(button) {
  const viewer = button.closest(".body").querySelector(".viewer");
  for (const other of button.closest(".body").querySelectorAll("button.cite")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
  const sheet = viewer.querySelector(".sheet");
  sheet.replaceChildren();
  viewer.querySelector(".where").textContent = button.dataset.where;
  const data = pages[button.dataset.page];
  if (data === undefined) {
    const note = document.createElement("p");
    note.className = "note empty";
    note.textContent = viewer.dataset.missing;
    sheet.append(note);
    return;
  }
  const image = document.createElement("img");
  image.src = data;
  image.alt = button.dataset.where;
  sheet.append(image);
  for (const box of JSON.parse(button.dataset.boxes)) {
    const lit = document.createElement("i");
    lit.style.left = 100 * box[0] + "%";
    lit.style.top = 100 * box[1] + "%";
    lit.style.width = 100 * (box[2] - box[0]) + "%";
    lit.style.height = 100 * (box[3] - box[1]) + "%";
    sheet.append(lit);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.cite");
  if (button) show(button);
});
for (const one of document.querySelectorAll("details.case")) {
  one.addEventListener("toggle", () => {
    const first = one.querySelector("button.cite");
    if (one.open && first && !one.querySelector(".sheet").hasChildNodes()) show(first);
  });
}

const words = document.getElementById("words");
const picks = [...document.querySelectorAll(".filters select")];
function sift() {
  const sought = words.value.trim().toLowerCase();
  let left = 0;
  for (const one of document.querySelectorAll("details.case")) {
    const fits = picks.every((pick) => !pick.value || one.dataset[pick.name].split("\n").includes(pick.value));
    one.hidden = !fits || !one.textContent.toLowerCase().includes(sought);
    left += one.hidden ? 0 : 1;
  }
  document.getElementById("left").textContent = left;
}
words.addEventListener("input", sift);
picks.forEach((pick) => pick.addEventListener("change", sift));
const named = document.getElementById(location.hash.slice(1));
if (named && named.matches("details.case")) named.open = true;
