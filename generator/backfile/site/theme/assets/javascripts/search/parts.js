/*
 * A search of the parts of the index: one after another, the newest first, or the oldest if these are wanted first, until
 * enough articles are found. Filters and days choose the parts. The index of a small archive is one part.
 */
import { find, loadParts } from "./ask.js";
import { hasFilters } from "./address.js";
import { formatDay, t } from "./say.js";

const ENOUGH = 10; // articles
const MOST = 8; // parts that are searched before the reader is asked

const isUndated = ({ first }) => first === "";

/* Returns the years of a part, as the filter has them; undefined if they are not known. */
const yearsOf = ({ years }) => years && Object.keys(years).map((year) => year || t("undated"));

/* Returns whether articles of a part can match the chosen years and days. */
const canMatch = (part, { year, from, to }) => {
  if (!part.years) return true;
  if (isUndated(part) && (from || to)) return false;
  const wanted = new Set(year.map((label) => label.toLowerCase()));
  const hasYear = !wanted.size || yearsOf(part).some((label) => wanted.has(label.toLowerCase()));
  return hasYear && (!from || part.first >= from) && (!to || part.last.slice(0, to.length) <= to);
};

/* Returns parts in the order in which they are searched: undated articles are last in both orders. */
const inOrder = (parts, order) => {
  const dated = parts.filter((part) => !isUndated(part));
  return [...(order === "oldest" ? dated.reverse() : dated), ...parts.filter(isUndated)];
};

/*
 * Returns a search that has not begun. `order`: by date, or empty for the best first; without a query, all articles are
 * found.
 */
export const createSearch = async ({ query, chosen, order }) => {
  const all = inOrder(await loadParts(), order);
  return { query, chosen, order, all, parts: all.filter((part) => canMatch(part, chosen)), done: [] };
};

const searchPart = async ({ query, chosen, order }, { name }) => {
  const found = query ? await find(name, query) : undefined;
  if (query && !order && !hasFilters(chosen)) return { name, found, matches: found };
  const { allArticles, filterArticles, loadTable, sortByDate } = await import("./facets.js");
  const table = await loadTable(name);
  const scores = new Map(found ?? allArticles(table).map((article) => [article, 0]));
  const matches = filterArticles(table, [...scores.keys()], chosen);
  const ordered = order ? sortByDate(table, matches, order) : matches;
  return { name, found: [...scores], matches: ordered.map((article) => [article, scores.get(article)]) };
};

const count = (search, kind) => search.done.reduce((total, part) => total + part[kind].length, 0);

/* Returns how many articles remain with the filters, in the parts that were searched. */
export const countMatches = (search) => count(search, "matches");

/* Returns how many articles the query finds without the filters. */
export const countFound = (search) => count(search, "found");

/* Returns the names of the articles that remain: by date, or the best of all parts first. */
export const matchesOf = ({ done, order }) => {
  const matches = done.flatMap((part) => part.matches);
  if (!order) matches.sort(([, a], [, b]) => b - a);
  return matches.map(([name]) => name);
};

export const isComplete = ({ done, parts }) => done.length >= parts.length;

/*
 * Searches further parts until ten more articles are found, or until `mayGoOn`, which is asked before each part, says no.
 * `onPart` is called after each part. If not `far`, only a few parts are searched.
 */
export const goOn = async (search, { far, mayGoOn, onPart }) => {
  const enough = countMatches(search) + ENOUGH;
  const last = far ? search.parts.length : Math.min(search.done.length + MOST, search.parts.length);
  while (search.done.length < last && countMatches(search) < enough && mayGoOn()) {
    search.done.push(await searchPart(search, search.parts[search.done.length]));
    await onPart?.();
  }
};

/* Returns a day as a year, if the next part has another one; else with its month, or all of it. */
const boundary = (day, next = "") => {
  const length = [4, 7].find((length) => day.slice(0, length) !== next.slice(0, length)) ?? 10;
  return day ? formatDay(day.slice(0, length)) : t("undated");
};

/* Returns which days were searched, as values of a phrase; undefined if these are all days of the parts in `among`. */
export const coverage = (search, among) => {
  const { all, done, order } = search;
  if (!done.length || done.length >= search[among].length) return undefined;
  const place = (name) => all.findIndex((part) => part.name === name);
  const [first, last] = [place(done[0].name), place(done.at(-1).name)];
  const [start, end] = order === "oldest" ? ["last", "first"] : ["first", "last"];
  const from = boundary(all[first][start], all[first - 1]?.[end]);
  const to = boundary(all[last][end], all[last + 1]?.[start]);
  return { days: from === to ? from : t("search_span", { first: from, last: to }) };
};

/* Returns the years of the parts that were not searched, as the filter has them. */
export const otherYears = ({ all, done }) => {
  const names = new Set(done.map(({ name }) => name));
  return [...new Set(all.filter(({ name }) => !names.has(name)).flatMap((part) => yearsOf(part) ?? []))];
};
