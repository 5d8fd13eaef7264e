/*
 * An input that filters long lists of labels. The script adds it, because it does not work without it; its texts are in
 * the page, in the attributes of lists that can have it (see lists/list_kind.py). A label matches if it contains the typed letters anywhere, without regard to case and accents.
 */
(() => {
  "use strict";

  const MIN_LABELS = 40; // shorter lists have no filter
  const formatNumber = (number) => number.toLocaleString(`${document.documentElement.lang || "en"}-u-nu-latn`);
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const createFilter = (listing, items) => {
    const input = Object.assign(document.createElement("input"), {
      className: "listing__filter", type: "search", placeholder: listing.dataset.filter, autocomplete: "off", spellcheck: false,
    });
    input.setAttribute("aria-label", listing.dataset.filter);
    const countPhrase = (count, all) =>
      listing.dataset.filtered.replace("{count}", formatNumber(count)).replace("{all}", formatNumber(all));
    const status = Object.assign(document.createElement("p"), { className: "listing__status", role: "status" });
    input.addEventListener("input", () => {
      const query = fold(input.value.trim());
      const matches = items.filter(([item, text]) => {
        const isMatch = text.includes(query);
        if (item.hidden === isMatch) item.hidden = !isMatch;
        return isMatch;
      });
      for (const heading of listing.querySelectorAll("h2")) {
        heading.hidden = !heading.nextElementSibling?.querySelector("li:not([hidden])");
      }
      status.textContent = query ? countPhrase(matches.length, items.length) : "";
    });
    return [input, status];
  };

  document$.subscribe(() => {
    const listing = document.querySelector(".listing[data-filter]");
    const items = [...(listing?.querySelectorAll("li") ?? [])].map((item) => [item, fold(item.textContent)]);
    const list = listing?.querySelector("ul");
    if (items.length >= MIN_LABELS && !listing.querySelector(".listing__filter")) list.before(...createFilter(listing, items));
  });
})();
