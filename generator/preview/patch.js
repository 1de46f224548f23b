// Brings the page on screen up to date in place, and keeps what the reader and the site's scripts made of it.
//
// It compares the page as the server sent it before (`base`) with the page as the server sends it now, and makes
// the differences between these two, and nothing else, on screen. What the reader did is in neither of them: the
// place in the page, the focus, what was typed, opened or selected. What a script has changed belongs to that
// script: if the new page differs there, the page is loaded anew, and the script starts again from its address.
// This is the first of the page's scripts, so it sees the page before any other one has changed it.

const policy = globalThis.trustedTypes?.createPolicy("preview", { createHTML: (html) => html });
const parsed = (html) => new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html");

// Written out and parsed, because Trusted Types refuse the data of a copied document.
let base = parsed(`<!doctype html>${document.documentElement.outerHTML}`);
const isFaithful = base.documentElement.isEqualNode(document.documentElement);
const live = new WeakMap(); // from each part of a page that was sent to the part on screen that it stands for

const about = (page) => page.querySelector("meta[name=preview]"); // says the page's version, and its file
const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
const children = (node) => [...node.childNodes];
const whole = (node) => (isElement(node) ? node.outerHTML : `${node.nodeName} ${node.data}`);

// What a template holds is none of its children.
const held = (node) => (isElement(node) ? [...node.querySelectorAll("template"), node].map((each) => each.content && each.innerHTML) : []);
const isSame = (node, other) => node.isEqualNode(other) && String(held(node)) === String(held(other));

// Scripts start once, and take their data and their templates when they start. What a page says of itself to search
// engines starts nothing.
const SCRIPT = "script:not([type='application/ld+json']), template";

function pair(ours, shown) {
  live.set(ours, shown);
  children(ours).forEach((child, position) => pair(child, shown.childNodes[position]));
}

// The same part of the next page stands for the same part on screen, wherever scripts have moved it.
function hand(old, next) {
  live.set(next, live.get(old));
  for (let [from, to] = [old.firstChild, next.firstChild]; from; [from, to] = [from.nextSibling, to.nextSibling]) hand(from, to);
}

// Pairs of positions at which two lists have the same entries: as many as can stay in order.
function common(before, after) {
  const lengths = before.map(() => new Uint32Array(after.length + 1));
  lengths.push(new Uint32Array(after.length + 1)); // lengths[i][j]: of what before.slice(i) and after.slice(j) share
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const longest = Math.max(lengths[i + 1][j], lengths[i][j + 1]);
      lengths[i][j] = before[i] === after[j] ? lengths[i + 1][j + 1] + 1 : longest;
    }
  }
  const pairs = [];
  for (let i = 0, j = 0; i < before.length && j < after.length; ) {
    if (before[i] === after[j]) pairs.push([i++, j++]);
    else if (lengths[i + 1][j] >= lengths[i][j + 1]) i += 1;
    else j += 1;
  }
  return pairs;
}

// How many nodes are equal at the start of both lists.
function shared(before, after) {
  const different = before.findIndex((node, position) => !isSame(node, after[position] ?? null));
  return different < 0 ? before.length : different;
}

// Which old child each new one continues: an equal one, else one between the same equal ones with its name and id.
function continued(before, after) {
  const start = shared(before, after);
  const end = shared(before.slice(start).reverse(), after.slice(start).reverse());
  const [oldEnd, newEnd] = [before.length - end, after.length - end];
  const middle = common(before.slice(start, oldEnd).map(whole), after.slice(start, newEnd).map(whole));
  const equal = [
    ...before.slice(0, start).map((_, position) => [position, position]),
    ...middle.map(([i, j]) => [start + i, start + j]),
    ...before.slice(oldEnd).map((_, position) => [oldEnd + position, newEnd + position]),
  ];
  const found = new Map();
  let [i, j] = [0, 0];
  for (const [p, q] of [...equal, [before.length, after.length]]) {
    const between = before.slice(i, p);
    for (const node of after.slice(j, q)) {
      const position = between.findIndex((old) => old.nodeName === node.nodeName && old.id === node.id);
      if (position >= 0) found.set(node, between.splice(0, position + 1).at(-1));
    }
    if (q < after.length) found.set(after[q], before[p]);
    [i, j] = [p + 1, q + 1];
  }
  return found;
}

// The differences between two versions of a part: within which part of `base` each one is, which `entire` part it
// adds or takes away, and how it is made on screen. They are made in their order, for each may need those before it.
function* differences(old, next) {
  if (isSame(old, next)) {
    hand(old, next);
    return;
  }
  const shown = live.get(old);
  live.set(next, shown);
  if (!isElement(old)) {
    yield { within: old, make: () => { shown.data = next.data; } };
  } else if (old.matches("link[rel~=stylesheet]")) {
    yield { within: old.parentNode, make: () => exchangeStyleSheet(shown, next) };
  } else if (old.matches(SCRIPT)) {
    yield { within: old, entire: old };
  } else {
    yield* differentAttributes(old, next);
    yield* differentChildren(old, next);
  }
}

