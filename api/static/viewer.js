// The cited page beside the conversation: its picture with the cited boxes lit, page by page.

import { make, page as site, say, word } from "./words.js";

const viewer = document.getElementById("viewer");
let opener = null;

// Opens a citation of an answer at one of its places.
export async function openCitation(citation, button, at = 0) {
  for (const one of document.querySelectorAll("[data-cite][aria-current]")) one.removeAttribute("aria-current");
  button?.setAttribute("aria-current", "true");
  opener = button ?? opener;
  await show(citation, citation.places[at]?.page ?? 1);
}

async function show(citation, number) {
  const { edition, manual } = citation;
  const place = citation.places.find((one) => one.page === number);
  let read;
  try {
    const response = await fetch(`/editions/${edition.id}/pages/${number}`, { headers: { Accept: "application/json" } });
    read = await response.json();
    if (!response.ok) throw new Error(read.detail);
  } catch (error) {
    fill(manual, [make("p", { class: "banner", role: "alert" }, error.message || say("page_failed"))]);
    return;
  }
  const boxes = place?.boxes ?? [];
  const alone = place?.page_url ?? `/editions/${edition.id}/pages/${number}`;
  const turn = make("nav", { class: "turn" },
    step("‹", "previous", number > 1 && (() => show(citation, number - 1))),
    word("span", "page_of", { page: number, pages: read.edition.pages }),
    step("›", "next", number < read.edition.pages && (() => show(citation, number + 1))),
    word("a", "open_page", {}, { class: "alone", target: "_blank", rel: "noopener", href: withLanguage(alone) }),
  );
  const facts = make("p", { class: "facts" },
    manual.maker ? make("span", {}, manual.maker) : null,
    edition.revision ? word("span", "revision", { revision: edition.revision }) : null,
    word("span", `read_${citation.read_by}`),
  );
  const state = read.edition.state;
  fill(manual, [turn], facts,
    state === "live" ? null : word("p", `state_${state}`, {}, { class: `banner ${state}`, role: "note" }),
    make("div", { class: "leaf", tabindex: "0" }, picture(read, manual, boxes)),
    place ? make("blockquote", {}, citation.quote) : null,
  );
}

function fill(manual, inHeader, facts = null, ...rest) {
  const close = make("button", { type: "button", class: "close", "aria-label": say("close"), "data-t-label": "close" }, "×");
  close.addEventListener("click", closeViewer);
  viewer.replaceChildren(
    make("header", {}, make("h2", {}, manual.title), facts, ...inHeader),
    close,
    ...rest.filter(Boolean),
  );
  viewer.classList.add("open");
}

export function closeViewer() {
  viewer.classList.remove("open");
  opener?.focus();
}

function step(sign, key, go) {
  const button = make("button", { type: "button", class: "step", "aria-label": say(key), "data-t-label": key }, sign);
  button.disabled = !go;
  if (go) button.addEventListener("click", go);
  return button;
}

function picture(read, manual, boxes) {
  if (!read.picture_url) return word("p", "no_picture", { reason: read.reason }, { class: "banner" });
  const image = make("img", { src: read.picture_url, alt: say("page_picture", { title: manual.title, page: read.page }) });
  const figure = make("figure", { class: "picture" }, image);
  if (!boxes.length) return figure;
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [name, value] of Object.entries({
    viewBox: "0 0 1 1", preserveAspectRatio: "none", role: "img", "aria-label": say("lit"), "data-t-label": "lit",
  })) svg.setAttribute(name, value);
  const margin = 0.003;
  for (const [x0, y0, x1, y1] of joined(boxes)) {
    const rect = document.createElementNS(space, "rect");
    const corners = { x: x0 - margin, y: y0 - margin, width: x1 - x0 + 2 * margin, height: y1 - y0 + 2 * margin };
    for (const [name, value] of Object.entries(corners)) rect.setAttribute(name, value);
    svg.append(rect);
  }
  figure.append(svg);
  image.addEventListener("load", () => toBox(figure, boxes), { once: true });
  return figure;
}

// Neighbours on one line (a number and its words, the cells of a row) are lit as one.
function joined(boxes) {
  const found = [];
  for (const box of [...boxes].sort((a, b) => a[0] - b[0])) {
    const near = found.find((one) => box[0] - one[2] < 0.04
      && Math.abs(one[1] - box[1]) < 0.006 && Math.abs(one[3] - box[3]) < 0.006);
    if (near) near.splice(0, 4, near[0], Math.min(near[1], box[1]), Math.max(near[2], box[2]), Math.max(near[3], box[3]));
    else found.push([...box]);
  }
  return found;
}

// Scrolls so that the first lit box stands a third from the top; on a phone the page is wider than the screen.
function toBox(figure, boxes) {
  const leaf = figure.parentElement;
  const top = Math.min(...boxes.map((box) => box[1]));
  leaf.scrollLeft = Math.min(...boxes.map((box) => box[0])) * figure.clientWidth - 16;
  leaf.scrollTop = figure.offsetTop - leaf.offsetTop + top * figure.clientHeight - leaf.clientHeight / 3;
}

const withLanguage = (url) => `${url}${url.includes("?") ? "&" : "?"}lang=${site.lang}`;
