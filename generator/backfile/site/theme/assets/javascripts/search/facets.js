/*
 * Facets: tags, authors, source, year and day of each article, and which articles remain with the chosen filters. Works
 * on the table that search/facets.py writes; it is loaded when it is first needed.
 */
import { KINDS } from "./address.js";
import { root } from "./ask.js";
import { t } from "./say.js";

const UNDATED = t("undated");

let loading;
export const loadTable = () => {
  loading ??= fetchTable();
  loading.catch(() => (loading = undefined));
  return loading;
};

const fetchTable = async () => {
  // Revalidated each time, because a table of another build does not match the index. Mostly it has not changed.
  const response = await fetch(new URL("pagefind/facets.json", root), { cache: "no-cache" });
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const { articles, days, sources, authors, tags } = await response.json();
  const names = articles.split(" ");
  const labelsByRow = ({ names, of }) => of.map((numbers) => numbers.map((number) => names[number]));
  const [tag, author, source] = [tags, authors, sources].map(labelsByRow);
  let number = 0;
  const day = days.map((value, row) => formatDay((number = row ? number - value : value))); // 2009-03-22
  const year = names.map((_, row) => [day[row]?.slice(0, 4) ?? UNDATED]);
  return { names, rows: new Map(names.map((name, row) => [name, row])), tag, author, source, year, day };
};

const formatDay = (number) => new Date(number * 86_400_000).toISOString().slice(0, 10);

const fold = (label) => label.toLowerCase();

/* Returns whether labels match the choice of a kind: all chosen tags; any of the chosen authors, sources, years. */
const matches = (labels, chosen, kind) => {
  const own = new Set(labels.map(fold));
  return chosen.length === 0 || chosen[kind === "tag" ? "every" : "some"]((label) => own.has(fold(label)));
};

/* Returns whether a day is in a range. Its ends can be months or years, and are included; undated articles never match. */
const isWithin = (day, { from, to }) => (!from && !to) || (day >= from && (!to || day.slice(0, to.length) <= to));

/* Returns the articles that match the chosen filters; those of the kind `except` are ignored. */
export const filterArticles = (table, articles, chosen, except) =>
  articles.filter((name) => {
    const row = table.rows.get(name);
    if (!isWithin(table.day[row], chosen)) return false;
    return KINDS.every((kind) => kind === except || matches(table[kind][row] ?? [], chosen[kind], kind));
  });

/*
 * Returns the labels of a kind, each with the number of articles that remain with it: pairs, the most frequent first,
 * years in their order. One more tag narrows the result; one more author, source or year widens it.
 */
export const countLabels = (table, articles, chosen, kind) => {
  const counts = new Map();
  for (const name of filterArticles(table, articles, chosen, kind === "tag" ? undefined : kind)) {
    for (const label of table[kind][table.rows.get(name)] ?? []) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  for (const label of chosen[kind]) {
    if (![...counts.keys()].some((other) => fold(other) === fold(label))) counts.set(label, 0);
  }
  const pairs = [...counts];
  if (kind !== "year") return pairs.sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  return pairs.sort(([a], [b]) => (a === UNDATED) - (b === UNDATED) || b - a);
};

/* Returns the articles by date; undated ones are last in both orders. */
export const sortByDate = (table, articles, order) => {
  const row = (name) => table.rows.get(name) ?? Infinity;
  const isUndated = (article) => table.year[row(article)]?.[0] === UNDATED;
  const sign = order === "oldest" ? -1 : 1;
  return [...articles].sort((a, b) => isUndated(a) - isUndated(b) || (isUndated(a) ? row(a) - row(b) : sign * (row(a) - row(b))));
};

/* Returns all articles, the newest first. */
export const allArticles = (table) => table.names;
