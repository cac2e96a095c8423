const sampled = [...document.querySelectorAll(".sampled")];
const pilot = document.body.dataset.pilot;
const place = "fixcite-pilot-" + pilot;
let marks = {};
try {
  marks = JSON.parse(localStorage.getItem(place) || "{}");
} catch {
  marks = {};
}

function tally() {
  const counts = { right: 0, wrong: 0, unsafe: 0 };
  for (const one of Object.values(marks)) if (one.mark) counts[one.mark] += 1;
  document.getElementById("marked").textContent = counts.right + counts.wrong + counts.unsafe;
  document.getElementById("tally").textContent = `✓ ${counts.right} · ✗ ${counts.wrong} · ⚠ ${counts.unsafe}`;
}

for (const one of sampled) {
  const answer = one.dataset.answer;
  const comment = one.querySelector(".comment");
  const kept = marks[answer];
  if (kept) {
    comment.value = kept.comment || "";
    for (const pick of one.querySelectorAll("input[type=radio]")) pick.checked = pick.value === kept.mark;
  }
  one.addEventListener("input", () => {
    const picked = one.querySelector("input[type=radio]:checked");
    marks[answer] = { mark: picked ? picked.value : "", comment: comment.value };
    one.classList.toggle("done", picked !== null);
    try {
      localStorage.setItem(place, JSON.stringify(marks));
    } catch {
      // a browser that keeps nothing for files: the button still saves
    }
    tally();
  });
  one.classList.toggle("done", one.querySelector("input[type=radio]:checked") !== null);
}
tally();

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const first = entry.target.querySelector("button.cite");
    if (entry.isIntersecting && first && !entry.target.querySelector(".sheet").hasChildNodes()) show(first);
  }
});
sampled.forEach((one) => seen.observe(one));

document.getElementById("save").addEventListener("click", () => {
  const here = new Set(sampled.map((one) => one.dataset.answer));
  const answers = Object.fromEntries(Object.entries(marks).filter(([id, one]) => here.has(id) && one.mark));
  const file = new Blob([JSON.stringify({ pilot, answers }, null, 1)], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = "marks.json";
  link.click();
  URL.revokeObjectURL(link.href);
});
