// Every word on the page in both languages; all text reaches the page as text nodes, never as markup.

const table = JSON.parse(document.getElementById("words").textContent);
export const page = { lang: document.documentElement.lang.startsWith("zh") ? "zh" : "en" };

export function say(key, gaps = {}, lang = page.lang) {
  const said = table[key]?.[lang] ?? key;
  return said.replace(/\{(\w+)\}/g, (whole, name) => (name in gaps ? String(gaps[name]) : whole));
}

// An element with properties, attributes (data-*, aria-*, role, …) and children; strings become text.
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// Text that follows the language of the page when it is switched.
export function word(tag, key, gaps = {}, properties = {}) {
  const element = make(tag, { ...properties, "data-t": key }, say(key, gaps));
  element.gaps = gaps;
  return element;
}

export function drawing(paths) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const d of paths) {
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

export function switchLanguage(lang) {
  page.lang = lang;
  document.documentElement.lang = lang === "zh" ? "zh-Hans" : "en";
  document.title = `Fixcite · ${say("tagline")}`;
  for (const e of document.querySelectorAll("[data-t]")) e.textContent = say(e.dataset.t, e.gaps);
  for (const e of document.querySelectorAll("[data-t-label]")) {
    e.setAttribute("aria-label", say(e.dataset.tLabel, e.gaps));
  }
  for (const e of document.querySelectorAll("[data-t-placeholder]")) e.placeholder = say(e.dataset.tPlaceholder);
  const other = document.getElementById("language");
  other.textContent = say("other_language");
  other.lang = lang === "zh" ? "en" : "zh-Hans";
  other.href = `?lang=${lang === "zh" ? "en" : "zh"}`;
  history.replaceState(null, "", `?lang=${lang}`);
}
