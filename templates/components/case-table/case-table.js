// Filters and sorts the case table. The address holds what was chosen: #court=ca9&topic=dogs&sort=name.
// No words are here, and no list of courts, topics or outcomes: rows and options say what there is.

const form = document.querySelector("[data-filter]");
const table = document.querySelector("[data-cases]");
const body = table.tBodies[0];
const headers = [...table.querySelectorAll("[data-sort]")];
const chosen = document.querySelector("[data-chosen]");
const count = document.querySelector("[data-count]");

const DIRECTIONS = ["ascending", "descending"];
const NEWEST_FIRST = { sort: "year", order: "descending" };

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/’/g, "'").toLowerCase();
const options = (name) => [...form.elements[name].options].map((option) => option.value);

// Read and compared when somebody chooses: a slow phone has enough to do while the page opens.
const whenNeeded = (make) => {
  let made;
  return () => (made ??= make());
};

const cases = whenNeeded(() =>
  [...body.rows].map((row, position, all) => ({
    row,
    name: row.cells[0].textContent,
    words: plain(row.cells[0].textContent),
    court: row.dataset.court,
    immunity: row.dataset.immunity,
    topics: row.dataset.topic.split(" "),
    year: Number(row.cells[2].textContent),
    age: all.length - position, // the rows come newest first
  })),
);

const collator = whenNeeded(
  () => new Intl.Collator(document.documentElement.lang, { sensitivity: "base", numeric: true }),
);

const compare = {
  name: (a, b) => collator().compare(a.name, b.name),
  court: (a, b) => options("court").indexOf(a.court) - options("court").indexOf(b.court),
  year: (a, b) => a.age - b.age,
  immunity: (a, b) => options("immunity").indexOf(a.immunity) - options("immunity").indexOf(b.immunity),
};

// What the address says, as far as it makes sense.
function stated() {
  const said = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : "");
  const state = { ...NEWEST_FIRST };
  for (const { name, type } of form.elements) {
    const value = (said.get(name) ?? "").trim();
    if (!name) continue;
    if (type === "select-one") state[name] = options(name).includes(value) ? value : "";
    else if (type === "number") state[name] = /^\d{4}$/.test(value) ? value : "";
    else state[name] = value;
  }
  if (said.get("sort") in compare) state.sort = said.get("sort");
  if (DIRECTIONS.includes(said.get("order"))) state.order = said.get("order");
  return state;
}

function address(state) {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(state)) {
    if (value && value !== NEWEST_FIRST[name]) said.set(name, value);
  }
  return said.size > 0 ? `#${said}` : location.pathname;
}

function fits(one, state) {
  return (
    (!state.court || one.court === state.court) &&
    (!state.immunity || one.immunity === state.immunity) &&
    (!state.topic || one.topics.includes(state.topic)) &&
    (!state.from || one.year >= Number(state.from)) &&
    (!state.to || one.year <= Number(state.to)) &&
    plain(state.name).split(/\s+/).every((word) => one.words.includes(word))
  );
}

let state = { ...NEWEST_FIRST, name: "" };
let order = Object.values(NEWEST_FIRST).join(" "); // as the page comes
let waiting = 0;

// A slow phone can lay out a screenful of rows within one frame, not all of them: the others follow.
const AT_ONCE = 8;
const IN_A_FRAME = 24;
let finishing = 0;

function finish(rows) {
  table.setAttribute("aria-busy", rows.length > 0);
  if (rows.length === 0) return;
  finishing = requestAnimationFrame(() => {
    finishing = requestAnimationFrame(() => { // in the frame after the one that shows the choice
      for (const row of rows.slice(0, IN_A_FRAME)) row.hidden = !row.hidden;
      finish(rows.slice(IN_A_FRAME));
    });
  });
}

function sorted() {
  const direction = state.order === "ascending" ? 1 : -1;
  return [...cases()].sort((a, b) => direction * compare[state.sort](a, b) || b.age - a.age);
}

function sort() {
  order = `${state.sort} ${state.order}`;
  cases().splice(0, cases().length, ...sorted());
  for (const { row } of cases()) row.hidden = true;
  body.append(...cases().map(({ row }) => row));
  for (const header of headers) {
    if (header.dataset.sort === state.sort) header.setAttribute("aria-sort", state.order);
    else header.removeAttribute("aria-sort");
  }
}

function show() {
  cancelAnimationFrame(finishing);
  if (order !== `${state.sort} ${state.order}`) sort();
  const later = [];
  let shown = 0;
  for (const one of cases()) {
    const hidden = !fits(one, state);
    if (shown < AT_ONCE) one.row.hidden = hidden;
    else if (one.row.hidden !== hidden) later.push(one.row);
    if (!hidden) shown += 1;
  }
  finish(later);
  tell(shown);
}

function tell(shown) {
  count.querySelector("[data-shown]").textContent = shown;
  count.querySelector("[data-none]").hidden = shown > 0;
  const said = [...form.elements]
    .filter((field) => field.name && state[field.name])
    .map((field) => `${field.labels[0].textContent}: ${field.selectedOptions?.[0].textContent ?? field.value}`);
  chosen.textContent = said.join("; ");
  chosen.hidden = said.length === 0;
}

function follow() {
  state = stated();
  for (const field of form.elements) if (field.name) field.value = state[field.name];
  show();
}

// The rows change at once. The address follows when the hand rests or goes elsewhere: browsers take long to
// change it, and refuse to do so too often. It is replaced, because typing must not fill the history.
function choose(change) {
  state = { ...state, ...change };
  show();
  clearTimeout(waiting);
  waiting = setTimeout(settle, 150);
}

function settle() {
  if (waiting) history.replaceState(null, "", address(state));
  clearTimeout(waiting);
  waiting = 0;
}

form.addEventListener("input", ({ target }) => choose({ [target.name]: target.value.trim() }));
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => choose(Object.fromEntries([...form.elements].map(({ name }) => [name, ""]))));
addEventListener("hashchange", follow);
for (const leaving of ["pointerdown", "pagehide"]) addEventListener(leaving, settle, { capture: true });

for (const header of headers) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...header.childNodes);
  header.append(button);
  header.classList.add("case-table__sortable");
  button.addEventListener("click", () => {
    const again = state.sort === header.dataset.sort && state.order === "ascending";
    choose({ sort: header.dataset.sort, order: again ? "descending" : "ascending" });
  });
}

form.hidden = false;
count.hidden = false;
if (location.hash.includes("=")) {
  follow();
  // Who follows a link to a choice wants to see what it leaves, not the pictures above.
  if (performance.getEntriesByType("navigation")[0].type === "navigate") count.scrollIntoView();
} else {
  for (const field of form.elements) if (field.name) field.value = ""; // some browsers keep what was chosen
  finish([]);
  tell(body.rows.length);
}
