/* The search page. Its URL stores the query, the chosen filters and the order. */
import { format, hasFilters, parse } from "./address.js";
import { load } from "./ask.js";
import { countFound, countMatches, coverage, createSearch, isComplete, otherYears } from "./parts.js";
import { countPhrase, failurePhrase, statusPhrase } from "./results.js";
import { bindRun } from "./run.js";
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
  const [form, input, status, order, list, more, further, none, elsewhere] = [
    "form", "input", "status", "order", "results", "more", "further", "none", "elsewhere",
  ].map(part);
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
  let showFound = () => {}; // shows the filters for what was found, if a search ended; after a failure it searches again
  const [areFiltersShown, onFiltersFilled] = bindSheet(page, () => showFound());
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

  /*
   * Shows the filters, if they are in view, with the numbers of the articles that were found: after the results. Without
   * a search, these are the articles of the first part of the index.
   */
  const showFilters = async (running, isIdle, isNewest) => {
    if (!areFiltersShown()) return;
    try {
      if (!filters) await loadFilters();
      const { loadTable } = await import("./facets.js");
      const done = isIdle ? running.all.slice(0, 1) : running.done;
      const table = ({ name, found }) => loadTable(name).then((table) => ({ table, articles: found?.map(([name]) => name) ?? table.names }));
      const parts = await Promise.all(done.map(table));
      const covering = { ...running, done };
      if (!isNewest()) return;
      filters.showCounts(parts, search.chosen, isIdle ? undefined : countMatches(running), otherYears(covering), coverage(covering, "all"));
      onFiltersFilled();
    } catch (error) {
      console.info("search:", error);
      if (isNewest()) status.textContent = failurePhrase(); // the results stay
    }
  };

  /* Shows how many articles were found, and without any what to do. */
  const showState = (running, goesOn) => {
    const number = countMatches(running);
    const phrase = statusPhrase(number, coverage(running, "parts"));
    status.textContent = goesOn ? `${t("search_busy")} ${phrase}` : phrase;
    order.hidden = number < 2;
    none.hidden = number > 0 || !isComplete(running);
    elsewhere.hidden = number > 0 || goesOn;
    showNextStep(countFound(running));
  };

  const fail = async (error) => {
    console.info("search:", error);
    await runSearch(undefined, () => true, () => {});
    elsewhere.hidden = false;
    none.hidden = order.hidden = true;
    status.textContent = failurePhrase();
    showFound = run;
  };
  const runSearch = bindRun(list, more, further, fail);

  const run = async () => {
    const own = ++newest;
    const isNewest = () => own === newest && page.isConnected;
    showFound = () => {};
    const busy = setTimeout(() => (status.textContent = t("search_busy")), 500);
    const query = search.query.trim();
    const isIdle = !query && !hasFilters(search.chosen);
    order.value = search.order || (query ? "" : "newest");
    document.title = query ? `${query} - ${title}` : title;
    filters?.showChosen(search.chosen);
    try {
      if (!filters && hasFilters(search.chosen)) await loadFilters();
      if (isIdle) await load();
      const running = await createSearch({ query, chosen: search.chosen, order: order.value });
      if (!isNewest()) return;
      await runSearch(isIdle ? undefined : running, isNewest, (goesOn) => {
        clearTimeout(busy);
        if (isIdle) [status.textContent, order.hidden, none.hidden, elsewhere.hidden] = [hint, true, true, false];
        else showState(running, goesOn);
        if (goesOn) return;
        showFound = () => showFilters(running, isIdle, isNewest);
        showFound();
      });
      if (isNewest()) suggest(query, isIdle ? 0 : countFound(running), running.done.map(({ name }) => name), isNewest);
    } catch (error) {
      if (isNewest()) await fail(error);
    } finally {
      clearTimeout(busy);
    }
  };

  /* Shows what to do without results: how many articles there are without the filters, or fewer words. */
  const showNextStep = (found) => {
    const [sentence, removeFilters] = none.children;
    removeFilters.hidden = !hasFilters(search.chosen) || !found;
    sentence.textContent = removeFilters.hidden ? t("search_fewer") : t("search_unfiltered", { found: countPhrase(found) });
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
