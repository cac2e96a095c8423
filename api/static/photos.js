// The photos to be sent: chosen, dropped, pasted or taken; previewed and removable.

import { make, say, word } from "./words.js";

const list = document.getElementById("photos");
const note = document.getElementById("photo-note");
const most = Number(list.dataset.most);
let held = [];

const fresh = () => held.filter((one) => !one.sent);
export const photos = () => fresh().map((one) => one.file);

// Photos that went with a question stay in sight until new ones take their place; they are not sent twice.
export function markSent() {
  for (const one of held) one.sent = true;
  show();
}

export function forgetPhotos() {
  held = []; // their addresses stay valid: the conversation shows them
  show();
}

function add(files) {
  note.textContent = "";
  if (files.length && !fresh().length) held = [];
  for (const file of files) {
    if (!(file.type.startsWith("image/") || /\.hei[cf]$/i.test(file.name))) {
      note.textContent = say("photo_not", { name: file.name });
    } else if (held.length >= most) {
      note.textContent = say("photo_too_many", { most });
    } else {
      held.push({ file, url: URL.createObjectURL(file) });
    }
  }
  show();
}

export function thumbnail(url, name) {
  const image = make("img", { src: url, alt: name });
  image.addEventListener("error", () => image.replaceWith(word("span", "photo_no_preview")), { once: true });
  return image;
}

export const thumbnails = () => fresh().map((one) => thumbnail(one.url, one.file.name));

function show() {
  list.replaceChildren(
    ...held.map((one, at) => {
      if (one.sent) return make("li", {}, thumbnail(one.url, one.file.name), word("span", "photo_sent", {}, { class: "sent" }));
      const remove = make("button", { type: "button", "aria-label": say("photo_remove", { name: one.file.name }) }, "×");
      remove.addEventListener("click", () => {
        URL.revokeObjectURL(one.url);
        held.splice(at, 1);
        show();
      });
      return make("li", {}, thumbnail(one.url, one.file.name), remove);
    }),
  );
}

export function watchPhotos() {
  const drop = document.getElementById("drop");
  const input = document.getElementById("photo");
  input.addEventListener("change", () => {
    add(input.files);
    input.value = "";
  });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length) {
      event.preventDefault();
      add(files);
    }
  });
  // The whole window takes a drop: a photo let go beside the box must not replace the page.
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drop.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    add(event.dataTransfer?.files ?? []);
  });
}
