// Draws an Answer of /ask. Words of manuals and of people only ever become text nodes.

import { make, say, word, drawing } from "./words.js";
import { CHECKED, drawVerdict } from "./verdict.js";
import { openCitation } from "./viewer.js";

const SIGNS = {
  danger: ["M12 3.5 22 20.5H2z", "M12 9.5v5", "M12 17.4v.2"],
  warning: ["M12 3.5 22 20.5H2z", "M12 9.5v5", "M12 17.4v.2"],
  caution: ["M12 3.5 22 20.5H2z", "M12 9.5v5", "M12 17.4v.2"],
  notice: ["M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18z", "M12 11v5.5", "M12 7.6v.2"],
};
const REASONS = ["wrong", "other_product", "unclear", "unsafe", "missing"];

// `choose(option)` is called when the asker picks one of the options offered.
export function drawAnswer(answer, choose) {
  const reply = make("article", { class: `reply ${answer.action}`, lang: answer.language === "zh" ? "zh-Hans" : "en" });
  const draw = { answer: drawClaims, clarify: drawClarify, refuse: drawRefusal, handoff: drawHandoff }[answer.action];
  draw(reply, answer, choose);
  reply.append(drawFoot(answer));
  return reply;
}

function drawClaims(reply, answer) {
  const lead = leadOf(answer);
  if (lead) reply.append(make("p", { class: "lead" }, lead));
  const shown = new Set();
  const list = make("ol", { class: "claims" });
  const several = new Set(answer.claims.map((one) => sourceOf(one, answer))).size > 1;
  const frames = framesOf(answer);
  let told = "";
  for (const [at, claim] of answer.claims.entries()) {
    const itself = claim.kind === "step" ? undefined : answer.warnings.find((one) =>
      one.text === claim.text && claim.citations.every((n) => one.citations.includes(n)));
    const due = answer.warnings.filter((one) => (one === itself || claim.warnings.includes(one.id)) && !shown.has(one.id));
    if (itself && !due.length) continue;
    due.forEach((one) => shown.add(one.id));
    const speaks = frames[at] || (several ? sourceOf(claim, answer) : "");
    if (speaks && speaks !== told) list.append(make("li", { class: "speaks" }, speaks));
    told = speaks;
    const { button, list: verdict } = drawVerdict(claim);
    if (itself) {
      list.append(make("li", {}, ...due.map((one) => drawWarning(one, answer, one === itself ? [button] : [])), verdict));
      continue;
    }
    const mark = claim.kind === "step" && claim.step ? claim.step : "•";
    list.append(
      make("li", { class: claim.kind },
        ...due.map((one) => drawWarning(one, answer)),
        make("span", { class: mark === "•" ? "mark dot" : "mark" }, mark),
        statement(mark === "•" ? claim.text : withoutNumber(claim.text, mark), [...cites(claim.citations, answer), button]),
        verdict,
      ),
    );
  }
  const left = answer.warnings.filter((one) => !shown.has(one.id));
  reply.append(...left.map((one) => drawWarning(one, answer)), list);
  const figures = answer.figures.filter((one) => citationOf(answer, one.citation));
  if (figures.length) reply.append(pages(figures.map((one) => [citationOf(answer, one.citation), `${say("figure")} ${one.caption}`])));
}

// Manuals that disagree, or are compared, speak one after the other: who says what stands above it.
function sourceOf(claim, answer) {
  const citation = citationOf(answer, claim.citations[0]);
  return citation ? [citation.manual.title, citation.edition.revision].filter(Boolean).join(" · ") : "";
}

// The printed number stands in the mark already.
const withoutNumber = (text, number) => {
  const rest = text.startsWith(number) ? /^[.．、)）:：]\s*([^]+)$/.exec(text.slice(number.length)) : null;
  return rest ? rest[1] : text;
};

// So does the signal word of a warning in its heading.
const withoutSignal = (text) =>
  text.replace(/^\s*(?:(?:DANGER|WARNING|CAUTION|NOTICE)[!！:：\s]+|(?:危险|警告|小心|注意)[!！:：\s]*)/i, "").trim() || text;

