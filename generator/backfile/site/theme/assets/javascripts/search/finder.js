/*
 * Queries Pagefind. Its worker loads parts of the index and finds words; this module finds phrases, and rejects results
 * for words that no article has. How the index is made is defined in search/index.py, what of an article is shown in
 * excerpt.js. Runs in the thread of the search (see thread.js).
 *
 * The worker is called directly. Pagefind's other script, three times as long as all modules of this search, only
 * passes messages on, and would split queries into words if the language of the page is Chinese or Japanese.
 */
import { unpack } from "./unpack.js";
import { LETTERS, fold, parseQuery, readToken, segment } from "./words.js";

const index = new URL("../../../pagefind/", import.meta.url); // of the site, at whatever URL it is
const MAX_GUESSES = 5; // entries that are read to check a guess
const MAX_READ = 50; // entries that are read to check one phrase
const MAX_KEPT = 100; // entries that stay in memory

let worker;
let lastId = 0;
const pendingCalls = new Map();

const start = () => {
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
  // There is one index for all languages of pages. With `unknown`, words are not split.
  return send("init", { basePath: index.href, language: "unknown" }).then(() => send("enterPlaygroundMode"));
};

/* Rejects all open calls; the next one starts a new worker. */
const stop = (reason) => {
  worker?.terminate();
  worker = undefined;
  for (const { reject } of pendingCalls.values()) reject(new Error(reason));
  pendingCalls.clear();
};

const send = (method, ...args) =>
  new Promise((resolve, reject) => {
    const id = ++lastId;
    pendingCalls.set(id, { resolve, reject });
    worker.postMessage({ id, method, args });
  });

/* Starts the worker and loads what every query needs, if this has not been done. */
export const load = () => (worker ? undefined : start());

// One query at a time: whether diacritics count is a setting of the worker.
let queue = Promise.resolve();

/* Returns the entries that Pagefind finds: name -> score and places of the matches. `guessed` if it guessed a word. */
const search = (text, exact) => {
  const answer = queue.then(async () => {
    await load();
    await send("options", { exactDiacritics: exact });
    const { results, guessed } = await send("search", text, {});
    return Object.assign(new Map(results.map(({ id, score, words }) => [id, { score, places: words }])), { guessed });
  });
  queue = answer.catch(({ message }) => stop(message));
  return answer;
};

const entries = new Map();

/* Returns an entry of the index: the URL of its page, its tokens, and what results show beside, if there is any. */
export const loadEntry = (id) => {
  if (!entries.has(id)) {
    if (entries.size >= MAX_KEPT) entries.delete(entries.keys().next().value);
    entries.set(id, fetchEntry(id).catch((error) => (entries.delete(id), Promise.reject(error))));
  }
  return entries.get(id);
};

const MARK = "pagefind_dcd"; // before the JSON, inside the compression
const fetchEntry = async (id) => {
  const response = await fetch(new URL(`fragment/${id}.pf_fragment`, index));
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const text = await unpack(response);
  const { url, content, meta } = JSON.parse(text.slice(MARK.length));
  const { language, thumbnail, minutes, source_url: sourceUrl } = meta;
  return { url, tokens: content.split(" "), language, thumbnail, minutes, sourceUrl };
};

/* Returns all entries, the newest article first: a query can consist of excluded words. */
const loadAll = async () => {
  const response = await fetch(new URL("facets.json", index), { cache: "no-cache" });
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const { articles } = await response.json();
  return new Map(articles.split(" ").map((id) => [id, { score: 0, places: [] }]));
};

/* Returns the entries that are in both results. */
const intersect = (result1, result2) =>
  new Map(
    [...result1].flatMap(([id, { score, places }]) => {
      const other = result2.get(id);
      return other ? [[id, { score: score + other.score, places: [...places, ...other.places] }]] : [];
    }),
  );

const joinWords = (words) => words.map((word) => word.text).join(" ");

/* Returns words, each once: Pagefind takes longer for each repetition. */
const unique = (words) => [...new Map(words.map((word) => [word.text, word])).values()];

/* Returns the entries that have all words, anywhere. */
const findAll = async (words) => {
  const kinds = [words.filter((word) => word.text && !word.unspaced), words.filter((word) => word.unspaced)];
  const results = [];
  for (const kind of kinds.filter((kind) => kind.length)) results.push(await search(joinWords(unique(kind)), kind[0].unspaced));
  return results.reduce(intersect);
};

/*
 * Returns the entries that have the words next to each other; only those of `within`, if it is given. Pagefind finds
 * them too, except in an entry that also has one of the words with other diacritics ("la", "là"): such candidates are
 * read.
 */
