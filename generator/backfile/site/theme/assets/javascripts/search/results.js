/* Results as people see them: text, never HTML. Knows the parts of an entry (see search.py). */
import { entry, root } from "./ask.js";
import { say, sayCount } from "./say.js";
import { PART, shown } from "./words.js";

export const STEP = 10; // results shown at a time

const LENGTH = 220; // of an excerpt, in letters; those of scripts without spaces count twice
const WORDS = 8; // marked on the page that is opened
const BEFORE = 6; // tokens of an excerpt before the first that was asked for
const NEAR = 30; // tokens within which what was asked for stands together
const FIGURES = "!#$%&()*+,"; // a date's, so that no search finds them

export const element = (name, className, ...children) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
};

const { features } = JSON.parse(document.querySelector("script#__config").textContent);
const instant = features.includes("navigation.instant"); // then no browser opens a page

/* How many articles were found, in the language of the interface. */
export const count = (number) => (number === 0 ? say("search_found_none") : sayCount("search_found", number));

/* Why nothing can be found at all. */
export const failure = () =>
  location.protocol === "file:"
    ? say("search_server")
    : say("search_unreachable");

/* The parts of an entry, each as the number of its first token and of the one after its last. */
const parts = (tokens) => {
  const ends = [...tokens.keys()].filter((place) => tokens[place] === PART);
  return [-1, ...ends].map((end, index) => [end + 1, ends[index] ?? tokens.length]);
};

/* Tokens as text and marks. Letters are marked, not what stands around them. */
const marked = (tokens, [from, to], at = new Set()) => {
  const pieces = [];
  const add = (text, mark) => {
    if (!text) return;
    if (pieces.at(-1)?.mark === mark) pieces.at(-1).text += text;
    else pieces.push({ text, mark });
  };
  for (let place = from; place < to; place++) {
    const { text, space } = tokens[place] === PART ? { text: "·", space: true } : shown(tokens[place]);
    const mark = at.has(place) || (at.has(place - 1) && shown(tokens[place - 1]).pair);
    const [, before, word, after] = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{M}\p{N}]*)$/su.exec(text);
    add(before, false);
    add(word, mark);
    add(after + (space && place < to - 1 ? " " : ""), false);
  }
  return pieces.map(({ text, mark }) => (mark ? element("mark", "", text) : text));
};

/* Where the most of what was asked for stands together; the beginning of the text where there is none of it. */
const excerpt = (tokens, text, about, at) => {
  const places = [...at].filter((place) => place >= text[0] && place < about[1]).sort((a, b) => a - b);
  const near = (first) => places.filter((place) => place >= first && place < first + NEAR).length;
  const [best] = places.slice().sort((a, b) => near(b) - near(a));
  const early = tokens.slice(text[0], best).join(" ").length < LENGTH / 2;
  const from = best === undefined || early ? text[0] : best - BEFORE;
  const end = places.length && about[1] > about[0] ? about[1] : text[1];
  let to = from;
  for (let length = 0; to < end && length < LENGTH; to++) length += Math.max(tokens[to].length, 1) + 1;
  const pieces = marked(tokens, [from, to], at);
  return [from > text[0] ? "… " : "", ...pieces, to < end ? " …" : ""].filter(Boolean);
};

/* The words that were found, for the browser to mark on the page it opens (WICG, URL Fragment Text Directives). */
const directives = (tokens, range, at) => {
  const found = marked(tokens, range, at).filter((piece) => piece.nodeType).map((mark) => mark.textContent);
  const texts = [...new Set(found)].slice(0, WORDS).map((text) => encodeURIComponent(text).replaceAll("-", "%2D"));
  return texts.length ? `:~:text=${texts.join("&text=")}` : "";
};

const item = ({ url, tokens }, places) => {
  const at = new Set(places);
  const [headline, text, about, source, day] = parts(tokens);
  const auto = (made) => Object.assign(made, { dir: "auto" });
  const title = marked(tokens, headline, at);
  const link = element("a", "search__link", auto(element("span", "search__title", ...(title.length ? title : [url]))));
  link.href = new URL(url, root);
  if (!instant) link.hash = directives(tokens, [headline[0], text[1]], at);
  const date = tokens.slice(...day).join("").replace(/[^-]/g, (figure) => FIGURES.indexOf(figure));
  const facts = [marked(tokens, source).join(""), date].filter(Boolean);
  if (facts.length) {
    const separated = facts.flatMap((fact) => [" · ", element("bdi", "", fact)]).slice(1);
    link.append(element("span", "search__facts", ...separated));
  }
  link.append(auto(element("span", "search__excerpt", ...excerpt(tokens, text, about, at))));
  return element("li", "", link);
};

/*
 * A list of results that shows some and, on demand, more. `show` takes results as pairs of a name and what was found of
 * it, and says whether it showed them: not where it was called again before they were there.
 */
export const results = (list, more) => {
  let found = [];
  let turn = 0;

  const items = (articles) => Promise.all(articles.map(async ([id, { at }]) => item(await entry(id), at)));
  const settle = () => (more.hidden = list.children.length >= found.length);

  more.addEventListener("click", async () => {
    const mine = turn;
    const first = list.children.length;
    const next = await items(found.slice(first, first + STEP));
    if (mine !== turn || first !== list.children.length) return;
    list.append(...next);
    settle();
    next[0]?.querySelector("a").focus();
  });

  return async (articles) => {
    const mine = ++turn;
    const first = await items(articles.slice(0, STEP));
    if (mine !== turn) return false;
    found = articles;
    list.replaceChildren(...first);
    settle();
    return true;
  };
};
