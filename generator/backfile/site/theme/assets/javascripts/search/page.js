/* The search page. Its URL stores the query, the chosen filters and the order. */
import { format, hasFilters, parse } from "./address.js";
import { find, load } from "./ask.js";
import { countPhrase, createResultList, failurePhrase } from "./results.js";
import { t } from "./say.js";
import { bindSheet } from "./sheet.js";
import { bindSuggestion } from "./suggestion.js";

const PAUSE = 300; // milliseconds after the last key before a query is sent

const boundPages = new WeakSet();
let restore = () => {};
addEventListener("popstate", () => restore());

/* Binds the page to its script. Called at every visit of the search page, possibly more than once. */
export const bind = (page) => {
  if (boundPages.has(page)) return;
  boundPages.add(page);

  const part = (name) => page.querySelector(`.search-page__${name}`);
  const [form, input, status, order, list, more, none, elsewhere] = [
    "form", "input", "status", "order", "results", "more", "none", "elsewhere",
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
  const clear = () => change({ chosen: parse({ search: "" }).chosen });
  const areFiltersShown = bindSheet(page, () => run());
  const suggest = bindSuggestion(part("suggestion"), (query) => {
    input.value = query;
    input.focus();
    change();
  });

  // The script of the filters, and the table of facets, are loaded when filters are shown or chosen.
  let filters;
  const loadFilters = async () => {
    const { bindFilters } = await import("./filters.js");
    filters ??= bindFilters(page, choose, clear);
    filters.showChosen(search.chosen);
  };
  const loadFacets = async () => {
    const facets = await import("./facets.js");
    return { ...facets, table: await facets.loadTable() };
  };

  /*
   * Returns the trimmed query, the articles that it finds (undefined without a query: all), and those that remain with
   * the filters, in their order.
   */
  const findArticles = async () => {
    const query = search.query.trim();
    const isFiltered = hasFilters(search.chosen);
    const order = search.order || (query ? "" : "newest");
    const matches = query ? await find(query) : undefined;
    if (!isFiltered && (!query || !order)) return { query, matches, articles: matches ?? [] };
    const { table, filterArticles, sortByDate, allArticles } = await loadFacets();
    const found = matches ?? allArticles(table);
    const articles = isFiltered ? filterArticles(table, found, search.chosen) : found;
    return { query, matches: found, articles: order ? sortByDate(table, articles, order) : articles };
  };

  /* Shows the filters with the numbers of the articles that a query finds, if they are in view: after the results. */
  const showFilters = async (matches, number, isNewest) => {
    if (!areFiltersShown()) return;
    try {
      if (!filters) await loadFilters();
      const { table, allArticles } = await loadFacets();
      if (isNewest()) filters.showCounts(table, matches ?? allArticles(table), search.chosen, number);
    } catch (error) {
      console.info("search:", error);
      if (isNewest()) status.textContent = failurePhrase(); // the results stay
    }
  };

  const run = async () => {
    const own = ++newest;
    const isNewest = () => own === newest;
    const busy = setTimeout(() => (status.textContent = t("search_busy")), 500);
    const isIdle = !search.query.trim() && !hasFilters(search.chosen);
    order.value = search.order || (search.query.trim() ? "" : "newest");
    document.title = search.query.trim() ? `${search.query.trim()} - ${title}` : title;
    filters?.showChosen(search.chosen);
    try {
      if (!filters && hasFilters(search.chosen)) await loadFilters();
      if (isIdle) await load();
      const { matches, articles, query } = await findArticles();
      if (!isNewest() || !(await show(articles, query)) || !isNewest()) return;
      clearTimeout(busy);
      status.textContent = isIdle ? hint : countPhrase(articles.length);
      order.hidden = articles.length < 2;
      none.hidden = isIdle || articles.length > 0;
      elsewhere.hidden = articles.length > 0;
      showNextStep(matches ?? []);
      suggest(query, matches?.length, isNewest);
      await showFilters(matches, isIdle ? undefined : articles.length, isNewest);
    } catch (error) {
      if (!isNewest()) return;
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
  const showNextStep = (matches) => {
    const [sentence, removeFilters] = none.children;
    removeFilters.hidden = !hasFilters(search.chosen) || !matches.length;
    sentence.textContent = removeFilters.hidden
      ? t("search_fewer")
      : t("search_unfiltered", { found: countPhrase(matches.length) });
  };

  none.querySelector("button").addEventListener("click", () => {
    clear();
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
