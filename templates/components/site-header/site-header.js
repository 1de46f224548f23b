// The key `/` leads to the search from every page, unless the reader is typing.

addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing) return;
  event.preventDefault();
  const field = document.querySelector("[data-search] input");
  if (field) field.focus();
  else location.assign(document.querySelector("[data-search-page]").href);
});
