// Finds places in the index that `generator/search_index.py` makes, and marks what was found in a text.
// It touches no page: what it is given goes in, what it found comes out.

const BASE = 36;
const MOST_WORDS = 12; // of a query; what a reader types beyond them narrows nothing

// How well a word of the index fits a word that was typed.
const SAME = 1;
const WITHOUT_TILDE = 0.85;
const SAME_STEM = 0.8;
const BEGINS = 0.6;
const ONE_MISTAKE = 0.55;
const TWO_MISTAKES = 0.4;
const SHORTEST_STEM = 5;
const ADDED = 5; // so many letters may follow a stem: `arrest` and `arrestando`

// What it counts for where it stands, and what kind of place it is.
const IN_TITLE = 4;
const IN_OTHER_NAME = 3;
const IN_TITLE_OF_PAGE = 0.8;
const IN_TEXT = 1;
const WHOLE_TITLE = 1.5;
const KINDS = { article: 1.3, steps: 1, term: 0.95, law: 0.9, case: 0.9 };
const LEADS = 1.25; // the page itself before its sections
const REWRITTEN = 0.8; // with the site's own word for another that was typed
const ENOUGH = 0.6; // of what the best place has of the words; less is no answer to what was asked
const UNCOUNTED = 3; // a word so common that the index does not say where it stands is in so many more places than names
const SHORTEST_CITATION = 5; // in letters and digits
const CITED = 1000; // above all words

// How much is shown: the reader who does not find it there types another word.
const MOST = 20;
const MOST_OF_PAGE = { article: 3, steps: 4, term: 5, law: 5, case: 8 };

