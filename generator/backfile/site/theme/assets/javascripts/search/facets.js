/*
 * The facets: which tags, authors, source and year articles have, of which day they are, and what is left where some are
 * chosen. Works on the table that facets.py writes, loaded when it is first needed.
 */
import { KINDS } from "./address.js";
import { root } from "./ask.js";
import { say } from "./say.js";

const UNDATED = say("undated");

let loading;
export const table = () => {
  loading ??= load();
  loading.catch(() => (loading = undefined));
  return loading;
};

const load = async () => {
  // Asked for anew each time, since it is of no use beside another index; mostly the answer is that nothing changed.
  const response = await fetch(new URL("pagefind/facets.json", root), { cache: "no-cache" });
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const { articles, days, sources, authors, tags } = await response.json();
  const names = articles.split(" ");
  const labels = ({ names, of }) => of.map((numbers) => numbers.map((number) => names[number]));
  const [tag, author, source] = [tags, authors, sources].map(labels);
  let day = 0;
  const dated = days.map((number, row) => written((day = row ? day - number : number))); // 2009-03-22
  const year = names.map((_, row) => [dated[row]?.slice(0, 4) ?? UNDATED]);
  return { names, rows: new Map(names.map((name, row) => [name, row])), tag, author, source, year, day: dated };
};

const written = (day) => new Date(day * 86_400_000).toISOString().slice(0, 10);

const same = (label) => label.toLowerCase();

/* Whether a row has what is chosen of a kind: all of the tags; one of the authors, of the sources, of the years. */
const has = (labels, wanted, kind) => {
  const own = new Set(labels.map(same));
  return wanted.length === 0 || wanted[kind === "tag" ? "every" : "some"]((label) => own.has(same(label)));
};

/* Whether a day lies in a range; its ends may be years or months, and belong to it. The undated lie in none. */
const within = (day, { from, to }) => (!from && !to) || (day >= from && (!to || day.slice(0, to.length) <= to));

/* The articles that have what is chosen; `except` is a kind that is not asked for. */
export const chosenFrom = (facets, articles, chosen, except) =>
  articles.filter(([name]) => {
    const row = facets.rows.get(name);
    if (!within(facets.day[row], chosen)) return false;
    return KINDS.every((kind) => kind === except || has(facets[kind][row] ?? [], chosen[kind], kind));
  });

/*
 * The labels of a kind with the number of articles that would be left with each: pairs, the most frequent first, years
 * in their order. Another tag narrows what is left; another author, source or year widens it.
 */
export const counts = (facets, articles, chosen, kind) => {
  const found = new Map();
  for (const [name] of chosenFrom(facets, articles, chosen, kind === "tag" ? undefined : kind)) {
    for (const label of facets[kind][facets.rows.get(name)] ?? []) found.set(label, (found.get(label) ?? 0) + 1);
  }
  for (const label of chosen[kind]) {
    if (![...found.keys()].some((one) => same(one) === same(label))) found.set(label, 0);
  }
  const pairs = [...found];
  if (kind !== "year") return pairs.sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  return pairs.sort(([a], [b]) => (a === UNDATED) - (b === UNDATED) || b - a);
};

/* Articles by date, the undated ones last whichever way. */
export const dated = (facets, articles, order) => {
  const row = ([name]) => facets.rows.get(name) ?? Infinity;
  const undated = (article) => facets.year[row(article)]?.[0] === UNDATED;
  const way = order === "oldest" ? -1 : 1;
  return [...articles].sort((a, b) => undated(a) - undated(b) || (undated(a) ? row(a) - row(b) : way * (row(a) - row(b))));
};

/* All articles, the newest first. */
export const everything = (facets) => facets.names.map((name) => [name, { score: 0, at: [] }]);
