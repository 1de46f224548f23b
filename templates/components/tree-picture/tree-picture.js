// Lights the reader's way in the picture of the whole tree. The address holds the answers, as that of the tree does;
// each box leads to its step there, with the answers that still matter at it.
import { reach, read, reopened, view, write } from "./walks.js";

const graph = JSON.parse(document.querySelector("[data-tree]").textContent);
const parts = [...document.querySelectorAll("[data-edges], [data-place]")];
const back = document.querySelector("[data-back]");

function light() {
  const state = read(graph, location.hash.slice(1));
  const { given, start } = state;
  const step = view(graph, state);
  const possible = reach(graph, given, start);
  const leads = (kind, name) => {
    if (given.has(name)) return reopened(graph, state, name);
    return possible[`${kind}s`].includes(name) ? write(graph, { start, given, shows: { kind, name } }) : `${kind}-${name}`;
  };
  const way = new Set([`${step.kind}:${step.name}`, ...[...given].flatMap(([question, answer]) => [`question:${question}`, `${question}=${answer}`])]);
  for (const part of parts) {
    const { edges, place } = part.dataset;
    const lit = given.size > 0 && (edges ?? place).split(" ").some((name) => way.has(name));
    part.classList.toggle("tree-picture--lit", lit);
    if (place) {
      part.setAttribute("href", `${back.pathname}#${leads(...place.split(":"))}`);
      part.setAttribute("aria-current", lit && place === `${step.kind}:${step.name}` ? "step" : "false");
    } else if (lit && part.closest("svg")) part.parentNode.append(part); // above the lines that it shares a lane with
  }
  back.hash = given.size > 0 ? write(graph, state) : "";
}

addEventListener("hashchange", light);
light();