function* differentAttributes(old, next) {
  for (const name of new Set([...old.getAttributeNames(), ...next.getAttributeNames()])) {
    const value = next.getAttribute(name);
    if (old.getAttribute(name) !== value) {
      yield { within: old, make: () => setAttribute(live.get(old), name, value) };
    }
  }
}

function* differentChildren(old, next) {
  const [before, after] = [children(old), children(next)];
  const continues = continued(before, after);
  const kept = new Set(continues.values());
  for (const node of before) {
    if (!kept.has(node)) yield { within: old, entire: node, make: () => live.get(node).remove() };
  }
  let following = null;
  for (const node of after.reverse()) { // from the last to the first, as each one is put before the one that follows
    const place = following;
    if (continues.has(node)) yield* differences(continues.get(node), node);
    else yield { within: old, entire: node, make: () => insert(live.get(old), node, place && live.get(place)) };
    following = node;
  }
}

// How they are made on screen.

function setAttribute(shown, name, value) {
  if (value === null) shown.removeAttribute(name);
  else shown.setAttribute(name, value);
}

function insert(parent, node, following) {
  const shown = document.importNode(node, true);
  parent.insertBefore(shown, following);
  pair(node, shown);
}

// The old style sheet stays until the new one is there: a page without style would flash.
async function exchangeStyleSheet(leaving, next) {
  const coming = document.importNode(next, true);
  live.set(next, coming);
  await new Promise((there) => {
    coming.onload = coming.onerror = there;
    leaving.after(coming);
  });
  leaving.remove();
}

// Whether a difference can be made without a script that would not know of it.

const holdsScript = (node) => isElement(node) && (node.matches(SCRIPT) || node.querySelector(SCRIPT) !== null);

// What is open is the reader's choice, and no script's.
const attributes = (node) =>
  node.getAttributeNames().filter((name) => name !== "open").map((name) => `${name}=${node.getAttribute(name)}`);

function isTouched(node) {
  const shown = live.get(node);
  if (!isElement(node)) return shown.data !== node.data;
  const [ours, theirs] = [children(node), children(shown)];
  return (
    String(attributes(node).sort()) !== String(attributes(shown).sort()) ||
    ours.length !== theirs.length ||
    ours.some((child, position) => live.get(child) !== theirs[position])
  );
}

const isTouchedWithin = (node) => isTouched(node) || children(node).some(isTouchedWithin);

function canBeMade({ within, entire }) {
  for (let node = within; node !== base; node = node.parentNode) if (isTouched(node)) return false;
  if (!entire || !isElement(entire)) return true;
  // A script that has changed the others of a list would change this one, too.
  return !holdsScript(entire) && !children(within).some((node) => node.nodeName === entire.nodeName && isTouchedWithin(node));
}

// The newest page, and what is to be made of it. It can be asked for before it is to be shown: then only the making
// is left to do. It counts for the page that it was compared with, and for the version that it was made from.
let ahead = null;

async function compare() {
  const next = parsed(await (await fetch(location.pathname, { cache: "no-store" })).text());
  return { next, found: [...differences(base.documentElement, next.documentElement)] };
}

function prepare(version) {
  ahead = { version, from: base, compared: compare() };
  ahead.compared.catch(() => {}); // it is asked for again when it is to be shown
}

function newest(version) {
  const asked = ahead;
  ahead = null;
  return asked?.version === version && asked.from === base ? asked.compared.catch(compare) : compare();
}

// One update at a time. A save during an update is followed by another one, so that the last save always wins.

let isUpdating = false;
let wanted = null; // the version to show

async function update(version) {
  wanted = version;
  if (isUpdating) return;
  isUpdating = true;
  while (wanted !== null) {
    const version = wanted;
    wanted = null;
    await follow(version).catch(() => location.reload()); // half a difference must not stay on screen
  }
  isUpdating = false;
}

async function follow(version) {
  let made;
  try {
    made = await newest(version);
  } catch {
    return; // the preview has ended; when there is one again, its socket says so
  }
  const { next, found } = made;
  const isSamePage = about(next)?.dataset.file === about(base).dataset.file;
  if (!isFaithful || !isSamePage || !found.every(canBeMade)) {
    location.reload();
    return;
  }
  await Promise.all(found.map(({ make }) => make()));
  base = next;
}

// livereload.js takes a class whose name begins like this for a plugin, and gives it the path of each message: the
// version to show, with `coming/` before it where it is not to be shown yet. File and version go to the server when
// the socket opens, so that the page is made before it is asked for, and what was saved while it was loading is told.
window.LiveReloadPluginPatch = class {
  static identifier = "patch";

  static version = "1";

  reload(path) {
    const [, isComing, version] = path.match(/^\/(coming\/)?(.*)$/);
    if (isComing) prepare(version);
    else update(version);
    return true;
  }

  analyze() {
    return { shown: about(base).content, file: about(base).dataset.file };
  }
};

if (isFaithful) pair(base.documentElement, document.documentElement);
