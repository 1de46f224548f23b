{#- Keeps the pages that a reader opens, and shows them where there is no network.

    - With a network a page always comes from there: nobody reads yesterday's deadline who could have today's.
      What is kept is shown only without one, or where it answers too slowly, and says from which day it is.
    - A page is kept only after everything that it needs. Assets are named by their content and never change, so
      a page is shown with the very styles and scripts it was built with, whatever the site has become.
    - What a page loads only when a reader asks for more, as the search does, is kept once it has been loaded.
    - A page is kept under its path alone: what stands behind `?` or `#`, such as answers to the tree, is not.

    Jinja's comments do not reach readers. -#}
const CACHE = {{ cache|tojson }};
const LANGUAGES = {
{% for one in languages %}
  {{ one.code|tojson }}: {
    locale: {{ one.locale|replace("_", "-")|tojson }},
    home: {{ one.home|tojson }},
    instead: {{ one.instead|tojson }},
    atHand: {{ one.at_hand|tojson }},
    saved: {{ in_language(one.code, "components/offline/saved-page.html")|tojson }},
    unsaved: {{ in_language(one.code, "components/offline/unsaved-page.html")|tojson }},
  },
{% endfor %}
};
const CODES = Object.keys(LANGUAGES);
const PATIENCE = 5000;
const KEPT_ON = "X-Kept-On";
const GONE = [404, 410];

const isPage = (path) => CODES.includes(path.split("/")[1]);

{# Of a page its own; elsewhere the first one that the reader understands. #}
function languageOf(path) {
  const wanted = [path.split("/")[1], ...navigator.languages.map((tag) => tag.split("-")[0])];
  return LANGUAGES[wanted.find((code) => CODES.includes(code)) ?? CODES[0]];
}

{# The assets that a page links or will need, or that a script imports. #}
const needs = (text) => [...text.matchAll(/(?:href=|src=|needs=|from ?)"(\/assets\/[^"]+)"/g)].map(([, address]) => address);

{# No asset is thrown away while a page that needs it is being kept. #}
const alone = (work) => navigator.locks.request(CACHE, async () => work(await caches.open(CACHE)));
const together = (work) => navigator.locks.request(CACHE, { mode: "shared" }, async () => work(await caches.open(CACHE)));

async function keepAsset(cache, address) {
  if (await cache.match(address)) return;
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(address);
  const text = await answer.clone().text();
  for (const other of needs(text)) await keepAsset(cache, other);
  await cache.put(address, answer);
}

async function keep(path, answer) {
  const isHtml = answer.headers.get("Content-Type")?.startsWith("text/html");
  if (!isPage(path) || !(answer.ok ? isHtml && !answer.redirected : GONE.includes(answer.status))) return;
  const text = await answer.text();
  await together(async (cache) => {
    if (!answer.ok) return cache.delete(path);
    for (const address of needs(text)) await keepAsset(cache, address);
    const headers = new Headers(answer.headers);
    headers.set(KEPT_ON, new Date().toISOString());
    return cache.put(path, new Response(text, { headers }));
  });
}

const keepNow = async (path) => keep(path, await fetch(path, { cache: "no-cache" }));

{# What every reader of a language should have. Who saves data gets the page shown in place of others, no more. #}
function atHand(language) {
  const insteads = CODES.map((code) => LANGUAGES[code].instead);
  return navigator.connection?.saveData ? insteads : [...language.atHand, ...insteads];
}

async function keepVisited(path, answer) {
  await keep(path, answer);
  if (!isPage(path)) return;
  const cache = await caches.open(CACHE);
  for (const address of atHand(languageOf(path))) {
    if (!(await cache.match(address))) await keepNow(address);
  }
}

{# The pages that were open before this worker was there, and what is at hand in their languages, anew. #}
async function install() {
  const open = (await clients.matchAll({ includeUncontrolled: true })).map(({ url }) => new URL(url).pathname).filter(isPage);
  for (const path of new Set([...open, ...open.map(languageOf).flatMap(atHand)])) await keepNow(path);
  await skipWaiting();
}

{# All assets that a page or a script names, also those that it loads only when a reader asks for more. #}
const names = (text) => [...text.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, address]) => address);

{# Throws away the assets that neither a kept page names nor what it names. #}
async function sweep(cache) {
  const texts = new Map();
  for (const request of await cache.keys()) texts.set(new URL(request.url).pathname, await (await cache.match(request)).text());
  const named = new Set([...texts.keys()].filter(isPage));
  for (const path of named) names(texts.get(path) ?? "").forEach((other) => named.add(other)); {# those added come, too #}
  for (const path of texts.keys()) if (!named.has(path)) await cache.delete(path);
}

async function activate() {
  await alone(sweep);
  {# The network is asked while the worker wakes up, so that no page comes later because of it. #}
  await registration.navigationPreload?.enable();
  await clients.claim();
}

async function noted(page, note, status) {
  const text = (await page.text()).replace(/<main [^>]*>/, (main) => main + note);
  return new Response(text, { status, headers: page.headers });
}

function saved(page, path) {
  const { locale, saved } = languageOf(path);
  const day = new Date(page.headers.get(KEPT_ON)).toLocaleDateString(locale, { dateStyle: "long" });
  return noted(page, saved.replace("{day}", day), 200);
}

async function unsaved(cache, path) {
  const { home, instead, unsaved } = languageOf(path);
  if (path === "/") return Response.redirect(home);
  const page = await cache.match(instead);
  return page ? noted(page, unsaved, 503) : Response.error();
}

const late = () => new Promise((_, reject) => setTimeout(reject, PATIENCE));

async function freshOrKept(path, fresh) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path);
  try {
    return await (kept ? Promise.race([fresh, late()]) : fresh);
  } catch {
    return kept ? saved(kept, path) : unsaved(cache, path);
  }
}

function navigate(event, path) {
  const fresh = Promise.resolve(event.preloadResponse).then((answer) => answer ?? fetch(event.request));
  event.waitUntil(fresh.then((answer) => keepVisited(path, answer.clone())).catch(() => {}));
  event.respondWith(freshOrKept(path, fresh));
}

{# What a reader has asked for once, such as the index of the search, is kept, too: it has cost its bytes already. #}
async function asset(event, path) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path);
  if (kept) return kept;
  const answer = await fetch(event.request);
  const copy = answer.clone();
  if (answer.ok) event.waitUntil(together((open) => open.put(path, copy)));
  return answer;
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (mode === "navigate") navigate(event, pathname);
  else if (pathname.startsWith("/assets/")) event.respondWith(asset(event, pathname));
});
