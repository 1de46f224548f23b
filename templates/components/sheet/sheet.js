// Makes the sheet from the answers in the address: hides every question, answer and result that is not theirs.
import { bring } from "./later.js";
import { UNSURE, reach, read, write } from "./walks.js";

const sheet = document.querySelector(".sheet");
const all = (name) => sheet.querySelectorAll(`[data-${name}]`);
const one = (name) => sheet.querySelector(`[data-${name}]`);
const graph = JSON.parse(one("tree").textContent);

async function fill() {
  const state = read(graph, location.hash.slice(1));
  const { given, start } = state;
  const { outcomes } = reach(graph, given, start);
  const filled = given.size > 0;
  const sure = (question) => given.has(question) && given.get(question) !== UNSURE;
  sheet.classList.toggle("sheet--filled", filled);
  sheet.classList.toggle("sheet--open", filled && outcomes.length > 1);
  for (const item of all("question")) item.hidden = filled && !sure(item.dataset.question);
  for (const item of all("answer")) {
    const [question, answer] = item.dataset.answer.split("=");
    item.hidden = filled && given.get(question) !== answer;
  }
  for (const item of all("doubt")) item.hidden = given.get(item.dataset.doubt) !== UNSURE;
  one("doubts").hidden = ![...given.values()].includes(UNSURE);
  for (const item of all("outcome")) item.hidden = filled && !outcomes.includes(item.dataset.outcome);
  one("shared").hidden = outcomes.length === 1; // one result says all this in its own words
  for (const item of all("point")) item.hidden = !outcomes.every((name) => graph.outcomes[name].includes(item.dataset.point));
  one("many").hidden = !filled || outcomes.length === 1;
  one("one").hidden = !one("many").hidden;
  one("back").hash = filled ? write(graph, state) : "";
  if (filled) await bring(sheet); // before it is printed
  one("controls").hidden = false;
}

one("today").textContent = new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
one("print").addEventListener("click", () => print());
addEventListener("hashchange", fill);
fill();
