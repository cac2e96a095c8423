// Tells on demand how a statement was checked: folded by default, in the language of the answer.

import { make, say, word, drawing } from "./words.js";

export const CHECKED = ["M12 3l7.5 3v5.5c0 4.6-3 7.8-7.5 9.5c-4.5-1.7-7.5-4.9-7.5-9.5V6z", "M8.5 12l2.5 2.5l4.5-5"];

// The button that stands behind a statement, and the list that it opens.
export function drawVerdict(claim) {
  const list = make("ul", { class: "verdict", hidden: true }, ...claim.verdict.checks.map((one) =>
    make("li", { class: one.passed ? "passed" : "failed" }, word("b", `check_${one.check}`), ` ${one.reason}`)));
  const label = say("how_checked");
  const button = make("button", {
    type: "button", class: "why", "aria-expanded": "false", "data-t-label": "how_checked", "aria-label": label, title: label,
  }, drawing(CHECKED));
  button.addEventListener("click", () => {
    list.hidden = !list.hidden;
    button.setAttribute("aria-expanded", String(!list.hidden));
  });
  return { button, list };
}
