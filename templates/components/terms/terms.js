// A link to a term shows the term's meaning below itself, from the list at the end of the page. Where the browser has no popovers, it stays a link to the glossary.

const GAP = 4;
const template = document.querySelector("[data-meaning]");

function place(meaning, link) {
  const at = link.getClientRects()[0];
  const room = document.documentElement.clientWidth - meaning.offsetWidth - GAP;
  meaning.style.left = `${Math.max(GAP, Math.min(at.left, room)) + scrollX}px`;
  meaning.style.top = `${link.getBoundingClientRect().bottom + GAP + scrollY}px`;
}

function show(link, entry) {
  const meaning = document.importNode(template.content, true).querySelector("[popover]");
  meaning.querySelector("dl").append(...[...entry.cloneNode(true).children]);
  meaning.setAttribute("aria-label", entry.querySelector("dt").textContent);
  meaning.querySelector("[data-glossary]").href = entry.dataset.term;
  meaning.querySelector("[data-close]").addEventListener("click", () => meaning.hidePopover());
  meaning.addEventListener("toggle", (event) => {
    if (event.newState === "closed") meaning.remove();
  });
  document.body.append(meaning);
  meaning.showPopover();
  place(meaning, link);
  meaning.focus();
}

if (template && "popover" in HTMLElement.prototype) {
  for (const entry of document.querySelectorAll("[data-term]")) {
    for (const link of document.querySelectorAll(`main a[href="${entry.dataset.term}"]`)) {
      link.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        show(link, entry);
      });
    }
  }
}
