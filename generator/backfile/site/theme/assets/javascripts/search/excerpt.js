/*
 * What a result shows of an article, as data: pieces of text, of which some are marked. Reads the entries that
 * search/entries.py writes. An article can be of any length, in one word or in many; what is examined of it for an excerpt
 * is limited by what the excerpt shows.
 */
import { PART, fold, readToken } from "./words.js";

const EXCERPT_LENGTH = 220; // in letters; those of scripts without spaces count twice
const TITLE_LENGTH = 1000; // of a headline, a publication
const TOKEN_LENGTH = 200; // of a word; the rest of a longer one is not shown
const MAX_DIRECTIVES = 8; // words that the browser marks on the opened page
const MAX_EXAMINED = 2000; // matches that are examined for these, and to select an excerpt
const RUN_LENGTH = 50; // tokens of a match: a word is one, text without spaces has one for each character
const TOKENS_BEFORE = 6; // tokens of an excerpt before the first match
const TOKENS_OF_SENTENCE = 12; // or as many, if its sentence begins there
const WINDOW = 30; // tokens within which matches are counted to select an excerpt
const MAX_WORDS = 50; // words of a query that parts of a compound are compared with
const DATE_DIGITS = "!#$%&()*+,"; // the digits of dates in an entry, which no search finds

/* Returns the range of tokens of each part of an entry: the first, and the one after the last. */
const partRanges = (tokens) => {
  const ends = [];
  for (let end = tokens.indexOf(PART); end >= 0; end = tokens.indexOf(PART, end + 1)) ends.push(end);
  return [-1, ...ends].map((end, index) => [end + 1, ends[index] ?? tokens.length]);
};

/* Returns a token, cut if it is very long. What it ends with says whether a space follows. */
const cutToken = (token) => {
  if (token.length <= TOKEN_LENGTH) return token;
  const beginning = token.slice(0, TOKEN_LENGTH).replace(/[\ud800-\udbff]$/, "");
  return `${beginning}…${token.endsWith(PART) ? PART : ""}`;
};

const lengthOf = (token) => Math.min(Math.max(token.length, 1), TOKEN_LENGTH) + 1;

/* Returns the place up to which tokens are shown: at most `to`, at about `length` letters. */
const endOf = (tokens, [from, to], length) => {
  let end = from;
  for (let shown = 0; end < to && shown < length; end++) shown += lengthOf(tokens[end]);
  return end;
};

// Of a compound: between marks, and where a capital follows a small letter, as in Pagefind.
const PARTS = /[\p{L}\p{M}\p{N}\p{Pc}]+?(?=(?<=\p{Ll})\p{Lu}|[^\p{L}\p{M}\p{N}\p{Pc}]|$)/gu;

const commonBeginning = (text, other) => {
  let length = 0;
  while (length < text.length && text[length] === other[length]) length++;
  return length;
};

/*
 * Returns which parts of a compound match words of the query: pairs of the first and the last part. Pagefind tells only
 * that one of them does. Of other forms of a word (cities, city), it is the part whose beginning is most like the word.
 */
const matchingParts = (parts, words) => {
  const matches = [];
  parts.forEach((_, first) => {
    for (const word of words) {
      let last = first;
      let joined = parts[first];
      while (joined.length < word.length && last < parts.length - 1) joined += parts[++last];
      if (joined.startsWith(word)) return matches.push([first, last]);
    }
  });
  if (matches.length) return matches;
  const likeness = parts.map((part) => Math.max(0, ...words.map((word) => commonBeginning(part, word))));
  const most = Math.max(...likeness);
  return most ? likeness.flatMap((value, index) => (value === most ? [[index, index]] : [])) : [[0, parts.length - 1]];
};

/* Returns the ranges of letters of a matching token that are marked: without `words`, all from the first to the last letter. */
const markedRanges = (text, words) => {
  const parts = [...text.matchAll(PARTS)].map(({ 0: part, index }) => ({ from: index, to: index + part.length, part }));
  if (!parts.length) return [];
  const isWhole = parts.length < 2 || !words;
  const ranges = isWhole ? [[0, parts.length - 1]] : matchingParts(parts.map(({ part }) => fold(part)), words.slice(0, MAX_WORDS));
  return ranges.map(([first, last]) => [parts[first].from, parts[last].to]);
};

/* Returns tokens as pieces of text. In the tokens at `places`, the `words` are marked. */
const markTokens = (tokens, [from, to], places, words) => {
  const pieces = [];
  const add = (text, isMarked) => {
    if (!text) return;
    if (pieces.at(-1)?.isMarked === isMarked) pieces.at(-1).text += text;
    else pieces.push({ text, isMarked });
  };
  const read = (place) => readToken(cutToken(tokens[place]));
  for (let place = from; place < to; place++) {
    const { text, space } = tokens[place] === PART ? { text: "·", space: true } : read(place);
    const isMarked = places.has(place) || (places.has(place - 1) && read(place - 1).pair);
    let end = 0;
    for (const [first, last] of isMarked ? markedRanges(text, words) : []) {
      add(text.slice(end, Math.max(first, end)), false);
      add(text.slice(Math.max(first, end), last), true);
      end = Math.max(last, end);
    }
    add(text.slice(end) + (space && place < to - 1 ? " " : ""), false);
  }
  return pieces;
};