// A table's row ("heading: cell | heading: cell") is shown cell by cell under its headings, word for word.
function statement(text, marks) {
  const cells = text.split(" | ").map((cell) => /^([^:]{1,60}): ([^]+)$/.exec(cell));
  if (cells.length < 2 || cells.includes(null)) return make("p", { class: "statement" }, text, ...marks);
  const rows = cells.map(([, heading, cell], at) =>
    make("div", {}, make("dt", {}, heading), make("dd", {}, cell, ...(at === cells.length - 1 ? marks : []))));
  return make("dl", { class: "statement row" }, ...rows);
}

function drawWarning(warning, answer, marks = []) {
  return make("div", { class: `warn ${warning.level}`, role: "note" },
    drawing(SIGNS[warning.level]),
    word("strong", `level_${warning.level}`),
    make("p", {}, withoutSignal(warning.text), ...cites(warning.citations, answer), ...marks),
  );
}

function drawClarify(reply, answer, choose) {
  reply.append(word("h2", "clarify"), make("p", {}, answer.clarify.question));
  if (!answer.clarify.options.length) return;
  const options = make("div", { class: "options" });
  for (const option of answer.clarify.options) {
    const button = make("button", { type: "button", class: "chip" }, option.label);
    button.addEventListener("click", () => {
      for (const one of options.children) one.disabled = true;
      button.setAttribute("aria-pressed", "true");
      choose(option);
    });
    options.append(button);
  }
  reply.append(options, word("p", "option_unknown", {}, { class: "note" }));
}

function drawRefusal(reply, answer) {
  reply.append(word("h2", "refused"), make("p", {}, answer.refusal.reason));
  places(reply, answer, answer.refusal.closest, "closest");
}

function drawHandoff(reply, answer) {
  reply.append(word("h2", "handed_off"), make("p", {}, answer.handoff.reason), make("p", { class: "note" }, answer.handoff.id));
  places(reply, answer, answer.handoff.evidence, "evidence");
}

function places(reply, answer, numbers, title) {
  const cited = numbers.map((n) => citationOf(answer, n)).filter(Boolean);
  if (cited.length) reply.append(word("p", title, {}, { class: "lead" }), pages(cited.map((one) => [one, one.manual.title, one.quote])));
}

// `said`: the words there, which tell apart two places of one page.
function pages(entries) {
  const list = make("ul", { class: "pages" });
  for (const [citation, label, said] of entries) {
    const button = make("button", { type: "button", "data-cite": citation.n },
      make("span", {}, label, ...(said ? [make("small", { lang: citation.edition.language }, said)] : [])), word("span", "page_short", { page: pageOf(citation) }, { class: "where" }));
    button.addEventListener("click", () => openCitation(citation, button));
    list.append(make("li", {}, button));
  }
  return list;
}

function cites(numbers, answer) {
  return numbers.map((n) => citationOf(answer, n)).filter(Boolean).map((citation) => {
    const gaps = { n: citation.n, title: citation.manual.title, page: pageOf(citation) };
    const button = make("button", {
      type: "button", class: "cite", "data-cite": citation.n, "data-t-label": "cite", "aria-label": say("cite", gaps),
      title: `${citation.manual.title} · ${say("page_short", { page: gaps.page })}`,
    }, `${citation.n}`);
    button.gaps = gaps;
    button.addEventListener("click", () => openCitation(citation, button));
    return button;
  });
}

function drawFoot(answer) {
  const foot = make("footer", { class: "foot" });
  for (const photo of answer.photos) foot.append(drawPhoto(photo));
  if (answer.action === "answer") {
    const name = answer.vlm?.name;
    const key = answer.mode === "extractive" ? "mode_extractive" : name ? "mode_generated" : "mode_generated_unnamed";
    const counts = { claims: answer.claims.length, citations: answer.citations.length };
    foot.append(make("p", { class: "mode" }, drawing(CHECKED),
      make("b", {}, word("span", key, { model: name })), word("span", "checked", counts)));
  }
  const decides = disclaimerOf(answer.text);
  if (decides) foot.append(make("p", { class: "decides" }, decides));
  if (answer.dropped.length) {
    foot.append(make("details", {},
      word("summary", "dropped", { count: answer.dropped.length }),
      make("ul", {}, ...answer.dropped.map((one) =>
        make("li", {}, make("div", {}, one.text), word("div", "dropped_why", { reason: one.reason }, { class: "note" }))))));
  }
  foot.append(drawFeedback(answer));
  return foot;
}

