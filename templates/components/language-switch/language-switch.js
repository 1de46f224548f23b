// Adds the reader's place to the links of the language switch: the answers in the address, or the
// section on screen. Section ids are the same in every language, so the place is found again. A choice
// counts until the browser is closed.

const links = document.querySelectorAll(".language-switch__other");
const sections = [...document.querySelectorAll("main section[id]")];

function place() {
  if (location.hash.length > 1) return location.hash;
  const passed = sections.filter((section) => !section.hidden && section.getBoundingClientRect().top < innerHeight / 3);
  return passed.length > 0 && scrollY > 0 ? `#${passed.at(-1).id}` : "";
}

function follow() {
  for (const link of links) link.hash = place();
}

// Netlify asks this cookie which language `/` leads to, before it asks the browser. It is gone with the browser.
function remember() {
  document.cookie = `nf_lang=${this.hreflang}; path=/; samesite=lax`;
}

// The address is made when it is about to be used, however the link is opened.
for (const link of links) {
  for (const event of ["pointerenter", "pointerdown", "focus", "click"]) link.addEventListener(event, follow);
  link.addEventListener("click", remember);
}
