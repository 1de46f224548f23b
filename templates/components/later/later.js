// Brings the later part of a page: HTML of our own build, in a script that the page names in `data-needs`. Each
// element of it goes to the place of its name (`data-part` to `data-later`), instead of what stands there till then.

let coming = null;

async function fetched(address) {
  const { html } = await import(address);
  // The policy lets this one text become HTML, and no other.
  const policy = globalThis.trustedTypes?.createPolicy("later", { createHTML: () => html });
  const template = document.createElement("template");
  template.innerHTML = policy?.createHTML("") ?? html;
  // importNode, because links in a template would be relative to nowhere.
  for (const part of document.importNode(template.content, true).children) {
    document.querySelector(`[data-later="${part.dataset.part}"]`).replaceChildren(...part.childNodes);
  }
}

// Where it cannot be had, what stands there stays: a link to a page that says the same.
export const bring = (page) => (coming ??= fetched(page.dataset.needs).catch(() => {}));
