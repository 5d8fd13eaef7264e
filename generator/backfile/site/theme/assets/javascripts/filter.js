/*
 * An input that finds labels in a long list, whatever page of the list they are on. The script adds it, because it does
 * not work without it; its texts are in the page, in the attributes of lists that have it (see list_pages/label_rows.py).
 * The file with all labels is loaded when the input gets the focus. Without it, on files opened from a disk, the list on
 * the page is filtered. Case and accents do not matter.
 */
(() => {
  "use strict";

  const MOST_SHOWN = 100;
  const MOST_WORDS = 20; // of a query
  const AT_ONCE = 2000; // labels that are prepared at a time
  const MARKS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", ı: "i", þ: "th" };
  const formatNumber = (number) => number.toLocaleString(`${document.documentElement.lang || "en"}-u-nu-latn`);
  const formatYears = (first, last) => {
    const [from, to] = [first, last].map((year) => String(year).padStart(4, "0"));
    return from === to ? from : `${from}–${to}`;
  };
  const fold = (text) =>
    text.normalize("NFKD").replace(MARKS, "").toLowerCase().replace(/[ßæœøđðłıþ]/g, (letter) => LETTERS[letter]);

  const create = (name, className, properties = {}) =>
    Object.assign(document.createElement(name), { className, ...properties });

  /* Returns the labels of the kind, the largest first: text, number of articles, address, first and last year. */
  const loadLabels = async (address) => {
    const response = await fetch(address);
    if (!response.ok) throw new Error(response.statusText);
    const rows = await response.json(), labels = [];
    for (const [index, [text, count, href, ...years]] of rows.entries()) {
      if (index % AT_ONCE === 0) await new Promise((resume) => setTimeout(resume)); // The reader's tab does not wait.
      labels.push({ text, folded: fold(text), count, url: () => new URL(href, address), years });
    }
    return labels;
  };

  /* Returns the labels on the page itself. */
  const readLabels = (listing) =>
    [...listing.querySelectorAll("li > a:first-child")].map((link) => ({
      text: link.textContent, folded: fold(link.textContent), url: () => link.href, years: [],
    }));

  /* Returns the labels with all words of a query: first those that begin with it, then those in which a word does. */
  const findLabels = (labels, query) => {
    const words = [...new Set(query.split(/\s+/))].slice(0, MOST_WORDS);
    const ranks = [[], [], []];
    for (const label of labels) {
      if (!words.every((word) => label.folded.includes(word))) continue;
      const rank = label.folded.startsWith(query) ? 0 : label.folded.includes(` ${words[0]}`) ? 1 : 2;
      ranks[rank].push(label);
    }
    return ranks.flat();
  };

  const createRow = ({ text, count, url, years }) => {
    const row = create("li", "");
    const link = create("a", "", { href: url() });
    link.append(create("bdi", "", { textContent: text }));
    row.append(link, " ");
    if (years.length) row.append(create("span", "label__years", { textContent: formatYears(...years) }), " ");
    if (count) row.append(create("span", "label__count", { textContent: formatNumber(count) }));
    return row;
  };

  const addFilter = (listing) => {
    const { labels: file, filter: name, filtered } = listing.dataset;
    const input = create("input", "listing__filter", {
      type: "search", placeholder: name, autocomplete: "off", spellcheck: false, enterKeyHint: "search",
    });
    input.setAttribute("autocapitalize", "off");
    input.setAttribute("aria-label", name);
    const status = create("p", "listing__status");
    status.setAttribute("role", "status");
    const matches = create("ul", "listing__matches", { hidden: true });
    let loading = null;
    const load = () => (loading ??= loadLabels(new URL(file, location.href)).catch(() => readLabels(listing)));
    const show = async () => {
      const labels = await load();
      const query = fold(input.value.trim());
      const found = query ? findLabels(labels, query) : [];
      matches.replaceChildren(...found.slice(0, MOST_SHOWN).map(createRow));
      matches.hidden = !found.length;
      listing.toggleAttribute("data-filtering", query !== "");
      status.textContent = query
        ? filtered.replace("{count}", formatNumber(found.length)).replace("{all}", formatNumber(labels.length))
        : "";
    };
    input.addEventListener("focus", load, { once: true });
    input.addEventListener("input", show);
    listing.querySelector(".listing__head").append(input, status, matches);
  };

  atEveryPage(() => {
    const listing = document.querySelector(".listing[data-labels]");
    if (listing && !listing.querySelector(".listing__filter")) addFilter(listing);
  });
})();
