/* Search results as HTML elements. Text is inserted as text, never as HTML. Reads the entries that search/index.py writes. */
import { loadEntry, root } from "./ask.js";
import { t, tCount } from "./say.js";
import { PART, readToken } from "./words.js";

export const STEP = 10; // results that are added at a time

const EXCERPT_LENGTH = 220; // in letters; those of scripts without spaces count twice
const MAX_DIRECTIVES = 8; // words that the browser marks on the opened page
const TOKENS_BEFORE = 6; // tokens of an excerpt before the first match
const WINDOW = 30; // tokens within which matches are counted to select an excerpt
const DATE_DIGITS = "!#$%&()*+,"; // the digits of dates in an entry, which no search finds

export const createElement = (name, className, ...children) => {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
};

const { features } = JSON.parse(document.querySelector("script#__config").textContent);
const isInstant = features.includes("navigation.instant"); // then the browser loads no page when a link is opened

/* Returns how many articles were found, in the language of the interface. */
export const countPhrase = (number) => (number === 0 ? t("search_found_none") : tCount("search_found", number));

/* Returns why the index cannot be loaded. */
export const failurePhrase = () =>
  location.protocol === "file:"
    ? t("search_server")
    : t("search_unreachable");

/* Returns the range of tokens of each part of an entry: the first, and the one after the last. */
const partRanges = (tokens) => {
  const ends = [...tokens.keys()].filter((place) => tokens[place] === PART);
  return [-1, ...ends].map((end, index) => [end + 1, ends[index] ?? tokens.length]);
};

/* Returns tokens as text, with `mark` elements around the letters of the tokens at `places`. */
const markTokens = (tokens, [from, to], places = new Set()) => {
  const pieces = [];
  const add = (text, isMarked) => {
    if (!text) return;
    if (pieces.at(-1)?.isMarked === isMarked) pieces.at(-1).text += text;
    else pieces.push({ text, isMarked });
  };
  for (let place = from; place < to; place++) {
    const { text, space } = tokens[place] === PART ? { text: "·", space: true } : readToken(tokens[place]);
    const isMarked = places.has(place) || (places.has(place - 1) && readToken(tokens[place - 1]).pair);
    const [, before, word, after] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{M}\p{N}]*)$/su.exec(text);
    add(before, false);
    add(word, isMarked);
    add(after + (space && place < to - 1 ? " " : ""), false);
  }
  return pieces.map(({ text, isMarked }) => (isMarked ? createElement("mark", "", text) : text));
};

/* Returns the part of the text with most matches close to each other; without matches, its beginning. */
const excerpt = (tokens, text, about, places) => {
  const matches = [...places].filter((place) => place >= text[0] && place < about[1]).sort((a, b) => a - b);
  const countFrom = (first) => matches.filter((place) => place >= first && place < first + WINDOW).length;
  const [best] = matches.slice().sort((a, b) => countFrom(b) - countFrom(a));
  const isEarly = tokens.slice(text[0], best).join(" ").length < EXCERPT_LENGTH / 2;
  const from = best === undefined || isEarly ? text[0] : best - TOKENS_BEFORE;
  const end = matches.length && about[1] > about[0] ? about[1] : text[1];
  let to = from;
  for (let length = 0; to < end && length < EXCERPT_LENGTH; to++) length += Math.max(tokens[to].length, 1) + 1;
  const pieces = markTokens(tokens, [from, to], places);
  return [from > text[0] ? "… " : "", ...pieces, to < end ? " …" : ""].filter(Boolean);
};

/* Returns a fragment that makes the browser mark the matches on the opened page (WICG, URL Fragment Text Directives). */
const textDirectives = (tokens, range, places) => {
  const matches = markTokens(tokens, range, places).filter((piece) => piece.nodeType).map((mark) => mark.textContent);
  const texts = [...new Set(matches)].slice(0, MAX_DIRECTIVES).map((text) => encodeURIComponent(text).replaceAll("-", "%2D"));
  return texts.length ? `:~:text=${texts.join("&text=")}` : "";
};

const createItem = ({ url, tokens }, matches) => {
  const places = new Set(matches);
  const [headline, text, about, source, day] = partRanges(tokens);
  const withAutoDirection = (element) => Object.assign(element, { dir: "auto" });
  const title = markTokens(tokens, headline, places);
  const titleElement = createElement("span", "search__title", ...(title.length ? title : [url]));
  const link = createElement("a", "search__link", withAutoDirection(titleElement));
  link.href = new URL(url, root);
  if (!isInstant) link.hash = textDirectives(tokens, [headline[0], text[1]], places);
  const date = tokens.slice(...day).join("").replace(/[^-]/g, (digit) => DATE_DIGITS.indexOf(digit));
  const facts = [markTokens(tokens, source).join(""), date].filter(Boolean);
  if (facts.length) {
    const separated = facts.flatMap((fact) => [" · ", createElement("bdi", "", fact)]).slice(1);
    link.append(createElement("span", "search__facts", ...separated));
  }
  link.append(withAutoDirection(createElement("span", "search__excerpt", ...excerpt(tokens, text, about, places))));
  return createElement("li", "", link);
};

/*
 * Binds a list of results to its button for more of them. Returns a function that shows articles: pairs of the name of
 * an entry and its matches. It returns whether it has shown them; not if it was called again before they were loaded.
 */
export const createResultList = (list, more) => {
  let shown = [];
  let newest = 0;

  const createItems = (articles) =>
    Promise.all(articles.map(async ([id, { places }]) => createItem(await loadEntry(id), places)));
  const updateButton = () => (more.hidden = list.children.length >= shown.length);

  more.addEventListener("click", async () => {
    const own = newest;
    const first = list.children.length;
    const items = await createItems(shown.slice(first, first + STEP));
    if (own !== newest || first !== list.children.length) return;
    list.append(...items);
    updateButton();
    items[0]?.querySelector("a").focus();
  });

  return async (articles) => {
    const own = ++newest;
    const items = await createItems(articles.slice(0, STEP));
    if (own !== newest) return false;
    shown = articles;
    list.replaceChildren(...items);
    updateButton();
    return true;
  };
};
