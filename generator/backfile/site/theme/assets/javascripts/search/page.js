/* The search page. Its URL stores the query, the chosen filters and the order. */
import { format, hasFilters, parse } from "./address.js";
import { find, load } from "./ask.js";
import { countPhrase, createResultList, failurePhrase } from "./results.js";
import { t } from "./say.js";

const PAUSE = 300; // milliseconds after the last key before a query is sent

const boundPages = new WeakSet();
let restore = () => {};
addEventListener("popstate", () => restore());

/* Binds the page to its script. Called at every visit of the search page, possibly more than once. */
export const bind = (page) => {
  if (boundPages.has(page)) return;
  boundPages.add(page);

  const part = (name) => page.querySelector(`.search-page__${name}`);
  const [form, input, status, order, details, list, more, none, elsewhere] = [
    "form", "input", "status", "order", "filters", "results", "more", "none", "elsewhere",
  ].map(part);
  const show = createResultList(list, more);
  const hint = status.textContent;
  const title = document.title;
  const path = location.pathname;
  let search = parse(location);
  let newest = 0; // number of the newest run: results of older ones are dropped
  let timer;

  const change = (changes, { push = true } = {}) => {
    clearTimeout(timer);
    search = { ...search, query: input.value, ...changes };
    const url = path + format(search);
    if (url !== location.pathname + location.search) history[push ? "pushState" : "replaceState"](null, "", url);
    return run();
  };

  const choose = (kind, labels) => change({ chosen: { ...search.chosen, [kind]: labels } });

  // The script of the filters, and the table of facets, are loaded when filters are opened or chosen.
  let filters;
  const loadFilters = async () => {
    const { bindFilters } = await import("./filters.js");
    filters ??= bindFilters(page, choose);
    filters.showChosen(search.chosen);
  };
  const loadFacets = async () => {
    const facets = await import("./facets.js");
    return { ...facets, table: await facets.loadTable() };
  };

  /* Returns the trimmed query, all articles that it finds, and those that remain with the filters, in their order. */
  const findArticles = async () => {
    const query = search.query.trim();
    const order = search.order || (query ? "" : "newest");
    if (!hasFilters(search.chosen) && !order && !details.open) {
      const matches = await find(query);
      return { query, matches, articles: matches };
    }
    const { table, filterArticles, sortByDate, allArticles } = await loadFacets();
    const matches = query ? await find(query) : allArticles(table);
    const filtered = hasFilters(search.chosen) ? filterArticles(table, matches, search.chosen) : matches;
    const articles = query || hasFilters(search.chosen) ? filtered : [];
    return { query, table, matches, articles: order ? sortByDate(table, articles, order) : articles };
  };

  const run = async () => {
    const own = ++newest;
    const busy = setTimeout(() => (status.textContent = t("search_busy")), 500);
    order.value = search.order || (search.query.trim() ? "" : "newest");
    document.title = search.query.trim() ? `${search.query.trim()} - ${title}` : title;
    filters?.showChosen(search.chosen);
    try {
      if (!filters && (details.open || hasFilters(search.chosen))) await loadFilters();
      const isIdle = !search.query.trim() && !hasFilters(search.chosen) && !details.open;
      if (isIdle) await load();
      const { query, table, matches, articles } = isIdle ? { query: "", articles: [] } : await findArticles();
      if (own !== newest || !(await show(articles, query)) || own !== newest) return;
      if (table) filters?.showCounts(table, matches, search.chosen);
      const isEmpty = articles.length === 0;
      status.textContent = query || hasFilters(search.chosen) ? countPhrase(articles.length) : hint;
      order.hidden = articles.length < 2;
      none.hidden = !isEmpty || !(query || hasFilters(search.chosen));
      elsewhere.hidden = !isEmpty;
      suggest(matches ?? []);
    } catch (error) {
      if (own !== newest) return;
      console.info("search:", error);
      await show([], "");
      elsewhere.hidden = false;
      none.hidden = order.hidden = true;
      status.textContent = failurePhrase();
    } finally {
      clearTimeout(busy);
    }
  };

  /* Shows what to do without results: how many articles there are without the filters, or fewer words. */
  const suggest = (matches) => {
    const [sentence, removeFilters] = none.children;
    removeFilters.hidden = !hasFilters(search.chosen) || !matches.length;
    sentence.textContent = removeFilters.hidden
      ? t("search_fewer")
      : t("search_unfiltered", { found: countPhrase(matches.length) });
  };

  none.querySelector("button").addEventListener("click", () => {
    change({ chosen: parse({ search: "" }).chosen });
    input.focus();
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => change({ query: input.value }, { push: false }), PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    change({ query: input.value });
  });
  order.addEventListener("change", () => change({ order: order.value }));
  details.addEventListener("toggle", () => details.open && run());

  restore = () => {
    if (!page.isConnected || location.pathname !== path) return;
    search = parse(location);
    input.value = search.query;
    run();
  };
  if (input.value && !search.query) change({ query: input.value }, { push: false }); // typed before the script ran
  else restore();
  if (!format(search)) input.focus({ preventScroll: true });
};
