/*
 * Tokens of the search index, by the rules of search/tokenize.py: reads tokens back to text, and splits queries into
 * words in the same way as the text of articles.
 */
export const MAX_QUERY = 2000; // letters of a query that are read; the inputs accept no more
const SOFT_HYPHEN = "\u00ad";
export const PART = SOFT_HYPHEN;

const UNSPACED =
  "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0edc-\u0edf\u1000-\u103f\u1050-\u109d\u1780-\u17d3\u17d7\u17dc\u17dd" +
  "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff" +
  "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\u{1b000}-\u{1b16f}\u{20000}-\u{3ffff}";
const RUN = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
const CHARACTER = new RegExp(`(?:^|(?!\\p{M}))[${UNSPACED}]\\p{M}*`, "gu");
const PAIR = new RegExp(`^([${UNSPACED}]\\p{M}*)(?!\\p{M})[${UNSPACED}]\\p{M}*$`, "u");
export const LETTERS = /[^\p{L}\p{M}\p{N}\p{Pc}]+/gu;
const QUOTES = /[“”„‟«»「」『』〝〞＂]|(?<=^|[\s\p{Ps}\p{Pi}]|(?:^|\s)[-−])"|"(?=[\s\p{P}]|$)/gu;
const EXCLUDES_WORD = /^[-−](?=[\p{L}\p{N}])/u;
const EXCLUDES_PHRASE = /(?:^|\s)[-−]$/; // at the end of what is before the quotes

/* Returns letters and digits alone, without accents: the form in which words are compared. */
export const fold = (text) => text.normalize("NFD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/*
 * Returns the text of a token, whether a space follows it, and whether it is a pair of characters: its text is then the
 * first character, and the next token begins with the second one.
 */
export const readToken = (token) => {
  const pair = PAIR.exec(token);
  if (pair) return { text: pair[1], space: false, pair: true };
  const isJoined = token.endsWith(SOFT_HYPHEN);
  const text = token
    .slice(0, isJoined ? -1 : undefined)
    .replaceAll(`${SOFT_HYPHEN}${SOFT_HYPHEN}'`, "׳")
    .replaceAll(`${SOFT_HYPHEN}'`, "’")
    .replaceAll(`${SOFT_HYPHEN}"`, "״")
    .replaceAll(SOFT_HYPHEN, "");
  return { text, space: !isJoined, pair: false };
};

/*
 * Words of a query: `text` as the index has it. `unspaced` words are one or two characters of a script without spaces,
 * and match exactly. Other words can have `parts`, for which to search if no article has the whole word.
 */
const unspacedWord = (text) => ({ text, unspaced: true, parts: [] });
const spacedWord = (token) => ({
  text: token.replace(LETTERS, ""),
  unspaced: false,
  parts: token.split(LETTERS).filter((part) => [...part].length > 1),
});

/* Returns the pairs of a run without spaces. The last character is a word itself if `more` text follows, or if alone. */
const pairs = (run, more) => {
  const characters = run.match(CHARACTER);
  const words = characters.slice(1).map((character, index) => unspacedWord(characters[index] + character));
  return more || !words.length ? [...words, unspacedWord(characters.at(-1))] : words;
};

/* Splits a run at marks inside of words that are not ASCII (a dash), except for apostrophes. */
const MARKS_IN_WORD = /(?<=[\p{L}\p{N}_])[^\p{L}\p{N}_\s]+(?=[\p{L}\p{N}_])/gu;
const splitAtMarks = (run) =>
  run
    .replace(MARKS_IN_WORD, (marks) => {
      if (/^[’״׳]$/.test(marks)) return "'";
      return /(?![\0-\x7f])[\p{P}\p{S}]/u.test(marks) ? `${marks} ` : marks;
    })
    .split(" ");

export const isUnspaced = (run) => run.search(CHARACTER) === 0;
const runsOf = (text) => text.trim().split(/\s+/).flatMap((token) => token.match(RUN) ?? []);

/* Returns the words of a phrase; separate marks are words without text, which are neither first nor last. */
const phraseOf = (text) => {
  const runs = runsOf(text);
  const words = runs.flatMap((run, position) =>
    isUnspaced(run) ? pairs(run, position < runs.length - 1) : splitAtMarks(run).map(spacedWord),
  );
  const hasText = ({ text }) => text;
  return words.slice(Math.max(words.findIndex(hasText), 0), words.findLastIndex(hasText) + 1);
};

/*
 * Returns the groups of words of a query. The words of a `phrase` must be next to each other and in this order: those in
 * quotes, and those of a run without spaces, which is then in `run`. Articles with an `excluded` group are not wanted:
 * a word, or a phrase in quotes, after a minus sign.
 */
export const parseQuery = (query) => {
  const groups = [];
  const unquoted = [];
  const addPhrase = (words, excluded) => words.length && groups.push({ words, phrase: true, excluded });
  const addToken = (token) => {
    if (EXCLUDES_WORD.test(token)) return addPhrase(phraseOf(token.slice(1)), true);
    for (const run of runsOf(token)) {
      if (isUnspaced(run)) groups.push({ words: pairs(run, false), phrase: true, run });
      else unquoted.push(...splitAtMarks(run).map(spacedWord).filter(({ text }) => text));
    }
  };
  const segments = query.slice(0, MAX_QUERY).normalize("NFC").replace(/[\u00ad\u200b\u2060\ufeff]/g, "").toLowerCase().split(QUOTES);
  segments.forEach((text, index) => {
    const isQuoted = index % 2 === 1 && index < segments.length - 1;
    if (isQuoted) addPhrase(phraseOf(text), EXCLUDES_PHRASE.test(segments[index - 1]));
    else text.trim().split(/\s+/).forEach(addToken);
  });
  if (unquoted.length) groups.unshift({ words: unquoted, phrase: false });
  return groups;
};

/* Returns the words of a query that results have, and their parts: what is marked. In the form in which words are compared. */
export const wantedWords = (query) => {
  const words = parseQuery(query).flatMap(({ words, excluded }) => (excluded ? [] : words));
  return [...new Set(words.flatMap(({ text, parts }) => [text, ...parts]).map(fold))].filter(Boolean);
};

/* Returns the words of a run without spaces, by the browser's dictionary, each as a group. */
export const segment = (run) =>
  [...new Intl.Segmenter(undefined, { granularity: "word" }).segment(run)].map(({ segment: word }) => ({
    words: pairs(word, false),
    phrase: true,
  }));
