// Shows one step of the tree at a time. The address holds the answers: #relief=money&law=california.
// No words and no rule are here: every step, answer and target is read from the page.

const tree = document.querySelector(".decision-tree");
const steps = new Map([...tree.querySelectorAll(".decision-tree__step")].map((step) => [step.id, step]));
const answers = new Map(
  [...tree.querySelectorAll("[data-answer]")].map((link) => [
    link.dataset.answer,
    { link, from: link.closest(".decision-tree__step").id, to: link.hash.slice(1) },
  ]),
);
const walkBox = tree.querySelector("[data-walk]");
const trail = tree.querySelector("[data-trail]");
const row = tree.querySelector("[data-row]");
const back = tree.querySelector("[data-back]");

const heading = (step) => step.querySelector("h2");
const address = (start, given) => `#${given.length > 0 ? given.join("&") : start}`;

// The walk that the address describes: where it starts, the answers that fit one another, and where they end.
function walked() {
  const said = location.hash.slice(1);
  if (steps.has(said)) return { start: said, given: [], end: said };
  const given = [];
  let start = tree.dataset.start;
  let end = start;
  for (const name of said.split("&")) {
    const answer = answers.get(name);
    if (!answer || (given.length > 0 && answer.from !== end)) break;
    if (given.length === 0) start = answer.from;
    given.push(name);
    end = answer.to;
  }
  return { start, given, end };
}

function show({ start, given, end }) {
  for (const [id, step] of steps) step.hidden = id !== end;
  for (const { link, from } of answers.values()) {
    if (from === end) link.hash = address(start, [...given, link.dataset.answer]);
  }
  walkBox.hidden = given.length === 0;
  back.hash = address(start, given.slice(0, -1));
  trail.replaceChildren(
    ...given.map((name, number) => {
      const item = document.importNode(row.content, true); // a clone's links would be relative to nowhere
      const { link, from } = answers.get(name);
      item.querySelector("[data-asked]").textContent = heading(steps.get(from)).textContent;
      item.querySelector("[data-answered]").textContent = link.textContent;
      const change = item.querySelector("[data-change]");
      change.hash = address(from, given.slice(0, number));
      change.setAttribute("aria-describedby", heading(steps.get(from)).id);
      return item;
    }),
  );
}

function update() {
  const walk = walked();
  show(walk);
  return walk;
}

addEventListener("hashchange", () => {
  const step = heading(steps.get(update().end));
  step.focus({ preventScroll: true });
  step.scrollIntoView();
});

const first = update();
tree.classList.add("decision-tree--walked");
if (location.hash) heading(steps.get(first.end)).focus();
