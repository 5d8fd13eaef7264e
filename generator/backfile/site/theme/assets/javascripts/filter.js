/*
 * Long lists of labels are narrowed by typing. The box is made here, since without a script it would do nothing; labels
 * match wherever the letters stand in them, whatever their case and accents. The words come from the page.
 */
(() => {
  "use strict";

  const LONG = 40; // labels from which a list gets a box
  const numbered = (number) => number.toLocaleString(`${document.documentElement.lang || "en"}-u-nu-latn`);
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const box = (listing, items) => {
    const input = Object.assign(document.createElement("input"), {
      className: "listing__filter", type: "search", placeholder: listing.dataset.filter, autocomplete: "off", spellcheck: false,
    });
    input.setAttribute("aria-label", listing.dataset.filter);
    const said = (count, all) =>
      listing.dataset.filtered.replace("{count}", numbered(count)).replace("{all}", numbered(all));
    const status = Object.assign(document.createElement("p"), { className: "listing__status", role: "status" });
    input.addEventListener("input", () => {
      const wanted = plain(input.value.trim());
      const left = items.filter(([item, text]) => !(item.hidden = !text.includes(wanted)));
      for (const heading of listing.querySelectorAll("h2")) {
        heading.hidden = !heading.nextElementSibling?.querySelector("li:not([hidden])");
      }
      status.textContent = wanted ? said(left.length, items.length) : "";
    });
    return [input, status];
  };

  document$.subscribe(() => {
    const listing = document.querySelector(".listing:is([data-kind=tags], [data-kind=authors], [data-kind=sources], [data-kind=sections])");
    const items = [...(listing?.querySelectorAll("li") ?? [])].map((item) => [item, plain(item.textContent)]);
    const list = listing?.querySelector("ul");
    if (items.length >= LONG && !listing.querySelector(".listing__filter")) list.before(...box(listing, items));
  });
})();
