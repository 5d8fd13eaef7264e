/* The filters of the search page: the labels with numbers, and the chosen ones as buttons that remove them. */
import { ENDS, KINDS } from "./address.js";
import { comparePairs, countLabels } from "./facets.js";
import { createElement } from "./results.js";
import { formatNumber, t } from "./say.js";

const MAX_SHOWN = 10; // labels of a kind that are shown; the others appear when the reader types their letters

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

// The labels of a site stay the same while the reader types.
const folded = new Map();
const foldOnce = (label) => folded.get(label) ?? (folded.set(label, fold(label)), folded.get(label));

/* Returns the first items in an order. The others are not sorted, because there can be many. */
const selectFirst = (items, compare, number) => {
  const first = [];
  for (const item of items) {
    if (first.length === number && compare(item, first.at(-1)) >= 0) continue;
    first.splice(first.findLastIndex((other) => compare(other, item) <= 0) + 1, 0, item);
    first.length = Math.min(first.length, number);
  }
  return first;
};
const isSame = (label, other) => label.toLowerCase() === other.toLowerCase();

/* Returns the first (`from`) or last (`to`) day of a year or month, for `<input type="date">`; a day is not changed. */
const completeDay = (day, end) => {
  const [year, month, date] = day.split("-");
  if (!day || date) return day;
  if (end === "from") return `${year}-${month ?? "01"}-01`;
  return `${year}-${month ?? "12"}-${new Date(Date.UTC(year, month ?? 12, 0)).getUTCDate()}`;
};

/*
 * Binds the filters of a page. `choose` is called with a kind and all its chosen labels, or with an end of the range of
 * days and its value. Returns functions that show the chosen filters, and the labels with their numbers.
 */
export const bindFilters = (page, choose) => {
  const panel = page.querySelector(".search-page__filters");
  const chips = page.querySelector(".search-page__chosen");
  const groups = Object.fromEntries(KINDS.map((kind) => [kind, panel.querySelector(`[data-kind="${kind}"]`)]));
  const ends = Object.fromEntries(ENDS.map((end) => [end, panel.querySelector(`input[name="${end}"]`)]));
  let counts = {}; // pairs of a label and its number, by kind
  let chosen = {};

  const without = (kind, label) => (ENDS.includes(kind) ? "" : chosen[kind].filter((other) => other !== label));

  const createChip = (kind, label) => {
    const button = createElement("button", "search-page__chip");
    const [before, after] = t(`search_${kind}`, { label: "\0" }).split("\0");
    button.append(before, createElement("bdi", "", label), after);
    button.type = "button";
    button.setAttribute("aria-label", t(`search_remove_${kind}`, { label }));
    button.addEventListener("click", () => {
      const index = [...chips.children].indexOf(button.parentElement);
      choose(kind, without(kind, label));
      (chips.children[Math.min(index, chips.children.length - 1)]?.firstChild ?? panel.firstElementChild).focus();
    });
    return createElement("li", "", button);
  };

  const createCheckbox = (kind, [label, number]) => {
    const input = Object.assign(document.createElement("input"), {
      type: "checkbox",
      value: label,
      checked: chosen[kind].some((other) => isSame(other, label)),
    });
    input.addEventListener("change", () => {
      const others = chosen[kind].filter((other) => !isSame(other, label));
      choose(kind, input.checked ? [...others, label] : others);
    });
    const name = createElement("bdi", "search-page__label", label);
    const row = createElement("label", "", input, name, createElement("span", "search-page__number", formatNumber(number)));
    return createElement("li", "", row);
  };

  const draw = (kind) => {
    const group = groups[kind];
    const [input, list, nothing] = ["input[type=search]", "ul", "p"].map((part) => group.querySelector(part));
    const query = fold(input.value.trim());
    const checked = new Set(chosen[kind].map((label) => label.toLowerCase()));
    const isChecked = ([label]) => checked.has(label.toLowerCase());
    const matches = counts[kind].filter((pair) => !query || isChecked(pair) || foldOnce(pair[0]).includes(query));
    const compare = comparePairs(kind);
    const shown = selectFirst(matches, (a, b) => (checked.size ? isChecked(b) - isChecked(a) : 0) || compare(a, b), MAX_SHOWN);
    const focused = list.contains(document.activeElement) ? document.activeElement.value : undefined;
    list.replaceChildren(...shown.map((pair) => createCheckbox(kind, pair)));
    input.hidden = counts[kind].length <= MAX_SHOWN;
    input.placeholder = t("search_among", { count: formatNumber(counts[kind].length) });
    nothing.hidden = matches.length > 0;
    if (focused !== undefined) [...list.querySelectorAll("input")].find(({ value }) => value === focused)?.focus();
  };

  for (const kind of KINDS) {
    groups[kind].querySelector("input[type=search]").addEventListener("input", () => draw(kind));
  }
  for (const end of ENDS) ends[end].addEventListener("change", () => choose(end, ends[end].value));

  return {
    /* Shows the chosen filters. */
    showChosen: (filters) => {
      chosen = filters;
      const chipsOf = (kind) => [chosen[kind]].flat().map((label) => label && createChip(kind, label));
      chips.replaceChildren(...[...KINDS, ...ENDS].flatMap(chipsOf).filter(Boolean));
      for (const end of ENDS) ends[end].value = completeDay(chosen[end], end);
      chips.hidden = !chips.children.length;
    },
    /* Shows the labels of the articles that the query finds, with their numbers. */
    showCounts: (table, articles, filters) => {
      if (!panel.open) return;
      counts = Object.fromEntries(KINDS.map((kind) => [kind, countLabels(table, articles, filters, kind)]));
      KINDS.forEach(draw);
    },
  };
};
