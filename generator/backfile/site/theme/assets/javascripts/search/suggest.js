/*
 * Similar words of the archive for words that few articles have. The words are those of the file that
 * search/vocabulary.py writes; it is loaded when a query finds little. Runs in the thread of the search (see thread.js).
 */
import { countEntries, find, findQuery } from "./finder.js";
import { loadParts } from "./pagefind.js";
import { unpack } from "./unpack.js";
import { MAX_QUERY, fold, isUnspaced, wantedWords } from "./words.js";

const FILE = new URL("../../../pagefind/words.txt.gz", import.meta.url); // of the site, at whatever URL it is
const MAX_WORDS = 10; // words of a query that are looked up
const MIN_LENGTH = 4; // letters of a word
const MAX_LENGTH = 40;
const TWO_ERRORS = 7; // letters of a word that can have two errors
const FEW = 2; // articles that have a word which may be an error
const MUCH_MORE = 4; // times twice as many articles as such a word has

const WORD = /[\p{L}\p{M}]+/gu;

/* Returns a word in the form in which errors are counted: letters that are often written as others become these. */
const SIMPLE = { ß: "ss", ı: "i", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th" };
const simplify = (word) => fold(word).replace(/[ßıæœøłđðþ]/g, (letter) => SIMPLE[letter]);

let loading;

/* Returns the words of the archive, each with its simple form and its rank: the greater, the more articles have it. */
const loadWords = () => {
  loading ??= fetchWords();
  loading.catch(() => (loading = undefined));
  return loading;
};

const fetchWords = async () => {
  const response = await fetch(FILE, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const lines = (await unpack(response)).split("\n");
  return lines.flatMap((line, rank) => line.split(" ").filter(Boolean).map((word) => ({ word, simple: simplify(word), rank })));
};

/*
 * Returns how many letters differ between two words, if these are at most `most`, else more: letters that are left out,
 * added, replaced, or in the other order (Damerau and Levenshtein, optimal string alignment).
 */
const errors = (text, other, most) => {
  if (Math.abs(text.length - other.length) > most) return most + 1;
  let [beforeLast, last] = [[], Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= text.length; row++) {
    const next = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = text[row - 1] === other[column - 1];
      next[column] = Math.min(last[column] + 1, next[column - 1] + 1, last[column - 1] + !isSame);
      const isSwapped = text[row - 1] === other[column - 2] && text[row - 2] === other[column - 1];
      if (isSwapped) next[column] = Math.min(next[column], beforeLast[column - 2] + 1);
    }
    if (Math.min(...next) > most) return most + 1;
    [beforeLast, last] = [last, next];
  }
  return last.at(-1);
};

/* Returns the word of the archive that is most like a word: fewest errors, the same first letter, in most articles. */
const closest = (words, text, most, minRank) => {
  const simple = simplify(text);
  const own = fold(text);
  let best;
  for (const { word, simple: other, rank } of words) {
    if (rank < minRank) continue;
    const count = errors(simple, other, most);
    if (count > most || (!count && fold(word) === own)) continue;
    const badness = count * 2 + (other[0] !== simple[0]);
    if (!best || badness < best.badness || (badness === best.badness && rank > best.rank)) best = { word, badness, rank };
  }
  return best?.word;
};

/* Returns in how many articles of the whole archive a word is at least. */
const countOf = (words, text) => {
  const own = fold(text);
  return Math.max(0, ...words.filter(({ word }) => fold(word) === own).map(({ rank }) => 2 ** rank));
};

const sum = async (parts, count) => {
  let total = 0;
  for (const part of parts) total += await count(part);
  return total;
};

/* Returns the word of the archive to take in place of one that no article has, or few; undefined if there is none. */
const replacement = async (text, parts) => {
  let count = await sum(parts, (part) => countEntries(part, text));
  if (count > FEW) return undefined;
  const words = await loadWords();
  // Other parts may have it.
  if (parts.length < (await loadParts()).length) count = Math.max(count, countOf(words, text));
  if (count > FEW) return undefined;
  if (!count) return closest(words, text, text.length < TWO_ERRORS ? 1 : 2, 0);
  return closest(words, text, 1, MUCH_MORE + Math.floor(Math.log2(count)));
};

/* Returns the pieces of a query with similar words that finds more articles in parts; undefined if there is none. */
export const suggest = async (query, parts) => {
  const text = query.slice(0, MAX_QUERY).normalize("NFC");
  const wanted = new Set(wantedWords(text));
  const isCandidate = (word) => word.length >= MIN_LENGTH && word.length <= MAX_LENGTH && wanted.has(fold(word)) && !isUnspaced(word);
  const places = [...text.matchAll(WORD)].map(({ 0: word, index }) => ({ word, index }));
  const replaced = new Map();
  for (const word of [...new Set(places.map(({ word }) => word).filter(isCandidate))].slice(0, MAX_WORDS)) {
    const other = await replacement(word.toLowerCase(), parts);
    if (other) replaced.set(word, other);
  }
  if (!replaced.size) return undefined;
  const pieces = [];
  let end = 0;
  for (const { word, index } of places.filter(({ word }) => replaced.has(word))) {
    pieces.push({ text: text.slice(end, index), isMarked: false }, { text: replaced.get(word), isMarked: true });
    end = index + word.length;
  }
  pieces.push({ text: text.slice(end), isMarked: false });
  const other = pieces.map((piece) => piece.text).join("");
  const former = await sum(parts, async (part) => (await find(part, query)).size);
  const better = await sum(parts, async (part) => (await findQuery(part, other)).size);
  return better > former ? pieces.filter((piece) => piece.text) : undefined;
};
