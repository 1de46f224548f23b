// Walks through the decision tree, as `generator/walks.py` does: what answers lead to and what they leave open.
// A graph is what the page holds: { start, questions: { id: { answer: "outcome:id" } }, outcomes: { id: [points] } }.
// Answers given are a Map from question to answer, in the order of the questions.

export const UNSURE = "unsure";

const has = (object, key) => typeof key === "string" && Object.hasOwn(object, key);

// All questions and outcomes that agree with the answers given.
export function reach(graph, given, start = graph.start) {
  const seen = new Set();
  const waiting = [`question:${start}`];
  while (waiting.length > 0) {
    const place = waiting.pop();
    if (seen.has(place)) continue;
    seen.add(place);
    const [kind, name] = place.split(":");
    if (kind !== "question") continue;
    const answers = graph.questions[name];
    const chosen = given.get(name) ?? UNSURE;
    waiting.push(...(chosen === UNSURE ? Object.values(answers) : [answers[chosen]]));
  }
  return {
    questions: Object.keys(graph.questions).filter((name) => seen.has(`question:${name}`)),
    outcomes: Object.keys(graph.outcomes).filter((name) => seen.has(`outcome:${name}`)),
  };
}

// An outcome, or the first question without an answer or left unsure.
export function end(graph, given, start = graph.start) {
  let place = `question:${start}`;
  while (place.startsWith("question:")) {
    const name = place.slice(9);
    const chosen = given.get(name) ?? UNSURE;
    if (chosen === UNSURE) break;
    place = graph.questions[name][chosen];
  }
  return place;
}

export const withAnswer = (given, question, answer) => new Map(given).set(question, answer);

// The open question that leaves the fewest outcomes: in the worst case, then on the whole, then the first.
export function narrowest(graph, given, start = graph.start) {
  const now = reach(graph, given, start);
  let best = null;
  for (const question of now.questions) {
    if (given.has(question)) continue;
    const left = Object.keys(graph.questions[question]).map(
      (answer) => reach(graph, withAnswer(given, question, answer), start).outcomes.length,
    );
    const most = Math.max(...left);
    const sum = left.reduce((a, b) => a + b);
    const narrows = Math.min(...left) < now.outcomes.length;
    if (narrows && (!best || most < best.most || (most === best.most && sum < best.sum))) best = { question, most, sum };
  }
  return best?.question ?? null;
}

// The other answers to questions already answered, wherever they could lead elsewhere.
export function changes(graph, given, start = graph.start) {
  const now = String(reach(graph, given, start).outcomes);
  return [...given].flatMap(([question, chosen]) =>
    Object.keys(graph.questions[question])
      .filter((answer) => chosen !== UNSURE && answer !== chosen)
      .map((answer) => ({ question, answer, ...reach(graph, withAnswer(given, question, answer), start) }))
      .filter(({ outcomes }) => String(outcomes) !== now),
  );
}

const MANY = 100; // more parts than any address of ours has

// What the fragment of an address says: the answers that fit, the step it shows, and the parts that do not fit.
export function read(graph, fragment) {
  const said = fragment ? fragment.split("&", MANY) : [];
  const dropped = fragment.split("&", MANY + 1).slice(MANY);
  const found = new Map();
  let shows = null;
  for (const part of said) {
    const [, kind, step] = /^(question|outcome|unsure)-(.+)$/.exec(part) ?? [];
    const [question, answer, more] = kind === "unsure" ? [step, UNSURE] : part.split("=");
    const known = has(graph.questions, question) && more === undefined;
    if (known && !found.has(question) && (answer === UNSURE || has(graph.questions[question], answer))) {
      found.set(question, answer);
    } else if (!shows && kind && kind !== "unsure" && has(graph[`${kind}s`], step)) {
      shows = { kind, name: step, part };
    } else {
      dropped.push(part);
    }
  }
  const asked = shows?.kind === "question" ? shows.name : null;
  const start = Object.keys(graph.questions).find((name) => found.has(name) || name === asked) ?? graph.start;
  const { questions, outcomes } = reach(graph, found, start);
  for (const [question, answer] of found) if (!questions.includes(question)) dropped.push(`${question}=${answer}`);
  const given = new Map(questions.filter((name) => found.has(name)).map((name) => [name, found.get(name)]));
  if (shows && !(asked ? questions.includes(asked) && !given.has(asked) : outcomes.includes(shows.name))) {
    dropped.push(shows.part);
    shows = null;
  }
  return { start, given, shows, dropped };
}

// The fragment that says it, without answers to questions that are no longer asked.
export function write(graph, { start, given, shows = null }) {
  const { questions } = reach(graph, given, start);
  const parts = questions.filter((name) => given.has(name)).map((name) => `${name}=${given.get(name)}`);
  const next = end(graph, given, start);
  const said = given.has(start) && shows?.kind === "question" && next === `question:${shows.name}`;
  if (shows && !said) parts.push(`${shows.kind}-${shows.name}`);
  return parts.join("&") || `question-${start}`;
}

// The fragment that asks a question again, with all other answers that still matter.
export function reopened(graph, { start, given }, question) {
  const others = new Map(given);
  others.delete(question);
  return write(graph, { start, given: others, shows: { kind: "question", name: question } });
}

// The step to show: a question, an outcome, or what is still possible.
export function view(graph, { start, given, shows }) {
  if (shows) return shows;
  const [kind, name] = end(graph, given, start).split(":");
  if (kind === "outcome" || !given.has(name)) return { kind, name };
  const { outcomes } = reach(graph, given, start);
  return outcomes.length === 1 ? { kind: "outcome", name: outcomes[0] } : { kind: "possible", name: null };
}
