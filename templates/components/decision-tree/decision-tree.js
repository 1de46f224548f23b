// Shows one step of the tree at a time. The address holds the answers: #relief=money&law=california.
// No words and no rule are here: steps and words are read from the page, the graph from its data.
import { bring } from "./later.js";
import { UNSURE, changes, narrowest, reach, read, reopened, view, withAnswer, write } from "./walks.js";

const tree = document.querySelector(".decision-tree");
const one = (selector, within = tree) => within.querySelector(selector);
const all = (selector, within = tree) => [...within.querySelectorAll(selector)];

const graph = JSON.parse(one("[data-tree]").textContent);
const steps = all(".decision-tree__step");
const answers = new Map(all("[data-answer]").map((link) => [link.dataset.answer, link]));
const [walkBox, because, changed, dropped, possible] = ["[data-walk]", "[data-because]", "[data-changes]", "[data-dropped]", "#possible"].map((selector) => one(selector));

const SHOWN = 5; // parts of a damaged address that are named
const LONG = 60;

const heading = ({ kind, name }) => document.getElementById({ question: `ask-${name}`, outcome: `result-${name}` }[kind] ?? "possible-title");
const asked = (question) => heading({ kind: "question", name: question }).textContent;
const answered = (question, answer) => answers.get(`${question}=${answer}`).textContent;
// importNode, not cloneNode: links in a clone of a template would be relative to nowhere.
const copy = (within, name) => document.importNode(one(`template[data-${name}]`, within).content, true);
const fill = (item, name, text) => (one(`[data-${name}]`, item).textContent = text);

let state = read(graph, "");
const address = (given, shows = null) => `#${write(graph, { start: state.start, given, shows })}`;

const change = (question) => `#${reopened(graph, state, question)}`;

function showQuestion(name) {
  for (const answer of [...Object.keys(graph.questions[name]), UNSURE]) {
    answers.get(`${name}=${answer}`).hash = address(withAnswer(state.given, name, answer));
  }
}

function showPossible() {
  const { outcomes } = reach(graph, state.given, state.start);
  fill(possible, "number", outcomes.length);
  for (const item of all("[data-outcome]", possible)) {
    const name = item.dataset.outcome;
    item.hidden = !outcomes.includes(name);
    one("a", item).hash = address(state.given, { kind: "outcome", name });
  }
  for (const item of all("[data-point]", possible)) {
    item.hidden = !outcomes.every((name) => graph.outcomes[name].includes(item.dataset.point));
  }
  const name = narrowest(graph, state.given, state.start);
  one("[data-narrow]", possible).hidden = !name;
  if (!name) return;
  fill(possible, "narrowest", asked(name));
  one("[data-narrowest]", possible).hash = address(state.given, { kind: "question", name });
}

function reason([question, answer]) {
  const item = copy(because, "row");
  fill(item, "answered", answered(question, answer));
  fill(item, "asked", asked(question));
  // A question says why for each of its answers, in their order; for "I am not sure" it says nothing.
  const why = all(`#question-${question} dd`)[Object.keys(graph.questions[question]).indexOf(answer)];
  one("[data-why]", item).append(...(why ? [...why.children].map((part) => part.cloneNode(true)) : [copy(because, "left-open")]));
  return item;
}

function otherAnswer({ question, answer, outcomes }) {
  const given = withAnswer(state.given, question, answer);
  const hash = address(given);
  const item = copy(changed, outcomes.length === 1 ? "one" : "many");
  fill(item, "apply", answered(question, answer));
  one("[data-apply]", item).hash = hash;
  if (outcomes.length === 1) {
    fill(item, "then", heading({ kind: "outcome", name: outcomes[0] }).textContent);
  } else {
    const next = view(graph, read(graph, hash.slice(1)));
    fill(item, "number", outcomes.length);
    fill(item, "next", heading(next).textContent);
  }
  return item;
}

function otherAnswers(question, others) {
  const row = copy(changed, "row");
  fill(row, "asked", asked(question));
  row.append(...others.map(otherAnswer));
  return row;
}

function showResult() {
  one("[data-list]", because).replaceChildren(...[...state.given].map(reason));
  const others = changes(graph, state.given, state.start);
  const questions = new Set(others.map(({ question }) => question));
  one("[data-list]", changed).replaceChildren(...[...questions].map((question) => otherAnswers(question, others.filter((other) => other.question === question))));
  changed.hidden = others.length === 0;
}

function showAnswers() {
  const trail = one("[data-trail]");
  walkBox.hidden = state.given.size === 0;
  trail.replaceChildren(
    ...[...state.given].map(([question, answer]) => {
      const item = copy(walkBox, "row");
      fill(item, "asked", asked(question));
      fill(item, "answered", answered(question, answer));
      const link = one("[data-change]", item);
      link.hash = change(question);
      link.setAttribute("aria-describedby", `ask-${question}`);
      return item;
    }),
  );
}

function back(step) {
  // From a step that was looked up, back to where the answers end; else to the question answered last.
  if (state.shows?.kind === "outcome") return address(state.given);
  const order = Object.keys(graph.questions);
  const before = step.kind === "question" ? order.slice(0, order.indexOf(step.name)) : order;
  const last = before.findLast((question) => state.given.has(question));
  return last ? change(last) : address(state.given);
}

function show() {
  const step = view(graph, state);
  const here = step.kind === "possible" ? possible : document.getElementById(`${step.kind}-${step.name}`);
  for (const other of steps) other.hidden = other !== here;
  const result = step.kind === "outcome" && state.given.size > 0 && !state.shows;
  for (const part of [because, changed]) part.hidden = !result;
  if (result) showResult();
  if (step.kind === "question") showQuestion(step.name);
  if (step.kind === "possible") showPossible();
  showAnswers();
  if (state.given.size > 0 || state.shows) bring(tree).then(() => possible.hidden || showPossible()); // its lists are there now
  one("[data-back]").hash = back(step);
  for (const link of all("[data-onward]")) link.hash = address(state.given);
  const parts = state.dropped.slice(0, SHOWN).map((part) => (part.length > LONG ? `${part.slice(0, LONG)}…` : part));
  fill(dropped, "parts", parts.join(", ") + (state.dropped.length > SHOWN ? ", …" : ""));
  dropped.hidden = parts.length === 0;
  return step;
}

// The address may also name a place below the tree, such as an entry in the list of authorities.
const elsewhere = (name) => !tree.contains(document.getElementById(name)) && document.getElementById(name);

function follow() {
  const said = location.hash.slice(1);
  if (elsewhere(said)) return null;
  state = read(graph, said === "possible" ? "" : said);
  return heading(show());
}

addEventListener("hashchange", () => {
  const title = follow();
  title?.focus({ preventScroll: true });
  title?.scrollIntoView();
});

one("[data-clear]").addEventListener("click", () => {
  history.replaceState(null, "", location.pathname);
  state = read(graph, "");
  heading(show()).focus();
});

show();
tree.classList.add("decision-tree--walked");
if (location.hash) follow()?.focus();