function drawPhoto(photo) {
  const read = [...photo.products, ...photo.codes].join(" · ") || photo.text.trim().slice(0, 160);
  return make("div", {},
    make("p", {}, word("span", read ? "from_photo" : "photo_nothing"), read ? `: ${read}` : ""),
    photo.description ? make("p", {}, photo.description) : word("p", "photo_not_understood"));
}

function drawFeedback(answer) {
  const area = make("div", { class: "feedback" }, word("span", "helpful"));
  const send = async (rating, reasons = [], comment = "") => {
    const response = await fetch(`/answers/${encodeURIComponent(answer.id)}/feedback`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ rating, reasons, comment }),
    }).catch(() => null);
    if (response?.ok) area.replaceChildren(word("span", "thanks", {}, { role: "status" }));
    else if (!area.querySelector("[role=alert]")) area.append(word("p", "feedback_failed", {}, { class: "note", role: "alert" }));
  };
  const up = word("button", "up", {}, { type: "button", class: "chip" });
  const down = word("button", "down", {}, { type: "button", class: "chip" });
  up.addEventListener("click", () => send("up"));
  down.addEventListener("click", () => {
    if (area.querySelector("form")) return;
    down.setAttribute("aria-pressed", "true");
    area.append(complaint((reasons, comment) => send("down", reasons, comment)));
  });
  area.append(up, down);
  return area;
}

function complaint(send) {
  const chips = make("div", { class: "chips" }, ...REASONS.map((name) => {
    const chip = word("button", `reason_${name}`, {}, { type: "button", class: "chip", "aria-pressed": "false", value: name });
    chip.addEventListener("click", () => chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true")));
    return chip;
  }));
  const comment = make("textarea", { rows: "2", maxlength: "2000", placeholder: say("comment"), "aria-label": say("comment"), "data-t-placeholder": "comment", "data-t-label": "comment" });
  const form = make("form", {}, chips, comment, word("button", "send", {}, { class: "primary" }));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send([...chips.querySelectorAll("[aria-pressed=true]")].map((chip) => chip.value), comment.value);
  });
  return form;
}

// The lines before the first warning, statement or empty line: a name of what is spoken of stands after one.
function leadOf(answer) {
  const lines = answer.text.split("\n");
  const told = [...answer.warnings.map((one) => withoutSignal(one.text)), ...answer.claims.map((one) => one.text)];
  const begins = told.map((text) => text.split("\n")[0]);
  const end = lines.findIndex((line) => !line || begins.some((text) => line.includes(text)));
  return lines.slice(0, end < 0 ? 1 : end).join("\n");
}

// For each statement the name of what is spoken of ("N7 Pro:"): in the text it stands after an empty line and
// holds for those that follow. "" where there is none.
function framesOf(answer) {
  let at = 0;
  let frame = "";
  return answer.claims.map((claim) => {
    const said = withoutSignal(claim.text);
    const begins = answer.text.indexOf(said, at);
    if (begins < 0) return frame;
    const before = answer.warnings.reduce((text, one) => text.replace(withoutSignal(one.text), ""), answer.text.slice(at, begins));
    const named = before.split("\n\n").slice(1).pop()?.split("\n");
    if (named?.length > 1) frame = named[0];
    at = begins + said.length;
    return frame;
  });
}

// The service's disclaimer stands alone after the last empty line.
const disclaimerOf = (text) => (text.includes("\n\n") ? text.slice(text.lastIndexOf("\n\n")).trim() : "");

const citationOf = (answer, n) => answer.citations.find((one) => one.n === n);
const pageOf = (citation) => citation.places[0]?.page ?? 1;
