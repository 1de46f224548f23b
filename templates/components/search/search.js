// The search page: shows at each key what the index has for the words typed. The words stay in the fragment of the
// address (#q=…), which no browser sends. The index is loaded when the reader turns to the field, the texts of a
// result when it is shown.

import { arranged, excerpt, find, marked, opened } from "./matching.js";

const EXCERPT = 170;
const AT_ONCE = 3; // titles of pages with their places

const form = document.querySelector("[data-search]");
const field = form.elements.q;
const count = document.querySelector("[data-count]");
const results = document.querySelector("[data-results]");
const template = (name) => document.querySelector(`template[data-${name}]`).content;

let loading = null;
let failures = 0;
let waiting = 0;
let finishing = 0;

// The index, asked for once; and again if it could not be had, by another name, because a browser may keep a failure.
function load() {
  loading ??= import(form.dataset.index + (failures ? `#${failures}` : "")).then(
    ({ default: data }) => ({ ...opened(data), texts: data.texts }),
    (error) => {
      loading = null;
      failures += 1;
      throw error;
    },
  );
  return loading;
}

async function textOf(index, { number }) {
  const [first, address] = index.texts.filter(([start]) => start <= number).at(-1);
  return (await import(address)).default[number - first];
}

function say(name, numbers = {}) {
  const words = name ? document.importNode(template("words").querySelector(`[data-${name}]`), true) : null;
  for (const [key, number] of Object.entries(numbers)) words.querySelectorAll(`[data-${key}]`).forEach((place) => (place.textContent = number));
  count.replaceChildren(...(words?.childNodes ?? []));
}

function write(element, parts) {
  const nodes = parts.map(({ text, marked: isMarked }) => {
    if (!isMarked) return text;
    const mark = document.createElement("mark");
    mark.textContent = text;
    return mark;
  });
  element.replaceChildren(...nodes);
}

function item(index, place, groups) {
  const shown = document.importNode(template("place"), true).firstElementChild;
  const link = shown.querySelector("a");
  const text = shown.querySelector("p");
  link.href = place.address;
  if (place.kind === "case") link.lang = form.dataset.lawLanguage;
  write(link, marked(index, place.title, groups));
  textOf(index, place).then((whole) => write(text, marked(index, excerpt(index, whole, groups, EXCERPT), groups)), () => text.remove());
  return shown;
}

function section(index, { page, places }, groups) {
  const shelf = document.importNode(template("shelf"), true).firstElementChild;
  shelf.querySelector("h2").textContent = page;
  shelf.querySelector("ol").append(...places.map((place) => item(index, place, groups)));
  return shelf;
}

// A slow phone can make a screenful of results within one frame, not all of them: the others follow.
function show(index) {
  cancelAnimationFrame(finishing);
  const query = field.value.trim();
  const { places, groups } = find(index, query);
  const { shelves, shown } = arranged(places);
  const sections = (some) => some.map((shelf) => section(index, shelf, groups));
  results.replaceChildren(...sections(shelves.slice(0, AT_ONCE)));
  finishing = requestAnimationFrame(() => {
    finishing = requestAnimationFrame(() => results.append(...sections(shelves.slice(AT_ONCE))));
  });
  if (!query) say(null);
  else if (shown === 0) say("none");
  else say(shown < places.length ? "best" : "all", { found: places.length, shown });
}

function search() {
  load().then(show, () => say("failed"));
}

// Browsers take long to change an address, and refuse to do so too often: it follows when the hand rests or goes elsewhere.
function settle() {
  const query = field.value.trim();
  if (waiting) history.replaceState(null, "", query ? `#${new URLSearchParams({ q: query })}` : location.pathname);
  clearTimeout(waiting);
  waiting = 0;
}

function type() {
  search();
  clearTimeout(waiting);
  waiting = setTimeout(settle, 300);
}

function follow() {
  field.value = new URLSearchParams(location.hash.slice(1)).get("q") ?? "";
  if (field.value) search();
}

function move(event) {
  const links = [...results.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || links.length === 0 || (at < 0 && (step < 0 || document.activeElement !== field))) return;
  event.preventDefault();
  (links[at + step] ?? (at + step < 0 ? field : links.at(-1))).focus();
}

function clear(event) {
  if (event.key !== "Escape") return;
  event.preventDefault();
  field.value = "";
  field.focus();
  type();
}

field.addEventListener("input", type);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  results.querySelector("a")?.focus();
});
addEventListener("keydown", move);
addEventListener("keydown", clear);
addEventListener("hashchange", follow);
field.addEventListener("change", settle);
for (const leaving of ["pointerdown", "pagehide"]) addEventListener(leaving, settle, { capture: true });

document.querySelector("[data-without-script]").hidden = true;
form.hidden = false;
follow();
field.focus({ preventScroll: true }); // and only then: to open the page is not yet to search
for (const turning of ["focus", "pointerdown"]) field.addEventListener(turning, () => load().catch(() => {}));
