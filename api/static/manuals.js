// The editors' page: add manuals, watch them being read, look at doubtful places, retire or remove editions.

import { make, page, say, switchLanguage, word } from "./words.js";

const MOST_ITEMS = 8;
const LOOK_MS = 1000;
const files = document.getElementById("files");
const chosen = document.getElementById("chosen");
const send = document.getElementById("send");
const note = document.getElementById("note");
const token = document.getElementById("token");
const titles = new Map(); // edition → what it is called
let wanted = [];
let working = false;

async function call(method, url, body) {
  const headers = { Accept: "application/json" };
  if (token?.value) headers.Authorization = `Bearer ${token.value.trim()}`;
  if (body && !(body instanceof FormData)) {
    headers["Content-Type"] = "application/json";
    body = JSON.stringify(body);
  }
  const response = await fetch(url, { method, headers, body });
  const said = await response.json();
  if (!response.ok) throw new Error([said.detail, said.hint].filter(Boolean).join(" "));
  return said;
}

// Runs an editor's action; what goes wrong is told, then everything is looked at again.
async function act(action) {
  note.textContent = "";
  try {
    await action();
  } catch (error) {
    note.textContent = error.message;
    note.scrollIntoView({ block: "nearest" });
  }
  await look(true);
}

function choose(list) {
  wanted = [...list];
  chosen.replaceChildren(...wanted.map((file) => make("li", {}, `${file.name} · ${(file.size / 1e6).toFixed(1)} MB`)));
  send.disabled = !wanted.length;
}

async function add() {
  const value = (id) => document.getElementById(id).value.trim();
  for (const file of wanted) {
    const form = new FormData();
    form.set("file", file);
    for (const name of ["maker", "products", "revision"]) if (value(name)) form.set(name, value(name));
    if (value("title") && wanted.length === 1) form.set("title", value("title"));
    if (value("language-of")) form.set("language", value("language-of"));
    note.textContent = say("adding", { name: file.name });
    const receipt = await call("POST", "/manuals", form);
    titles.set(receipt.edition, file.name);
    note.textContent = receipt.noop ? receipt.message : "";
  }
  choose([]);
  files.value = "";
}

// `deeply`: with the review list, which takes the service longer; every second that would be too much.
async function look(deeply) {
  const { manuals } = await call("GET", "/manuals");
  for (const { manual, editions } of manuals) {
    for (const { edition } of editions) titles.set(edition.id, [manual.title, edition.revision].filter(Boolean).join(" · "));
  }
  document.getElementById("manuals").replaceChildren(
    ...(manuals.length ? manuals.map(drawManual) : [word("li", "no_manuals", {}, { class: "note" })]));
  try {
    await lookCloser(deeply);
  } catch (error) {
    note.textContent = error.message; // the token is missing or wrong
    working = false;
  }
}

async function lookCloser(deeply) {
  const { jobs } = await call("GET", "/jobs?limit=12");
  document.getElementById("jobs").replaceChildren(
    ...(jobs.length ? jobs.map(drawJob) : [word("li", "no_jobs", {}, { class: "note" })]));
  const active = jobs.some((job) => ["queued", "running"].includes(job.state));
  // Items under an editor's pen are not redrawn.
  const section = document.getElementById("review-section");
  if ((deeply || (working && !active)) && !section.contains(document.activeElement)) {
    const { items } = await call("GET", "/review");
    section.hidden = !items.length;
    document.getElementById("review").replaceChildren(...items.slice(0, MOST_ITEMS).map(drawItem),
      ...(items.length > MOST_ITEMS ? [word("li", "review_more", { count: items.length - MOST_ITEMS }, { class: "note" })] : []));
  }
  working = active;
}

function drawManual({ manual, editions }) {
  return make("li", { class: "card" },
    make("h3", {}, manual.title),
    make("p", { class: "facts" }, manual.maker ? make("span", {}, manual.maker) : null, make("span", {}, manual.products.join(" · "))),
    make("ul", { class: "editions" }, ...[...editions].reverse().map(drawEdition)));
}

