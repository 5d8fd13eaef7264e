/* Search results as HTML elements. Text is inserted as text, never as HTML. What they show is chosen in excerpt.js. */
import { describe, root } from "./ask.js";
import { t, tCount } from "./say.js";

export const STEP = 10; // results that are added at a time

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

/* Returns pieces of text, the marked ones as `mark` elements. */
const withMarks = (pieces) => pieces.map(({ text, isMarked }) => (isMarked ? createElement("mark", "", text) : text));

/* Returns a fragment that makes the browser mark texts on the opened page (WICG, URL Fragment Text Directives). */
const textDirectives = (texts) => {
  const encoded = texts.map((text) => encodeURIComponent(text).replaceAll("-", "%2D"));
  return encoded.length ? `:~:text=${encoded.join("&text=")}` : "";
};

const createItem = ({ url, title, excerpt, source, date, texts }) => {
  const withAutoDirection = (element) => Object.assign(element, { dir: "auto" });
  const titleElement = createElement("span", "search__title", ...(title.length ? withMarks(title) : [url]));
  const link = createElement("a", "search__link", withAutoDirection(titleElement));
  link.href = new URL(url, root);
  if (!isInstant) link.hash = textDirectives(texts);
  const facts = [source, date].filter(Boolean);
  if (facts.length) {
    const separated = facts.flatMap((fact) => [" · ", createElement("bdi", "", fact)]).slice(1);
    link.append(createElement("span", "search__facts", ...separated));
  }
  link.append(withAutoDirection(createElement("span", "search__excerpt", ...withMarks(excerpt))));
  return createElement("li", "", link);
};

/*
 * Binds a list of results to its button for more of them. Returns a function that shows articles, by name, with the
 * matches of a query. It returns whether it has shown them; not if it was called again before they were loaded.
 */
export const createResultList = (list, more) => {
  let shown = [];
  let shownQuery = "";
  let newest = 0;

  const createItems = (articles, query) =>
    Promise.all(articles.map(async (name) => createItem(await describe(name, query))));
  const updateButton = () => (more.hidden = list.children.length >= shown.length);

  more.addEventListener("click", async () => {
    const own = newest;
    const first = list.children.length;
    const items = await createItems(shown.slice(first, first + STEP), shownQuery);
    if (own !== newest || first !== list.children.length) return;
    list.append(...items);
    updateButton();
    items[0]?.querySelector("a").focus();
  });

  return async (articles, query) => {
    const own = ++newest;
    const items = await createItems(articles.slice(0, STEP), query);
    if (own !== newest) return false;
    [shown, shownQuery] = [articles, query];
    list.replaceChildren(...items);
    updateButton();
    return true;
  };
};
