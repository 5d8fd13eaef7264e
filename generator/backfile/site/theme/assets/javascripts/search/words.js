/*
 * Text as the index holds it (see spacing.py, whose rules these are), and back: what is asked for is spaced out in the
 * same way, and what is found is put together again.
 */
const SOFT = "\u00ad";
export const PART = SOFT;

const UNSPACED =
  "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0edc-\u0edf\u1000-\u103f\u1050-\u109d\u1780-\u17d3\u17d7\u17dc\u17dd" +
  "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u303b\u3041-\u3096\u3099-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff" +
  "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\u{1b000}-\u{1b16f}\u{20000}-\u{3ffff}";
const STRETCH = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, "gu");
const CHARACTER = new RegExp(`(?:^|(?!\\p{M}))[${UNSPACED}]\\p{M}*`, "gu");
const PAIR = new RegExp(`^([${UNSPACED}]\\p{M}*)(?!\\p{M})[${UNSPACED}]\\p{M}*$`, "u");
export const LETTERS = /[^\p{L}\p{M}\p{N}\p{Pc}]+/gu;
const QUOTES = /[“”„‟«»「」『』〝〞＂]|(?<=^|[\s\p{Ps}\p{Pi}])"|"(?=[\s\p{P}]|$)/gu;

/* Letters alone, without accents: by these, words are compared. */
export const folded = (text) => text.normalize("NFD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/*
 * What one token shows, whether a space follows it, and whether it is a pair: that shows its first character, and the
 * next token begins with the other one.
 */
export const shown = (token) => {
  const pair = PAIR.exec(token);
  if (pair) return { text: pair[1], space: false, pair: true };
  const joined = token.endsWith(SOFT);
  const text = token
    .slice(0, joined ? -1 : undefined)
    .replaceAll(`${SOFT}${SOFT}'`, "׳")
    .replaceAll(`${SOFT}'`, "’")
    .replaceAll(`${SOFT}"`, "״")
    .replaceAll(SOFT, "");
  return { text, space: !joined, pair: false };
};

/*
 * A word to look for: `text` as the index has it. `unspaced` ones are one or two characters of a script without spaces,
 * and are to be found as they are; others may have `parts`, for which to look where the whole is unknown.
 */
const unspaced = (text) => ({ text, unspaced: true, parts: [] });
const word = (token) => ({
  text: token.replace(LETTERS, ""),
  unspaced: false,
  parts: token.split(LETTERS).filter((part) => [...part].length > 1),
});

/* A stretch without spaces, as pairs; alone it is one character. The last one is told where more follows. */
const pairs = (stretch, more) => {
  const characters = stretch.match(CHARACTER);
  const found = characters.slice(1).map((character, index) => unspaced(characters[index] + character));
  return more || !found.length ? [...found, unspaced(characters.at(-1))] : found;
};

/* Marks within a word part it where they are not of ASCII (a dash) nor belong to it (an apostrophe). */
const BETWEEN = /(?<=[\p{L}\p{N}_])[^\p{L}\p{N}_\s]+(?=[\p{L}\p{N}_])/gu;
const parted = (stretch) =>
  stretch
    .replace(BETWEEN, (marks) => {
      if (/^[’״׳]$/.test(marks)) return "'";
      return /(?![\0-\x7f])[\p{P}\p{S}]/u.test(marks) ? `${marks} ` : marks;
    })
    .split(" ");

/*
 * What is asked for: groups of words. `phrase` means next to each other and in this order, which is so for what stands
 * in quotes and for what is written without spaces; `stretch` is what the latter was. In a phrase, marks that stand
 * alone are words without text.
 */
export const asked = (query) => {
  const groups = [];
  const plain = [];
  const segments = query.normalize("NFC").replace(/[\u00ad\u200b\u2060\ufeff]/g, "").toLowerCase().split(QUOTES);
  segments.forEach((segment, index) => {
    const phrase = [];
    const quoted = index % 2 === 1 && index < segments.length - 1;
    const stretches = segment.trim().split(/\s+/).flatMap((token) => token.match(STRETCH) ?? []);
    stretches.forEach((stretch, position) => {
      const apart = stretch.search(CHARACTER) === 0;
      if (quoted) phrase.push(...(apart ? pairs(stretch, position < stretches.length - 1) : parted(stretch).map(word)));
      else if (apart) groups.push({ words: pairs(stretch, false), phrase: true, stretch });
      else plain.push(...parted(stretch).map(word).filter(({ text }) => text));
    });
    while (phrase.length && !phrase.at(-1).text) phrase.pop();
    while (phrase.length && !phrase[0].text) phrase.shift();
    if (phrase.length) groups.push({ words: phrase, phrase: true });
  });
  if (plain.length) groups.unshift({ words: plain, phrase: false });
  return groups;
};

/* The words of a stretch without spaces, as the browser's dictionary has them. */
export const cut = (stretch) =>
  [...new Intl.Segmenter(undefined, { granularity: "word" }).segment(stretch)].map(({ segment }) => ({
    words: pairs(segment, false),
    phrase: true,
  }));
