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
