/*
 * Asks Pagefind. Its worker loads the index in parts and finds words; phrases, and what was asked for but is nowhere,
 * are seen to here. Knows nothing of how the index is made (see search.py), nor of how anything is shown.
 *
 * The worker is spoken to directly: Pagefind's other script, three times as long as this and all its neighbours, only
 * passes messages on, and it would have what is asked cut into words where the page's language is Chinese or Japanese.
 */
import { LETTERS, asked, cut, folded, shown } from "./words.js";

export const root = new URL("../../../", import.meta.url); // of the site, wherever it stands
const index = new URL("pagefind/", root);
const GUESSES = 5; // entries that are read to find out whether a guess is right
const MOST = 50; // entries that are read to the letter for one phrase

let worker;
let sent = 0;
const waiting = new Map();

const start = () => {
  worker = new Worker(new URL("worker.js", import.meta.url));
  worker.addEventListener("message", ({ data: { id, result, error, missing } }) => {
    if (missing) stop(missing);
    const { resolve, reject } = waiting.get(id) ?? {};
    waiting.delete(id);
    if (error) reject?.(new Error(error));
    else resolve?.(result);
  });
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    stop(event.message);
  });
  // Whatever the language of the page, there is one index; without a language, words are taken as they come.
  return send("init", { basePath: index.href, language: "unknown" }).then(() => send("enterPlaygroundMode"));
};

/* What is being asked fails; the next question starts anew. */
const stop = (reason) => {
  worker?.terminate();
  worker = undefined;
  for (const { reject } of waiting.values()) reject(new Error(reason));
  waiting.clear();
};

const send = (method, ...args) =>
  new Promise((resolve, reject) => {
    const id = ++sent;
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, method, args });
  });

/* Loads what every question needs. */
export const ready = () => (worker ? undefined : start());

// One question at a time: whether accents count is a setting of the worker's.
let line = Promise.resolve();
const look = (text, exact) => {
  const answer = line.then(async () => {
    await ready();
    await send("options", { exactDiacritics: exact });
    const { results, guessed } = await send("search", text, {});
    return Object.assign(new Map(results.map(({ id, score, words }) => [id, { score, at: words }])), { guessed });
  });
  line = answer.catch(({ message }) => stop(message));
  return answer;
};

const entries = new Map();

/* An entry of the index: its address, and its tokens. */
export const entry = (id) => {
  if (!entries.has(id)) entries.set(id, load(id).catch((error) => (entries.delete(id), Promise.reject(error))));
  return entries.get(id);
};

const MARK = "pagefind_dcd"; // before the JSON, inside the compression
const load = async (id) => {
  const response = await fetch(new URL(`fragment/${id}.pf_fragment`, index));
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const bytes = await response.arrayBuffer();
  const packed = new Uint8Array(bytes, 0, 2).join() === "31,139"; // some hosts unpack it themselves
  const stream = new Blob([bytes]).stream();
  const text = await new Response(packed ? stream.pipeThrough(new DecompressionStream("gzip")) : stream).text();
  const { url, content } = JSON.parse(text.slice(MARK.length));
  return { url, tokens: content.split(" ") };
};

/* What both answers have. */
const both = (one, other) =>
  new Map(
    [...one].flatMap(([id, { score, at }]) => {
      const found = other.get(id);
      return found ? [[id, { score: score + found.score, at: [...at, ...found.at] }]] : [];
    }),
  );

const text = (words) => words.map((word) => word.text).join(" ");

/* Entries that have all the words, wherever. */
const all = async (words) => {
  const kinds = [words.filter((word) => word.text && !word.unspaced), words.filter((word) => word.unspaced)];
  const answers = [];
  for (const kind of kinds.filter((kind) => kind.length)) answers.push(await look(text(kind), kind[0].unspaced));
  return answers.reduce(both);
};

/*
 * Entries that have the words next to each other. Pagefind finds these too, but not in an entry where one of the words
 * stands with other accents as well ("la", "là"): what may be one of those is read.
 */
const phrase = async (words) => {
  const found = await all(words);
  const plain = words.every((word) => word.text && word.unspaced === words[0].unspaced);
  const sure = plain ? await look(`"${text(words)}"`, words[0].unspaced) : new Map();
  let read = 0;
  const check = async ([id, article]) => {
    const close = () => together(new Set(article.at), words);
    if (sure.has(id)) article.at = sure.get(id).at;
    else if (close() && ++read <= MOST) article.at = said((await entry(id)).tokens, words);
    else article.at = undefined;
    if (!article.at) found.delete(id);
  };
  await Promise.all([...found].map(check));
  return found;
};

/* Whether places of words, whichever they are, lie as the words of a phrase do. */
const together = (places, words) =>
  [...places].some((place) => words.every(({ text }, offset) => !text || places.has(place + offset)));

/* The places of a phrase; undefined where these tokens do not say it. */
const said = (tokens, words) => {
  const fits = ({ text, unspaced }, token = "") => (unspaced ? token.startsWith(text) : folded(token) === folded(text));
  const at = (place) => words.every((word, offset) => fits(word, tokens[place + offset]?.toLowerCase()));
  const place = tokens.findIndex((_, place) => at(place));
  return place < 0 ? undefined : words.map((_, offset) => place + offset);
};

/*
 * Whether an article has a word. Of compounds Pagefind knows the parts without their figures: what it guesses for "rce2"
 * is right where "jinja-rce2" is.
 */
const known = async ({ text, unspaced }) => {
  const found = await look(text, unspaced);
  if (!found.guessed) return found.size > 0;
  const best = [...found].sort(([, a], [, b]) => b.score - a.score).slice(0, GUESSES);
  const says = (token) => shown(token).text.split(LETTERS).some((part) => folded(part).startsWith(folded(text)));
  const right = best.map(async ([id, { at }]) => (await entry(id)).tokens.some((token, place) => at.includes(place) && says(token)));
  return (await Promise.all(right)).includes(true);
};

/* The words that are to be looked for, a word's parts where it is unknown as a whole; undefined where one is unknown. */
const certain = async (words) => {
  const found = [];
  for (const word of words) {
    if (await known(word)) found.push(word);
    else if (word.parts.length > 1 || (word.parts.length && word.parts[0] !== word.text)) {
      const parts = await certain(word.parts.map((part) => ({ text: part, unspaced: false, parts: [] })));
      if (!parts) return undefined;
      found.push(...parts);
    } else return undefined;
  }
  return found;
};

const answer = async ({ words, phrase: near, stretch }) => {
  if (near && words.length > 1) {
    const found = await phrase(words);
    // Whoever writes without spaces may have meant several words: "東京天気".
    const pieces = found.size || !stretch ? [] : cut(stretch);
    return pieces.some(({ words }) => words[0].text.length > 1) && pieces.length > 1 ? answers(pieces) : found;
  }
  const sure = await certain(words);
  return sure ? all(sure) : new Map();
};

/*
 * Finds articles, the best first: pairs of its name in the index, and its score with `at`, the places of what was asked
 * for. The last answer is kept: the same words are asked for again with other filters.
 */
let last = {};
export const find = (query) => {
  if (last.query !== query) {
    const found = answers(asked(query)).then((found) => [...found].sort(([, a], [, b]) => b.score - a.score));
    last = { query, found };
    found.catch(() => (last = {}));
  }
  return last.found;
};

const answers = async (groups) => {
  let found;
  for (const group of groups) {
    const answered = await answer(group);
    found = found ? both(found, answered) : answered;
    if (!found.size) break;
  }
  return found ?? new Map();
};
