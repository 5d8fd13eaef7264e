/* Search results as HTML elements. Text is inserted as text, never as HTML. What they show is chosen in excerpt.js. */
import { describe, root } from "./ask.js";
import { formatDay, formatLanguage, t, tCount } from "./say.js";

export const STEP = 10; // results that are added at a time

export const createElement = (name, className, ...children) => {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
};

const settings = document.querySelector("script#__config")?.textContent ?? "{}"; // of Material's script
const isInstant = JSON.parse(settings).features?.includes("navigation.instant"); // then links load no page

/* Returns how many articles were found, in the language of the interface, and in which days if not all were searched. */
export const statusPhrase = (number, days) => [countPhrase(number), ...(days ? [t("search_covered", days)] : [])].join(" · ");

/* Returns how many articles were found. */
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

/* Returns elements with dots between them. */
const withDots = (elements) => elements.flatMap((element) => [" · ", element]).slice(1);

const createTime = (day) => Object.assign(createElement("time", "", formatDay(day)), { dateTime: day });

/* Returns the URL of a file or page of the site, from its path; undefined for a path that leads out, and without one. */
const ownUrl = (path) => {
  const url = path ? new URL(path, root) : undefined;
  return url?.href.startsWith(root.href) ? url : undefined;
};

/* Returns the thumbnail of an article, a file of the site; none if it has none, or if it cannot be loaded. */
const createThumbnail = (path) => {
  const url = ownUrl(path);
  if (!url) return [];
  const image = Object.assign(createElement("img", "search__thumbnail"), { alt: "", width: 288, height: 192, loading: "lazy" });
  image.addEventListener("error", () => image.remove());
  image.src = url;
  return [image];
};

/* Returns the name of a publication, as a link to its articles if it has others. */
const createSource = (name, path) => {
  const source = createElement("bdi", "", name), url = ownUrl(path);
  return url ? Object.assign(createElement("a", "search__source", source), { href: url }) : source;
};

const createItem = ({ url, language, thumbnail, minutes, sourceUrl, title, excerpt, source, date, texts }) => {
  const withLanguage = (element) => Object.assign(element, { dir: "auto" }, language ? { lang: language } : {});
  const link = createElement("a", "search__link", ...(title.length ? withMarks(title) : [url]));
  link.href = new URL(url, root);
  if (!isInstant) link.hash = textDirectives(texts);
  const languageName = language ? formatLanguage(language) : "";
  const facts = [
    ...(source ? [createSource(source, sourceUrl)] : []), ...(languageName ? [languageName] : []), date ? createTime(date) : t("undated"), ...(minutes ? [minutes] : []),
  ];
  const parts = [
    withLanguage(createElement("h2", "search__title", link)),
    ...(excerpt.length ? [withLanguage(createElement("p", "search__excerpt", ...withMarks(excerpt)))] : []),
    createElement("p", "search__facts", ...withDots(facts)),
  ];
  return createElement("li", "search__item", createElement("div", "search__text", ...parts), ...createThumbnail(thumbnail));
};

/*
 * Binds a list of results to its button for more of them. Returns a function that shows articles, by name, with the
 * matches of a query: at first ten, or another `number`. It returns whether it has shown them; not if it was called again before they were loaded.
 * What is shown already stays: the focus may be in it.
 */
export const createResultList = (list, more) => {
  let shown = [];
  let shownQuery = "";
  let newest = 0;

  const createItems = (articles, query) =>
    Promise.all(articles.map(async (name) => createItem(await describe(name, query))));
  const isShown = (articles, query, number) =>
    query === shownQuery && list.children.length >= Math.min(number, articles.length)
    && articles.length === shown.length && articles.every((name, place) => name === shown[place]);
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

  return async (articles, query, number = STEP) => {
    const own = ++newest;
    if (isShown(articles, query, number)) return true;
    const items = await createItems(articles.slice(0, number), query);
    if (own !== newest) return false;
    [shown, shownQuery] = [articles, query];
    list.replaceChildren(...items);
    updateButton();
    return true;
  };
};