const findPhrase = async (words, within) => {
  const result = await findAll(words);
  for (const id of within ? result.keys() : []) if (!within.has(id)) result.delete(id);
  const isOneKind = words.every((word) => word.text && word.unspaced === words[0].unspaced);
  const certain = isOneKind ? await search(`"${joinWords(words)}"`, words[0].unspaced) : new Map();
  let read = 0;
  const check = async ([id, article]) => {
    const starts = certain.has(id) || read >= MAX_READ ? [] : possibleStarts(article.places, words);
    if (certain.has(id)) article.places = certain.get(id).places;
    else if (starts.length && ++read <= MAX_READ) article.places = phrasePlaces((await loadEntry(id)).tokens, words, starts);
    else article.places = undefined;
    if (!article.places) result.delete(id);
  };
  await Promise.all([...result].map(check));
  return result;
};

/* Returns the places, in their order, at which a phrase can begin: places of any words are at the distances of its words. */
const possibleStarts = (places, words) => {
  const all = new Set(places);
  const isStart = (place) => words.every(({ text }, offset) => !text || all.has(place + offset));
  return [...all].filter(isStart).sort((a, b) => a - b);
};

/* Returns the places of a phrase in tokens, of which it begins at one of `starts`; undefined if they do not contain it. */
const phrasePlaces = (tokens, words, starts) => {
  const forms = words.map(({ text, unspaced }) => (unspaced ? text : fold(text)));
  const matches = (index, token = "") => (words[index].unspaced ? token.startsWith(forms[index]) : fold(token) === forms[index]);
  const place = starts.find((start) => words.every((_, offset) => matches(offset, tokens[start + offset]?.toLowerCase())));
  return place === undefined ? undefined : words.map((_, offset) => place + offset);
};

/*
 * Returns whether any article has a word. Pagefind indexes parts of compounds without their digits: its guess for "rce2"
 * is right if an article has "jinja-rce2".
 */
const isKnown = async ({ text, unspaced }) => {
  const result = await search(text, unspaced);
  if (!result.guessed) return result.size > 0;
  const best = [...result].sort(([, a], [, b]) => b.score - a.score).slice(0, MAX_GUESSES);
  const beginning = fold(text);
  const hasWord = (token) => readToken(token).text.split(LETTERS).some((part) => fold(part).startsWith(beginning));
  const checks = best.map(async ([id, { places }]) => {
    const { tokens } = await loadEntry(id);
    return [...new Set(places.map((place) => tokens[place] ?? ""))].some(hasWord);
  });
  return (await Promise.all(checks)).includes(true);
};

/* Returns words that articles have: for an unknown word, its parts; undefined if a word without parts is unknown. */
const knownWords = async (words) => {
  const known = [];
  for (const word of words) {
    if (await isKnown(word)) known.push(word);
    else if (word.parts.length > 1 || (word.parts.length && word.parts[0] !== word.text)) {
      const parts = await knownWords(word.parts.map((part) => ({ text: part, unspaced: false, parts: [] })));
      if (!parts) return undefined;
      known.push(...parts);
    } else return undefined;
  }
  return known;
};

const findGroup = async ({ words, phrase, run }) => {
  if (phrase && words.length > 1) {
    const result = await findPhrase(words);
    // A query without spaces can consist of several words: "東京天気".
    const groups = result.size || !run ? [] : segment(run);
    return groups.some(({ words }) => words[0].text.length > 1) && groups.length > 1 ? findGroups(groups) : result;
  }
  const known = await knownWords(unique(words));
  return known ? findAll(known) : new Map();
};

/* Returns the entries that have all groups of words. */
const findGroups = async (groups) => {
  let result;
  for (const group of groups) {
    const groupResult = await findGroup(group);
    result = result ? intersect(result, groupResult) : groupResult;
    if (!result.size) break;
  }
  return result ?? new Map();
};

/* Returns the entries of a result that have a word, in all its forms but not as the beginning of others, or a phrase. */
const findExactly = ({ words }, result) => {
  const [{ text, unspaced }] = words;
  if (words.length > 1) return findPhrase(words, result);
  return unspaced ? findAll(words) : search(`"${text}"`, false);
};

/* Returns the entries that have all groups of words of a query, and none of the excluded ones. */
export const findQuery = async (query) => {
  const groups = parseQuery(query);
  const excluded = groups.filter((group) => group.excluded);
  const wanted = groups.filter((group) => !group.excluded);
  const result = excluded.length && !wanted.length ? await loadAll() : await findGroups(wanted);
  for (const group of result.size ? excluded : []) {
    for (const id of (await findExactly(group, result)).keys()) result.delete(id);
  }
  return result;
};

/* Returns how many entries have a word or another one that begins with it; 0 if Pagefind only guesses. */
export const countEntries = async (text) => {
  const word = { text, unspaced: false };
  return (await isKnown(word)) ? (await search(text, false)).size : 0;
};

/*
 * Returns the articles that a query finds, as a map from the name of an entry to its score and the places of the matches.
 * The last result is cached, because excerpts need it, and the same query is sent again with other filters.
 */
let last = {};
export const find = (query) => {
  if (last.query !== query) {
    const result = findQuery(query);
    last = { query, result };
    result.catch(() => (last = {}));
  }
  return last.result;
};
