// The page at /: sends asks, shows their progress and answers, keeps the conversation's id.

import { make, page, say, switchLanguage, word } from "./words.js";
import { stream } from "./stream.js";
import { markSent, forgetPhotos, photos, thumbnails, watchPhotos } from "./photos.js";
import { drawAnswer } from "./answer.js";
import { closeViewer, openCitation } from "./viewer.js";

const form = document.getElementById("ask");
const log = document.getElementById("log");
const question = document.getElementById("question");
const productField = document.getElementById("product");
const send = document.getElementById("send");
const again = document.getElementById("again");
const note = document.getElementById("ask-note");
const welcome = document.getElementById("welcome");
const wide = matchMedia("(min-width: 1081px)");
let conversation = "";
let underway = null;
let asked = null; // the latest question as shown

// Why an ask cannot be sent, "" where it can.
function unsendable(text) {
  const length = [...text].length;
  const most = Number(question.dataset.most);
  if (length > most) return say("question_too_long", { length, most });
  return text || photos().length ? "" : say("empty_question");
}

function fields(extra) {
  const data = new FormData();
  const product = productField.value.trim();
  if (product) data.set("product", product);
  if (conversation) data.set("conversation_id", conversation);
  const sampling = {};
  for (const name of ["temperature", "top_p", "max_tokens"]) {
    const value = document.getElementById(name).value;
    if (value) sampling[name] = Number(value);
  }
  if (Object.keys(sampling).length) data.set("sampling", JSON.stringify(sampling));
  const limit = document.getElementById("limit").value;
  if (limit) data.set("limit", limit);
  for (const [name, value] of Object.entries(extra)) data.set(name, value);
  if (!data.get("question")) data.set("language", page.lang); // a photo alone has no language of its own
  return data;
}

async function ask(text, extra = {}) {
  if (underway) return;
  const shown = thumbnails();
  const data = fields({ question: text, ...extra });
  for (const photo of photos()) data.append("photo", photo);
  welcome.hidden = true;
  again.hidden = false;
  asked = make("div", { class: "asked" },
    shown.length ? make("div", { class: "thumbs" }, ...shown) : null,
    text ? make("p", {}, text) : null);
  log.append(asked);
  markSent();
  await follow(data);
}

async function follow(data) {
  const progress = make("ul", { class: "progress", role: "status" });
  log.append(progress);
  stage(progress, "sent");
  busy(new AbortController());
  try {
    let answered = false;
    for await (const { event, data: said } of stream("/ask", data, underway.signal)) {
      if (event === "status") stage(progress, said.stage);
      else if (event === "error") throw said;
      else if (event === "answer") {
        answered = true;
        show(said, progress);
      }
    }
    if (!answered) throw { detail: say("error_broken") };
  } catch (problem) {
    if (problem.name === "AbortError") progress.remove();
    else fault(problem, progress, data);
  } finally {
    busy(null);
  }
}

function stage(progress, name) {
  progress.querySelector(".now")?.classList.remove("now");
  progress.append(word("li", `stage_${name}`, {}, { class: "now" }));
  toEnd();
}

function show(answer, progress) {
  conversation = answer.conversation_id;
  const reply = drawAnswer(answer, (option) => {
    const { question: words, product, ...rest } = option.set;
    const text = words ?? Object.values(rest)[0] ?? option.label;
    if (product && productField.value.trim()) productField.value = product; // empty, it leaves it to the conversation
    ask(text, product ? { product } : {});
  });
  progress.replaceWith(reply);
  asked?.scrollIntoView({ block: "start" });
  const first = answer.action === "answer" ? answer.claims[0]?.citations[0] : undefined;
  const citation = answer.citations.find((one) => one.n === first);
  // On a phone the page would cover the answer, so there it opens only when asked for.
  if (citation && wide.matches) openCitation(citation, reply.querySelector(`.statement [data-cite="${first}"]`));
}

// The words come back to be changed; sent as they are again, they only help where the service was at fault.
function fault(problem, progress, data) {
  const words = data.get("question");
  const rejected = problem.status >= 400 && problem.status < 500;
  const retry = rejected ? null : word("button", "try_again", {}, { type: "button", class: "chip" });
  if (!question.value) question.value = words;
  const card = make("article", { class: "reply fault", role: "alert" },
    word("h2", "error_title"),
    make("p", {}, problem.detail ?? say("error_broken")),
    problem.hint ? make("p", { class: "note" }, problem.hint) : null,
    retry);
  retry?.addEventListener("click", () => {
    card.remove();
    if (question.value.trim() === words) question.value = "";
    follow(data);
  });
  progress.replaceWith(card);
  toEnd();
}

function busy(controller) {
  underway = controller;
  const key = controller ? "stop" : "ask";
  send.dataset.t = key;
  send.textContent = say(key);
}

const toEnd = () => { log.scrollTop = log.scrollHeight; };

async function offerProducts() {
  const response = await fetch("/manuals", { headers: { Accept: "application/json" } });
  const { manuals } = await response.json();
  const names = new Set(manuals
    .filter((one) => one.editions.some((e) => e.edition.state === "live"))
    .flatMap((one) => one.manual.products));
  document.getElementById("products").replaceChildren(
    ...[...names].sort((a, b) => a.localeCompare(b)).map((name) => make("option", { value: name })));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (underway) {
    underway.abort();
    return;
  }
  const text = question.value.trim();
  note.textContent = unsendable(text);
  if (note.textContent) {
    question.focus();
    return;
  }
  question.value = "";
  ask(text);
});
question.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !underway) {
    event.preventDefault();
    form.requestSubmit();
  }
});
again.addEventListener("click", () => {
  underway?.abort();
  conversation = "";
  for (const one of [...log.children]) if (one !== welcome) one.remove();
  welcome.hidden = false;
  again.hidden = true;
  forgetPhotos();
  question.focus();
});
document.getElementById("language").addEventListener("click", (event) => {
  event.preventDefault();
  switchLanguage(page.lang === "zh" ? "en" : "zh");
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeViewer();
});
watchPhotos();
offerProducts().catch(() => {});
if (wide.matches) question.focus();
