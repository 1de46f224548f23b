// Puts a button beside every full citation (in `[data-copy-here]` of its line, or at its end) that copies it. Where the browser refuses, the text is selected.

const template = document.querySelector("[data-copy-citation]");
const said = document.querySelector("[data-copy-said]");

const words = (citation) => citation.textContent.replaceAll("\u00a0", " ").trim();

function show(button, state) {
  for (const part of button.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
  if (state !== "ready") said.textContent = button.querySelector(`[data-state="${state}"]`).textContent;
}

async function copy(citation, button) {
  try {
    await navigator.clipboard.writeText(words(citation));
    show(button, "copied");
  } catch {
    getSelection().selectAllChildren(citation);
    show(button, "selected");
  }
  setTimeout(() => {
    show(button, "ready");
    said.textContent = "";
  }, 4000);
}

if (template) {
  for (const citation of document.querySelectorAll(".full-citation")) {
    const control = document.importNode(template.content, true);
    const button = control.querySelector("button");
    button.querySelector("[data-of]").textContent = citation.querySelector("cite")?.textContent ?? words(citation);
    button.addEventListener("click", () => copy(citation, button));
    const line = citation.parentElement;
    (line.querySelector("[data-copy-here]") ?? line).append(" ", control);
  }
}