function drawEdition({ edition, report }) {
  const first = report?.look_first?.[0];
  const button = (key, action) => {
    const one = word("button", key, {}, { type: "button", class: "quiet" });
    one.addEventListener("click", () => act(action));
    return one;
  };
  const name = `${edition.source_name} ${edition.revision}`.trim();
  return make("li", {},
    word("span", `edition_${edition.state}`, {}, { class: `state ${edition.state}` }),
    make("a", { href: `/editions/${edition.id}/pages/1?lang=${page.lang}` }, name),
    report?.passages !== undefined
      ? word("span", "edition_counts", report, { class: "note" })
      : word("span", "edition_unread", { pages: edition.pages }, { class: "note" }),
    first ? make("a", { class: "note", href: `/editions/${edition.id}/pages/${first.page}?lang=${page.lang}` }, word("span", "look_first", first)) : null,
    make("span", { class: "actions" },
      edition.state === "live" ? button("retire", () => call("PATCH", `/manuals/${edition.id}`, { action: "retire" })) : null,
      ["superseded", "retired"].includes(edition.state) ? button("rollback", () => call("PATCH", `/manuals/${edition.id}`, { action: "rollback" })) : null,
      button("remove", async () => {
        if (confirm(say("remove_sure", { name }))) await call("DELETE", `/manuals/${edition.id}`);
      })));
}

function drawJob(job) {
  const total = job.pages_total || undefined;
  const change = (key) => {
    const one = word("button", key, {}, { type: "button", class: "quiet" });
    one.addEventListener("click", () => act(() => call("POST", `/jobs/${job.id}/${key}`)));
    return one;
  };
  const active = ["queued", "running"].includes(job.state);
  return make("li", { class: job.state },
    make("strong", {}, titles.get(job.edition) ?? job.edition.slice(0, 12)),
    word("span", `job_${job.state}`, {}, { class: `state ${job.state}` }),
    active ? make("progress", { max: total, value: total ? job.pages_done : undefined, "aria-label": job.stage }) : null,
    active && total ? word("span", "job_pages", { done: job.pages_done, total }, { class: "note" }) : null,
    job.reason ? make("span", { class: "note" }, job.reason) : null,
    active ? change("cancel") : ["failed", "cancelled"].includes(job.state) ? change("retry") : null);
}

function drawItem(item) {
  const { x0, y0, x1, y1 } = item.box;
  const address = `/editions/${item.edition}/pages/${item.page}`;
  const boxes = `boxes=${[x0, y0, x1, y1].join(",")}`;
  const shown = make("img", { src: `${address}.png?${boxes}&width=780`, alt: say("page_short", { page: item.page }), loading: "lazy" });
  shown.addEventListener("load", () => {
    // Three times as wide as its frame, moved so that the place stands in the middle.
    const frame = shown.parentElement;
    const middle = (low, high, size, room) => Math.min(0, Math.max(room - size, room / 2 - ((low + high) / 2) * size));
    const left = middle(x0, x1, shown.clientWidth, frame.clientWidth);
    const top = middle(y0, y1, shown.clientHeight, frame.clientHeight);
    shown.style.transform = `translate(${left}px, ${top}px)`;
  });
  const text = make("textarea", { rows: "2", maxlength: "4000", "aria-label": say("fix"), "data-t-label": "fix" });
  text.value = item.text;
  const button = (key, body) => {
    const one = word("button", key, {}, { type: "button", class: "chip" });
    one.addEventListener("click", () => act(() => {
      one.blur();
      return call("PATCH", "/review", { id: item.id, ...body() });
    }));
    return one;
  };
  return make("li", { class: "card" },
    make("a", { class: "look", href: `${address}?${boxes}&lang=${page.lang}`, target: "_blank", rel: "noopener" }, shown),
    make("div", {},
      make("p", { class: "note" }, `${titles.get(item.edition) ?? ""} · `, word("span", "page_short", { page: item.page }), ` · ${item.why}`),
      text,
      make("p", { class: "actions" }, button("approve", () => ({ text: null })), button("fix", () => ({ text: text.value })))));
}

files.addEventListener("change", () => choose(files.files));
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  choose(event.dataTransfer?.files ?? []);
});
document.getElementById("add").addEventListener("submit", (event) => {
  event.preventDefault();
  send.disabled = true;
  act(add);
});
token?.addEventListener("change", () => act(async () => {}));
document.getElementById("language").addEventListener("click", (event) => {
  event.preventDefault();
  switchLanguage(page.lang === "zh" ? "en" : "zh");
});
setInterval(() => {
  if (working && !document.hidden) look(false).catch(() => {});
}, LOOK_MS);
act(async () => {});