/* Returns tokens as pieces of text, cut after about `length` letters. */
const beginning = (tokens, range, places, words, length = TITLE_LENGTH) => {
  const end = endOf(tokens, range, length);
  const pieces = markTokens(tokens, [range[0], end], places, words);
  return end < range[1] ? [...pieces, { text: " …", isMarked: false }] : pieces;
};

/* Returns the word of a query that a token is most like, by its number. */
const wordOf = (token, words) => {
  const parts = (readToken(cutToken(token)).text.match(PARTS) ?? []).map(fold);
  const likeness = words.map((word) => Math.max(0, ...parts.map((part) => commonBeginning(part, word) / word.length)));
  return likeness.indexOf(Math.max(...likeness));
};

/*
 * Returns the first of the places, which are in order, from which most different words of the query, and then most
 * matches, are within a window.
 */
const densest = (tokens, places, words) => {
  const numbers = places.map((place) => wordOf(tokens[place], words));
  const counts = new Map();
  let best;
  let most = 0;
  for (let first = 0, end = 0; first < places.length; first++) {
    for (; end < places.length && places[end] < places[first] + WINDOW; end++) {
      counts.set(numbers[end], (counts.get(numbers[end]) ?? 0) + 1);
    }
    const value = counts.size * WINDOW + end - first;
    if (value > most) [best, most] = [places[first], value];
    const left = counts.get(numbers[first]) - 1;
    if (left) counts.set(numbers[first], left);
    else counts.delete(numbers[first]);
  }
  return best;
};

/* Returns the place of the sentence in which a token is, if it begins shortly before, else a place before the token. */
const SENTENCE_END = /[.!?。！？][)\]"'”’»]*$/u;
const startOf = (tokens, from, place) => {
  for (let start = place; start > Math.max(from, place - TOKENS_OF_SENTENCE); start--) {
    if (SENTENCE_END.test(cutToken(tokens[start - 1]))) return start;
  }
  return Math.max(from, place - TOKENS_BEFORE);
};

/* Returns whether there are fewer than `length` letters between two places. */
const isNear = (tokens, from, to, length) => {
  let between = -1;
  for (let place = from; place < to && between < length; place++) between += tokens[place].length + 1;
  return between < length;
};

/* Returns the part of a range with most matches close to each other, of about `length` letters. */
const surroundings = (tokens, range, matches, places, words, length) => {
  const best = densest(tokens, matches.slice(0, MAX_EXAMINED), words.slice(0, MAX_WORDS));
  const isEarly = isNear(tokens, range[0], best, length / 2);
  const from = isEarly ? range[0] : startOf(tokens, range[0], best);
  const before = from > range[0] ? [{ text: "… ", isMarked: false }] : [];
  return [...before, ...beginning(tokens, [from, range[1]], places, words, length)];
};

/*
 * Returns the part of the text with most matches. If there are matches only in what is beside the text (captions and
 * descriptions of images, authors, labels), returns these after the beginning of the text.
 */
const excerpt = (tokens, [text, ...beside], matches, places, words) => {
  const within = ([from, to]) => matches.filter((place) => place >= from && place < to);
  const inText = within(text);
  if (inText.length) return surroundings(tokens, text, inText, places, words, EXCERPT_LENGTH);
  const other = beside.find((range) => within(range).length);
  if (!other) return beginning(tokens, text, places, words, EXCERPT_LENGTH);
  const start = beginning(tokens, text, places, words, EXCERPT_LENGTH / 2);
  const separator = start.length ? [{ text: " · ", isMarked: false }] : [];
  return [...start, ...separator, ...surroundings(tokens, other, within(other), places, words, EXCERPT_LENGTH / 2)];
};

/* Returns the first texts that are marked, each once. A run of matches without a space between them is one text. */
const markedTexts = (tokens, [from, to], matches, places) => {
  const examined = matches.filter((place) => place >= from && place < to).slice(0, MAX_EXAMINED);
  const texts = new Set();
  for (let next = 0; next < examined.length && texts.size < MAX_DIRECTIVES; ) {
    const first = next;
    while (next - first < RUN_LENGTH && examined[next] === examined[first] + next - first) next++;
    const pieces = markTokens(tokens, [examined[first], Math.min(examined[next - 1] + 2, to)], places);
    for (const { text, isMarked } of pieces) if (isMarked) texts.add(text);
  }
  return [...texts].slice(0, MAX_DIRECTIVES);
};

/*
 * Returns what is shown of an entry: its URL, language, thumbnail and minutes, the pieces of its headline and excerpt,
 * publication and date, and the texts for the browser to mark on the opened page. In these the whole compounds, because browsers
 * find whole words.
 */
export const describeEntry = ({ tokens, ...about }, unordered, words) => {
  const places = new Set(unordered);
  const matches = [...places].sort((a, b) => a - b);
  const [headline, text, images, labels, source, day] = partRanges(tokens);
  const digit = (mark) => DATE_DIGITS.indexOf(mark);
  return {
    ...about,
    title: beginning(tokens, headline, places, words),
    excerpt: excerpt(tokens, [text, images, labels], matches, places, words),
    source: beginning(tokens, source, new Set()).map((piece) => piece.text).join(""),
    date: tokens.slice(...day).join("").replace(/[^-]/g, digit),
    texts: markedTexts(tokens, [headline[0], text[1]], matches, places),
  };
};
