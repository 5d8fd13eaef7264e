/*
 * The entry script of the search. Opens the dialog with its button, "/" or "s", and passes the search page to its script.
 * The other modules, in `search/`, are loaded when they are needed.
 */
const dialog = document.querySelector("dialog.search");
const input = dialog?.querySelector(".search__input");
const pageLink = dialog?.querySelector(".search__all a");
const pageUrl = pageLink?.href; // read now: with instant navigation, the dialog stays while the location changes

/* Adds the query to the link to the search page, at once: the script of the dialog may still be loading. */
const updateLink = () => {
  const query = input.value.trim();
  if (pageLink) pageLink.href = query ? `${pageUrl}?${new URLSearchParams({ q: query })}` : pageUrl;
};

const open = () => {
  if (dialog.open) return;
  updateLink();
  dialog.showModal();
  input.select();
  import("./search/dialog.js").then(({ onOpen }) => onOpen(dialog));
};

const isTextField = (target) => target.isContentEditable || target.matches?.("input:not([type=checkbox]), textarea, select");

if (dialog) {
  input.addEventListener("input", updateLink);
  dialog.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
  dialog.addEventListener("click", (event) => {
    // Outside of the panel, on the button, or on a link: with instant navigation a link does not load a new page.
    if (event.target === dialog || event.target.closest("a, .search__close")) dialog.close();
  });
  // On the document, because instant navigation replaces the buttons in the page.
  document.addEventListener("click", (event) => {
    if (event.target.closest("button.search-button")) open();
  });
  document.addEventListener("keydown", (event) => {
    if (!["/", "s"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTextField(event.target)) return;
    event.preventDefault();
    const inputOfPage = document.querySelector(".search-page__input");
    if (inputOfPage) inputOfPage.select();
    else open();
  });
}

// At every page, with instant navigation too.
atEveryPage(() => {
  const page = document.querySelector(".search-page");
  if (page) import("./search/page.js").then(({ bind }) => bind(page));
});
