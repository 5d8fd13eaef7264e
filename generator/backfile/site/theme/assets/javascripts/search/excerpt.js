/*
 * What a result shows of an article, as data: pieces of text, of which some are marked. Reads the entries that
 * search/index.py writes. An article can be of any length, in one word or in many; what is examined of it for an excerpt
 * is limited by what the excerpt shows.
 */
import { PART, readToken } from "./words.js";

const EXCERPT_LENGTH = 220; // in letters; those of scripts without spaces count twice
const TITLE_LENGTH = 1000; // of a headline, a publication
const TOKEN_LENGTH = 200; // of a word; the rest of a longer one is not shown
const MAX_DIRECTIVES = 8; // words that the browser marks on the opened page
const MAX_EXAMINED = 2000; // matches that are examined for these
const RUN_LENGTH = 50; // tokens of a match: a word is one, text without spaces has one for each character
const TOKENS_BEFORE = 6; // tokens of an excerpt before the first match
const WINDOW = 30; // tokens within which matches are counted to select an excerpt
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

/* Returns tokens as pieces of text; those of the letters of the tokens at `places` are marked. */
const markTokens = (tokens, [from, to], places) => {
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
    const [, before, word, after] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{M}\p{N}]*)$/su.exec(text);
    add(before, false);
    add(word, isMarked);
    add(after + (space && place < to - 1 ? " " : ""), false);
  }
  return pieces;
};

/* Returns tokens as pieces of text, cut after about `length` letters. */
const beginning = (tokens, range, places, length = TITLE_LENGTH) => {
  const end = endOf(tokens, range, length);
  const pieces = markTokens(tokens, [range[0], end], places);
  return end < range[1] ? [...pieces, { text: " …", isMarked: false }] : pieces;
};

/* Returns the first of the places, which are in order, from which most others are within a window; undefined without any. */
const densest = (places) => {
  let best;
  let most = 0;
  for (let first = 0, end = 0; first < places.length; first++) {
    while (end < places.length && places[end] < places[first] + WINDOW) end++;
    if (end - first > most) [best, most] = [places[first], end - first];
  }
  return best;
};

/* Returns whether there are fewer than `length` letters between two places. */
const isNear = (tokens, from, to, length) => {
  let between = -1;
  for (let place = from; place < to && between < length; place++) between += tokens[place].length + 1;
  return between < length;
};

/* Returns the part of the text with most matches close to each other; without matches, its beginning. */
const excerpt = (tokens, text, about, matches, places) => {
  const within = matches.filter((place) => place >= text[0] && place < about[1]);
  const best = densest(within);
  const isEarly = best === undefined || isNear(tokens, text[0], best, EXCERPT_LENGTH / 2);
  const from = isEarly ? text[0] : best - TOKENS_BEFORE;
  const end = within.length && about[1] > about[0] ? about[1] : text[1];
  const to = endOf(tokens, [from, end], EXCERPT_LENGTH);
  const before = from > text[0] ? [{ text: "… ", isMarked: false }] : [];
  const after = to < end ? [{ text: " …", isMarked: false }] : [];
  return [...before, ...markTokens(tokens, [from, to], places), ...after];
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
 * Returns what is shown of an entry: its URL, the pieces of its headline and excerpt, publication and date, and the texts
 * for the browser to mark on the opened page.
 */
export const describeEntry = ({ url, tokens }, unordered) => {
  const places = new Set(unordered);
  const matches = [...places].sort((a, b) => a - b);
  const [headline, text, about, source, day] = partRanges(tokens);
  const digit = (mark) => DATE_DIGITS.indexOf(mark);
  return {
    url,
    title: beginning(tokens, headline, places),
    excerpt: excerpt(tokens, text, about, matches, places),
    source: beginning(tokens, source, new Set()).map((piece) => piece.text).join(""),
    date: tokens.slice(...day).join("").replace(/[^-]/g, digit),
    texts: markedTexts(tokens, [headline[0], text[1]], matches, places),
  };
};
