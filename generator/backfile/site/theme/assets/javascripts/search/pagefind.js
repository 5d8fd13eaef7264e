/*
 * Pagefind: its worker, the parts of the index, and their entries. The index of a large archive has several parts, each
 * for a range of days (search/parts.py); that of another is one part, whose name is empty. Runs in the thread of the
 * search (see thread.js).
 *
 * The worker is called directly. Pagefind's other script, three times as long as all modules of this search, only
 * passes messages on, and would split queries into words if the language of the page is Chinese or Japanese.
 */
import { unpack } from "./unpack.js";

const index = new URL("../../../pagefind/", import.meta.url); // of the site, at whatever URL it is
const MAX_KEPT = 100; // entries that stay in memory

const request = async (path, options) => {
  const response = await fetch(new URL(path, index), options);
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  return response;
};

const folderOf = (part) => (part ? `${part}/` : "");

let worker;
let starting;
let lastId = 0;
const pendingCalls = new Map();
const openParts = new Map();

let loading;

/*
 * Returns the parts of the index, the newest first: `name`; the newest and the oldest day of the articles, `first` and
 * `last`, which are empty for those without a date; `years` with the numbers of articles. Of an index in one part, only
 * the name is known.
 */
export const loadParts = () => {
  loading ??= fetchParts();
  loading.catch(() => (loading = undefined));
  return loading;
};

const fetchParts = async () => {
  const { parts, ...about } = await (await request("pagefind-entry.json", { cache: "no-cache" })).json();
  return (parts ?? [{ name: "", ...about }]).map(({ name, first, last, years, languages }) => ({
    name, first, last, years, entry: { ...about, languages },
  }));
};

const start = async () => {
  worker = new Worker(new URL("worker.js", import.meta.url));
  worker.addEventListener("message", ({ data: { id, result, error, missing } }) => {
    if (missing) stop(missing);
    const { resolve, reject } = pendingCalls.get(id) ?? {};
    pendingCalls.delete(id);
    if (error) reject?.(new Error(error));
    else resolve?.(result);
  });
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    stop(event.message);
  });
  const entries = (await loadParts()).map(({ name, entry }) => [index.href + folderOf(name), entry]);
  worker.postMessage({ root: index.href, entries });
};

/* Rejects all open calls; the next one starts a new worker. */
const stop = (reason) => {
  worker?.terminate();
  worker = starting = loading = undefined;
  openParts.clear();
  for (const { reject } of pendingCalls.values()) reject(new Error(reason));
  pendingCalls.clear();
};

// The name of the part is in the id of a message, too, because the answer has the same (see worker.js).
const send = (part, method, ...args) =>
  new Promise((resolve, reject) => {
    const id = `${++lastId}:${part}`;
    pendingCalls.set(id, { resolve, reject });
    worker.postMessage({ id, method, args, instanceId: part });
  });

const openPart = async (part) => {
  await (starting ??= start());
  // There is one index for all languages of pages. With `unknown`, words are not split.
  await send(part, "init", { basePath: index.href + folderOf(part), language: "unknown" });
  await send(part, "enterPlaygroundMode");
};

/* Starts the worker and loads what every query of a part needs, if this has not been done. */
export const open = (part) => {
  if (!openParts.has(part)) openParts.set(part, openPart(part).catch((error) => (stop(error.message), Promise.reject(error))));
  return openParts.get(part);
};

// One query at a time: whether diacritics count is a setting of the worker.
let queue = Promise.resolve();

// The name of an article: that of the part, if it has one, and Pagefind's name of the entry.
const nameOf = (part, id) => folderOf(part) + id;

/* Returns the part of an article, by its name. */
export const partOf = (name) => name.slice(0, Math.max(0, name.lastIndexOf("/")));

/* Returns the entries that Pagefind finds in a part: name -> score and places of the matches. `guessed` if it guessed a word. */
export const search = (part, text, exact) => {
  const answer = queue.then(async () => {
    await open(part);
    await send(part, "options", { exactDiacritics: exact });
    const { results, guessed } = await send(part, "search", text, {});
    const articles = results.map(({ id, score, words }) => [nameOf(part, id), { score, places: words }]);
    return Object.assign(new Map(articles), { guessed });
  });
  queue = answer.catch(({ message }) => stop(message));
  return answer;
};

const entries = new Map();

/* Returns an entry of the index: the URL of its page, its tokens, and what results show beside, if there is any. */
export const loadEntry = (name) => {
  if (!entries.has(name)) {
    if (entries.size >= MAX_KEPT) entries.delete(entries.keys().next().value);
    entries.set(name, fetchEntry(name).catch((error) => (entries.delete(name), Promise.reject(error))));
  }
  return entries.get(name);
};

const MARK = "pagefind_dcd"; // before the JSON, inside the compression
const fetchEntry = async (name) => {
  const part = partOf(name);
  const id = name.slice(folderOf(part).length);
  const text = await unpack(await request(`${folderOf(part)}fragment/${id}.pf_fragment`));
  const { url, content, meta } = JSON.parse(text.slice(MARK.length));
  const { language, thumbnail, minutes, source_url: sourceUrl } = meta;
  return { url, tokens: content.split(" "), language, thumbnail, minutes, sourceUrl };
};

/* Returns all entries of a part, the newest article first: a query can consist of excluded words. */
export const loadAll = async (part) => {
  const { articles } = await (await request(`${folderOf(part)}facets.json`, { cache: "no-cache" })).json();
  return new Map(articles.split(" ").map((id) => [nameOf(part, id), { score: 0, places: [] }]));
};
