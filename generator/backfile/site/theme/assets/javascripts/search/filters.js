/* The filters of the search page: the labels with numbers, and the chosen ones as buttons that remove them. */
import { ENDS, KINDS } from "./address.js";
import { comparePairs, countLabels } from "./facets.js";
import { countPhrase, createElement } from "./results.js";
import { formatDay, formatNumber, t, tCount } from "./say.js";
import { drawYears } from "./years.js";

const MAX_SHOWN = 6; // labels of a kind that are shown; the others appear when the reader types their letters

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
 * days and its value; `clear` removes all. Returns functions that show the chosen filters, and the labels with their
 * numbers.
 */
export const bindFilters = (page, choose, clear) => {
  const part = (name) => page.querySelector(`.search-page__${name}`);
  const [form, kinds, chips, open, input, clearAll, show, chart, covered] = [
    "filters", "kinds", "chosen", "open", "input", "clear", "show", "chart", "covered",
  ].map(part);
  const groups = Object.fromEntries(KINDS.map((kind) => [kind, form.querySelector(`[data-kind="${kind}"]`)]));
  const ends = Object.fromEntries(ENDS.map((end) => [end, form.querySelector(`input[name="${end}"]`)]));
  let counts = {}; // pairs of a label and its number, by kind
  let chosen = {};

  const without = (kind, label) => (ENDS.includes(kind) ? "" : chosen[kind].filter((other) => other !== label));

  const createChip = (kind, label) => {
    const button = createElement("button", "search-page__chip");
    const text = ENDS.includes(kind) ? formatDay(label) : label;
    const [before, after] = t(`search_${kind}`, { label: "\0" }).split("\0");
    button.append(createElement("span", "", before, createElement("bdi", "", text), after));
    button.type = "button";
    button.setAttribute("aria-label", t(`search_remove_${kind}`, { label: text }));
    button.addEventListener("click", () => {
      const index = [...chips.children].indexOf(button.parentElement);
      choose(kind, without(kind, label));
      (chips.children[Math.min(index, chips.children.length - 1)]?.firstChild ?? open).focus();
    });
    return createElement("li", "", button);
  };

  const createClear = () => {
    const button = createElement("button", "search-page__clear-chips", t("search_clear"));
    button.type = "button";
    button.addEventListener("click", () => {
      clear();
      input.focus();
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
    const row = createElement("label", "", input, name, createElement("span", "search-page__number", number === undefined ? "" : formatNumber(number)));
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
    group.hidden = !counts[kind].length;
    if (focused !== undefined) [...list.querySelectorAll("input")].find(({ value }) => value === focused)?.focus();
  };

  for (const kind of KINDS) {
    groups[kind].querySelector("input[type=search]").addEventListener("input", () => draw(kind));
  }
  for (const end of ENDS) ends[end].addEventListener("change", () => choose(end, ends[end].value));
  clearAll.addEventListener("click", () => {
    clear();
    show.focus();
  });

  return {
    /* Shows the chosen filters. */
    showChosen: (filters) => {
      chosen = filters;
      const chipsOf = (kind) => [chosen[kind]].flat().map((label) => label && createChip(kind, label));
      const items = [...KINDS, ...ENDS].flatMap(chipsOf).filter(Boolean);
      chips.replaceChildren(...items, ...(items.length > 1 ? [createClear()] : []));
      for (const end of ENDS) ends[end].value = completeDay(chosen[end], end);
      chips.hidden = clearAll.hidden = !items.length;
      const number = open.querySelector(".search-page__number");
      number.textContent = formatNumber(items.length);
      number.hidden = !items.length;
    },
    /*
     * Shows the labels of the articles that the query finds, with their numbers; `number` of articles remain with the
     * filters, or it is undefined if there are no results to show. In: table and found articles of each part that was
     * searched; the years of the others; the days that were searched, if not all were.
     */
    showCounts: (parts, filters, number, years, days) => {
      counts = Object.fromEntries(KINDS.map((kind) => [kind, countLabels(parts, filters, kind)]));
      const counted = new Set(counts.year.map(([label]) => label));
      counts.year.push(...years.filter((label) => !counted.has(label)).map((label) => [label, undefined]));
      covered.textContent = days ? t("search_numbers", days) : "";
      covered.hidden = !days;
      KINDS.forEach(draw);
      drawYears(chart, counts.year, chosen.year);
      const hasNoDays = !years.length && parts.every(({ articles }) => !articles.length) && !ENDS.some((end) => filters[end]);
      ends.from.closest("fieldset").hidden = hasNoDays;
      kinds.hidden = hasNoDays && KINDS.every((kind) => !counts[kind].length); // there is nothing to choose
      show.textContent = number ? tCount("search_show", number) : number === 0 ? countPhrase(0) : t("search_close");
    },
  };
};
