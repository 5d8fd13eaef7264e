/*
 * Finds the articles of a query in a part of the index: Pagefind (pagefind.js) finds words; this module finds phrases,
 * and rejects results for words that no article of the part has. How the index is made is defined in search/index.py,
 * what of an article is shown in excerpt.js. Runs in the thread of the search (see thread.js).
 */
import { loadAll, loadEntry, search } from "./pagefind.js";
import { LETTERS, fold, parseQuery, readToken, segment } from "./words.js";

const MAX_GUESSES = 5; // entries that are read to check a guess
const MAX_READ = 50; // entries that are read to check one phrase

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
const findAll = async (part, words) => {
  const kinds = [words.filter((word) => word.text && !word.unspaced), words.filter((word) => word.unspaced)];
  const results = [];
  for (const kind of kinds.filter((kind) => kind.length)) results.push(await search(part, joinWords(unique(kind)), kind[0].unspaced));
  return results.reduce(intersect);
};

/*
 * Returns the entries that have the words next to each other; only those of `within`, if it is given. Pagefind finds
 * them too, except in an entry that also has one of the words with other diacritics ("la", "là"): such candidates are
 * read.
 */
const findPhrase = async (part, words, within) => {
  const result = await findAll(part, words);
  for (const id of within ? result.keys() : []) if (!within.has(id)) result.delete(id);
  const isOneKind = words.every((word) => word.text && word.unspaced === words[0].unspaced);
  const certain = isOneKind ? await search(part, `"${joinWords(words)}"`, words[0].unspaced) : new Map();
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
const isKnown = async (part, { text, unspaced }) => {
  const result = await search(part, text, unspaced);
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
const knownWords = async (part, words) => {
  const known = [];
  for (const word of words) {
    if (await isKnown(part, word)) known.push(word);
    else if (word.parts.length > 1 || (word.parts.length && word.parts[0] !== word.text)) {
      const others = await knownWords(part, word.parts.map((text) => ({ text, unspaced: false, parts: [] })));
      if (!others) return undefined;
      known.push(...others);
    } else return undefined;
  }
  return known;
};

const findGroup = async (part, { words, phrase, run }) => {
  if (phrase && words.length > 1) {
    const result = await findPhrase(part, words);
    // A query without spaces can consist of several words: "東京天気".
    const groups = result.size || !run ? [] : segment(run);
    return groups.some(({ words }) => words[0].text.length > 1) && groups.length > 1 ? findGroups(part, groups) : result;
  }
  const known = await knownWords(part, unique(words));
  return known ? findAll(part, known) : new Map();
};

/* Returns the entries that have all groups of words. */
const findGroups = async (part, groups) => {
  let result;
  for (const group of groups) {
    const groupResult = await findGroup(part, group);
    result = result ? intersect(result, groupResult) : groupResult;
    if (!result.size) break;
  }
  return result ?? new Map();
};

/* Returns the entries of a result that have a word, in all its forms but not as the beginning of others, or a phrase. */
const findExactly = (part, { words }, result) => {
  const [{ text, unspaced }] = words;
  if (words.length > 1) return findPhrase(part, words, result);
  return unspaced ? findAll(part, words) : search(part, `"${text}"`, false);
};

/* Returns the entries of a part that have all groups of words of a query, and none of the excluded ones. */
export const findQuery = async (part, query) => {
  const groups = parseQuery(query);
  const excluded = groups.filter((group) => group.excluded);
  const wanted = groups.filter((group) => !group.excluded);
  const result = excluded.length && !wanted.length ? await loadAll(part) : await findGroups(part, wanted);
  for (const group of result.size ? excluded : []) {
    for (const id of (await findExactly(part, group, result)).keys()) result.delete(id);
  }
  return result;
};

/* Returns how many entries of a part have a word or another one that begins with it; 0 if Pagefind only guesses. */
export const countEntries = async (part, text) => {
  const word = { text, unspaced: false };
  return (await isKnown(part, word)) ? (await search(part, text, false)).size : 0;
};

/*
 * Returns the articles of a part that a query finds, as a map from the name of an entry to its score and the places of the
 * matches. The results of the last query are cached, because excerpts need them, and the same query is sent again with
 * other filters.
 */
let last = { query: "", results: new Map() };
export const find = (part, query) => {
  if (last.query !== query) last = { query, results: new Map() };
  const { results } = last;
  if (!results.has(part)) {
    const result = findQuery(part, query);
    results.set(part, result);
    result.catch(() => results.delete(part));
  }
  return results.get(part);
};
