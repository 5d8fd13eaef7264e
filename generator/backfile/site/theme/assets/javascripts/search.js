/*
 * The search's doors. Opens the dialog with its button, "/" or "s", and hands the page of the search to the script that
 * fills it. What they need is in `search/`, and loads when it is needed.
 */
const dialog = document.querySelector("dialog.search");
const input = dialog?.querySelector(".search__input");
const page = dialog?.querySelector(".search__all a");
const address = page?.href; // as it is here: with instant navigation, the dialog stays while the address changes

/* The way from the dialog to the page takes the words along, at once: what fills the dialog may still be loading. */
const lead = () => {
  const words = input.value.trim();
  if (page) page.href = words ? `${address}?${new URLSearchParams({ q: words })}` : address;
};

const open = () => {
  if (dialog.open) return;
  lead();
  dialog.showModal();
  input.select();
  import("./search/dialog.js").then(({ opened }) => opened(dialog));
};

const typing = (target) => target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);

if (dialog) {
  input.addEventListener("input", lead);
  dialog.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  dialog.addEventListener("click", (event) => {
    // Beside the panel, on the button that says so, or on a link that instant navigation opens without leaving the page.
    if (event.target === dialog || event.target.closest("a, .search__close")) dialog.close();
  });
  // On the document, since instant navigation replaces the doors in the page.
  document.addEventListener("click", (event) => {
    if (event.target.closest("button.search-button")) open();
  });
  document.addEventListener("keydown", (event) => {
    if (!["/", "s"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target)) return;
    event.preventDefault();
    const own = document.querySelector(".search-page__input"); // on the search's own page
    if (own) own.select();
    else open();
  });
}

// At every page, with instant navigation too.
document$.subscribe(() => {
  const page = document.querySelector(".search-page");
  if (page) import("./search/page.js").then(({ fill }) => fill(page));
});
