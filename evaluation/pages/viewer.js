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
