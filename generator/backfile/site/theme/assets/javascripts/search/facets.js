/*
 * Facets: subjects, tags, authors, source, year and day of each article, and which articles remain with the chosen filters. Works
 * on the tables that search/facets.py writes, one for each part of the index; they are loaded when they are first needed.
 */
import { KINDS } from "./address.js";
import { root } from "./ask.js";
import { t } from "./say.js";

const UNDATED = t("undated");

const loading = new Map();

/* Returns the table of a part of the index (see pagefind.js). */
export const loadTable = (part) => {
  if (!loading.has(part)) loading.set(part, fetchTable(part).catch((error) => (loading.delete(part), Promise.reject(error))));
  return loading.get(part);
};

const fetchTable = async (part) => {
  const folder = part ? `${part}/` : "";
  // Revalidated each time, because a table of another build does not match the index. Mostly it has not changed.
  const response = await fetch(new URL(`pagefind/${folder}facets.json`, root), { cache: "no-cache" });
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const { articles, days, sources, authors, tags, subjects } = await response.json();
  const names = articles.split(" ").map((name) => folder + name);
  const labelsByRow = ({ names, of }) => of.map((numbers) => numbers.map((number) => names[number]));
  const [subject, tag, author, source] = [subjects, tags, authors, sources].map(labelsByRow);
  let number = 0;
  const day = days.map((value, row) => formatDay((number = row ? number - value : value))); // 2009-03-22
  const year = names.map((_, row) => [day[row]?.slice(0, 4) ?? UNDATED]);
  return { names, rows: new Map(names.map((name, row) => [name, row])), subject, tag, author, source, year, day };
};

const formatDay = (number) => new Date(number * 86_400_000).toISOString().slice(0, 10);

const fold = (label) => label.toLowerCase();

/* Returns whether labels match a choice, a set: all chosen tags; any of the chosen subjects, authors, sources, years. */
const matches = (labels, wanted, kind) => {
  const own = new Set(labels.map(fold));
  if (kind === "tag") return wanted.size <= own.size && [...wanted].every((label) => own.has(label));
  return [...own].some((label) => wanted.has(label));
};

/* Returns whether a day is in a range. Its ends can be months or years, and are included; undated articles never match. */
const isWithin = (day, { from, to }) => (!from && !to) || (day >= from && (!to || day.slice(0, to.length) <= to));

/* Returns the articles that match the chosen filters; those of the kind `except` are ignored. */
export const filterArticles = (table, articles, chosen, except) => {
  const kinds = KINDS.filter((kind) => kind !== except && chosen[kind].length);
  const wanted = Object.fromEntries(kinds.map((kind) => [kind, new Set(chosen[kind].map(fold))]));
  return articles.filter((name) => {
    const row = table.rows.get(name);
    return isWithin(table.day[row], chosen) && kinds.every((kind) => matches(table[kind][row] ?? [], wanted[kind], kind));
  });
};

/*
 * Returns the labels of a kind, each with the number of articles that remain with it: pairs in no order. One more tag
 * narrows the result; one more subject, author, source or year widens it. In: the table and the found articles of each
 * part of the index.
 */
export const countLabels = (parts, chosen, kind) => {
  const counts = new Map();
  for (const { table, articles } of parts) {
    for (const name of filterArticles(table, articles, chosen, kind === "tag" ? undefined : kind)) {
      for (const label of table[kind][table.rows.get(name)] ?? []) counts.set(label, (counts.get(label) ?? 0) + 1);
    }
  }
  const counted = chosen[kind].length ? new Set([...counts.keys()].map(fold)) : undefined;
  for (const label of chosen[kind]) if (!counted.has(fold(label))) counts.set(label, 0);
  return [...counts];
};

/* Compares pairs of a label and its number: the most frequent first, years in their order. */
const { compare } = new Intl.Collator();
export const comparePairs = (kind) =>
  kind === "year"
    ? ([a], [b]) => (a === UNDATED) - (b === UNDATED) || b - a
    : (a, b) => b[1] - a[1] || compare(a[0], b[0]);

/* Returns the articles by date; undated ones are last in both orders. Rows are in that order, the newest first. */
export const sortByDate = (table, articles, order) => {
  const dated = table.day.length;
  const rank = (row) => (order === "oldest" && row < dated ? dated - 1 - row : row);
  const ranked = articles.map((name) => [rank(table.rows.get(name) ?? table.names.length), name]);
  return ranked.sort(([a], [b]) => a - b).map(([, name]) => name);
};

/* Returns all articles, the newest first. */
export const allArticles = (table) => table.names;