const WORD = /[\p{L}\p{N}]+(?:[.'’][\p{L}\p{N}]+)*/gu;

export const folded = (text) => text.toLowerCase().normalize("NFD").replace(/n\u0303/g, "ñ").replace(/\p{M}/gu, "");
export const words = (text) => (text.match(WORD) ?? []).map((word) => folded(word.replace(/[.'’]/g, "")));
const withoutTilde = (word) => word.replaceAll("ñ", "n");
const compact = (text) => words(text).join("");

// The index as it comes is short; this makes of it what can be asked.
export function opened({ shelves, words: lines, found }) {
  const forms = new Map(); // form → number of its group
  const tildes = new Map(); // form without its tilde → form
  const heads = [];
  let before = "";
  lines.split(" ").forEach((line, group) => {
    const [rest, endings] = line.slice(1).split(":");
    const head = before.slice(0, parseInt(line[0], BASE)) + rest;
    heads.push(before = head);
    for (const ending of (endings ?? "").split(",")) {
      forms.set(head + ending, group);
      if ((head + ending).includes("ñ")) tildes.set(withoutTilde(head + ending), head + ending);
    }
  });
  const groupsOf = (text) => words(text).map((word) => forms.get(word));
  const named = new Map(); // group → place → the best of its names that has the word
  const note = (group, place, where) => {
    const known = named.get(group) ?? named.set(group, new Map()).get(group);
    known.set(place, Math.max(where, known.get(place) ?? 0));
  };
  const places = shelves.flatMap(([kind, page, address, listed]) => {
    const ofPage = groupsOf(page);
    return listed.map(([title, tail, ...also]) => {
      const place = { kind, page, title: title || page, address: address + tail, leads: tail === "" };
      place.inTitle = new Set(title ? groupsOf(title) : ofPage);
      place.also = also.map((name) => ({ groups: groupsOf(name), compact: compact(name) }));
      for (const group of ofPage) note(group, place, IN_TITLE_OF_PAGE);
      for (const group of place.also.flatMap(({ groups }) => groups)) note(group, place, IN_OTHER_NAME);
      for (const group of place.inTitle) note(group, place, IN_TITLE);
      return place;
    });
  });
  places.forEach((place, number) => (place.number = number));
  const steps = found.split(" ");
  const known = new Map();
  // Where the words of a group stand, and what each of these places counts for; and how rare they are.
  const standing = (group) => {
    if (!known.has(group)) {
      const where = new Map(named.get(group));
      const names = [...where.values()].filter((worth) => worth > IN_TITLE_OF_PAGE).length;
      let number = -1;
      for (const step of steps[group] ? steps[group].split(",") : []) {
        const place = places[(number += parseInt(step, BASE))];
        where.set(place, Math.max(IN_TEXT, where.get(place) ?? 0));
      }
      const many = number < 0 ? names * UNCOUNTED : where.size;
      known.set(group, { where, rarity: Math.log(1 + places.length / (1 + many)) });
    }
    return known.get(group);
  };
  return { places, forms, tildes, heads, standing };
}

const LONGEST = 40; // letters: longer words are no words
const rows = [0, 1, 2].map(() => new Uint8Array(LONGEST + 1)); // made once, because thousands of words are compared

// How many letters must change, be added, be left out or change places with the next; more than `most` is too many.
function mistakes(a, b, most) {
  if (Math.abs(a.length - b.length) > most || Math.max(a.length, b.length) > LONGEST) return most + 1;
  let [before, last, row] = rows;
  for (let j = 0; j <= b.length; j += 1) row[j] = j;
  for (let i = 1; i <= a.length; i += 1) {
    [before, last, row] = [last, row, before];
    let least = (row[0] = i);
    for (let j = 1; j <= b.length; j += 1) {
      let made = Math.min(last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1), last[j] + 1, row[j - 1] + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) made = Math.min(made, before[j - 2] + 1);
      row[j] = made;
      if (made < least) least = made;
    }
    if (least > most) return most + 1;
  }
  return row[b.length];
}

// The groups of forms that a typed word can mean, each with how well it fits; mistakes only where nothing else does.
function meant(index, word, unfinished) {
  const fits = new Map();
  const add = (group, fit) => fits.set(group, Math.max(fit, fits.get(group) ?? 0));
  if (index.forms.has(word)) add(index.forms.get(word), SAME);
  const other = word.includes("ñ") ? withoutTilde(word) : index.tildes.get(word);
  if (index.forms.has(other)) add(index.forms.get(other), WITHOUT_TILDE);
  if (fits.size === 0 && word.length > 4) {
    index.heads.forEach((head, group) => {
      if (head.length >= SHORTEST_STEM && word.startsWith(head) && word.length - head.length <= ADDED) add(group, SAME_STEM);
    });
  }
  if (word.length > 1 && (unfinished || fits.size === 0)) {
    for (const [form, group] of index.forms) if (form.startsWith(word) && !fits.has(group)) add(group, BEGINS);
  }
  const most = /\p{N}/u.test(word) || word.length < 5 ? 0 : word.length < 9 ? 1 : 2;
  if (fits.size === 0 && most > 0) {
    for (const [form, group] of index.forms) {
      const made = mistakes(word, form, most);
      if (made <= most) add(group, made === 1 ? ONE_MISTAKE : TWO_MISTAKES);
    }
  }
  return fits;
}

// The score of each place that has any of the words, and what share of them it has.
function scored(index, asked) {
  const sums = new Map();
  let whole = 0;
  for (const fits of asked) {
    const best = new Map();
    let most = 0;
    for (const [group, fit] of fits) {
      const { where, rarity } = index.standing(group);
      const value = fit * rarity;
      most = Math.max(most, value);
      for (const [place, worth] of where) {
        if (value * worth > (best.get(place)?.score ?? 0)) best.set(place, { score: value * worth, fit, worth });
      }
    }
    whole += most || Math.log(index.places.length);
    const closest = Math.max(...fits.values());
    for (const [place, { score, fit, worth }] of best) {
      const sum = sums.get(place) ?? { score: 0, had: 0, titled: 0 };
      sum.score += score;
      sum.had += (most * fit) / closest;
      sum.titled += worth === IN_TITLE ? 1 : 0;
      sums.set(place, sum);
    }
  }
  for (const [place, sum] of sums) {
    sum.share = sum.had / whole;
    const named = Math.min(1, sum.titled / place.inTitle.size);
    sum.score *= sum.share ** 2 * (1 + WHOLE_TITLE * named) * KINDS[place.kind] * (place.leads ? LEADS : 1);
  }
  return sums;
}

// What was asked in the site's own words, for each other word that the glossary knows and the query has.
function rewritten(index, asked) {
  const ways = [];
  for (const { kind, also, inTitle } of index.places) {
    if (kind !== "term") continue;
    for (const { groups } of also) {
      const has = (group) => asked.some((fits) => (fits.get(group) ?? 0) >= ONE_MISTAKE);
      if (!groups.every(has) || [...inTitle].every(has)) continue;
      const rest = asked.filter((fits) => !groups.some((group) => fits.has(group)));
      ways.push([...rest, ...[...inTitle].map((group) => new Map([[group, REWRITTEN]]))]);
    }
  }
  return ways;
}

// The places that a query cites: by volume, reporter and page, by docket or by section, however they are typed.
function citedBy(index, query) {
  const cited = compact(query);
  if (!/\p{N}/u.test(cited) || cited.length < SHORTEST_CITATION) return [];
  const fits = (name) => /\p{N}/u.test(name) && (name.includes(cited) || (name.length >= SHORTEST_CITATION && cited.includes(name)));
  return index.places.filter(({ also }) => also.some((name) => fits(name.compact)));
}

// The places that answer a query, the best first, and the groups of words by which they were found.
export function find(index, query) {
  const typed = [...new Set(words(query))].slice(0, MOST_WORDS);
  const unfinished = /[\p{L}\p{N}]$/u.test(query) ? typed.length - 1 : -1;
  const asked = typed.map((word, position) => meant(index, word, position === unfinished));
  const ways = [asked, ...rewritten(index, asked)];
  const scores = new Map();
  for (const way of ways) {
    const found = scored(index, way);
    const most = Math.max(...[...found.values()].map(({ share }) => share));
    for (const [place, { score, share }] of found) {
      if (share >= ENOUGH * most) scores.set(place, Math.max(scores.get(place) ?? 0, score));
    }
  }
  const cited = new Set(citedBy(index, query));
  const onlyCited = cited.size > 0 && /^\s*\p{N}/u.test(query); // a volume or a title: nothing else is meant
  const answers = onlyCited ? [...cited] : [...new Set([...cited, ...scores.keys()])];
  const worth = (place) => (scores.get(place) ?? 0) + (cited.has(place) ? CITED : 0);
  answers.sort((a, b) => worth(b) - worth(a) || a.number - b.number);
  return { places: answers, groups: new Set(ways.flat().flatMap((fits) => [...fits.keys()])) };
}

// The places to show, the best first: those that follow each other and are of one page together, under its title.
export function arranged(places) {
  const shelves = [];
  const ofPage = new Map();
  let shown = 0;
  for (const place of places) {
    if (shown === MOST) break;
    const many = ofPage.get(place.page) ?? 0;
    if (many === MOST_OF_PAGE[place.kind]) continue;
    ofPage.set(place.page, many + 1);
    shown += 1;
    if (shelves.at(-1)?.page === place.page) shelves.at(-1).places.push(place);
    else shelves.push({ page: place.page, places: [place] });
  }
  return { shelves, shown };
}

// A text in parts, `{ text, marked }`: marked are the words that belong to the groups.
export function marked(index, text, groups) {
  const parts = [];
  let end = 0;
  for (const { 0: word, index: start } of text.matchAll(WORD)) {
    if (!groups.has(index.forms.get(folded(word.replace(/[.'’]/g, ""))))) continue;
    if (start > end) parts.push({ text: text.slice(end, start), marked: false });
    parts.push({ text: word, marked: true });
    end = start + word.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), marked: false });
  return parts;
}

// The stretch of about `length` signs that has most different words of those groups, from the beginning of a word.
export function excerpt(index, text, groups, length) {
  const found = [];
  for (const { 0: word, index: at } of text.matchAll(WORD)) {
    const group = index.forms.get(folded(word.replace(/[.'’]/g, "")));
    if (groups.has(group)) found.push({ group, at, end: at + word.length });
  }
  let best = { at: 0, worth: 0 };
  for (const { at } of found) {
    const near = found.filter((other) => other.at >= at && other.end <= at + length);
    const worth = [...new Set(near.map(({ group }) => group))].reduce((sum, group) => sum + index.standing(group).rarity, near.length / 100);
    if (worth > best.worth) best = { at, worth };
  }
  if (text.length <= length) return text;
  const sentence = Math.max(...[". ", "? ", "! ", ".” "].map((stop) => text.lastIndexOf(stop, best.at) + stop.length));
  const near = best.at - sentence < length / 3 && best.at >= sentence;
  const start = near && best.at > length / 2 ? sentence : best.at > length / 2 ? text.lastIndexOf(" ", best.at - length / 6) + 1 : 0;
  const stop = start + length >= text.length ? text.length : text.lastIndexOf(" ", start + length);
  return `${start > 0 ? "… " : ""}${text.slice(start, stop)}${stop < text.length ? " …" : ""}`;
}
