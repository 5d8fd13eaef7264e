/* The search as a page of its own: its address holds the words, what is chosen and the order. */
import { read, some, written } from "./address.js";
import { find, ready } from "./ask.js";
import { count, failure, results } from "./results.js";
import { say } from "./say.js";

const PAUSE = 300; // milliseconds without a key before a question is asked

const filled = new WeakSet();
let restore = () => {};
addEventListener("popstate", () => restore());

/* Makes the page work. Called at every page that is one, perhaps more than once. */
export const fill = (page) => {
  if (filled.has(page)) return;
  filled.add(page);

  const part = (name) => page.querySelector(`.search-page__${name}`);
  const [form, input, status, order, details, list, more, none, elsewhere] = [
    "form", "input", "status", "order", "filters", "results", "more", "none", "elsewhere",
  ].map(part);
  const show = results(list, more);
  const hint = status.textContent;
  const title = document.title;
  const path = location.pathname;
  let asked = read(location);
  let turn = 0;
  let timer;

  const go = (changes, { push = true } = {}) => {
    clearTimeout(timer);
    asked = { ...asked, words: input.value, ...changes };
    const address = path + written(asked);
    if (address !== location.pathname + location.search) history[push ? "pushState" : "replaceState"](null, "", address);
    return query();
  };

  const choose = (kind, labels) => go({ chosen: { ...asked.chosen, [kind]: labels } });

  // The panel's script, and the facets with their table, load when something is chosen or to be chosen.
  let panel;
  const filtering = async () => {
    const { filters } = await import("./filters.js");
    panel ??= filters(page, choose);
    panel.chosen(asked.chosen);
  };
  const faceted = async () => {
    const facets = await import("./facets.js");
    return { ...facets, all: await facets.table() };
  };

  const answer = async () => {
    const words = asked.words.trim();
    const order = asked.order || (words ? "" : "newest");
    if (!some(asked.chosen) && !order && !details.open) {
      const found = await find(words);
      return { words, found, articles: found };
    }
    const { all, chosenFrom, dated, everything } = await faceted();
    const found = words ? await find(words) : everything(all);
    const left = some(asked.chosen) ? chosenFrom(all, found, asked.chosen) : found;
    const articles = words || some(asked.chosen) ? left : [];
    return { words, facets: all, found, articles: order ? dated(all, articles, order) : articles };
  };

  const query = async () => {
    const mine = ++turn;
    const slow = setTimeout(() => (status.textContent = say("search_busy")), 500);
    order.value = asked.order || (asked.words.trim() ? "" : "newest");
    document.title = asked.words.trim() ? `${asked.words.trim()} - ${title}` : title;
    panel?.chosen(asked.chosen);
    try {
      if (!panel && (details.open || some(asked.chosen))) await filtering();
      const idle = !asked.words.trim() && !some(asked.chosen) && !details.open;
      if (idle) await ready();
      const { words, facets, found, articles } = idle ? { articles: [] } : await answer();
      if (mine !== turn || !(await show(articles)) || mine !== turn) return;
      if (facets) panel?.counts(facets, found, asked.chosen);
      const empty = articles.length === 0;
      status.textContent = words || some(asked.chosen) ? count(articles.length) : hint;
      order.hidden = articles.length < 2;
      none.hidden = !empty || !(words || some(asked.chosen));
      elsewhere.hidden = !empty;
      helped(found ?? []);
    } catch (error) {
      if (mine !== turn) return;
      console.info("search:", error);
      await show([]);
      elsewhere.hidden = false;
      none.hidden = order.hidden = true;
      status.textContent = failure();
    } finally {
      clearTimeout(slow);
    }
  };

  /* Where nothing is left: what would be without the filters. */
  const helped = (found) => {
    const [sentence, drop] = none.children;
    drop.hidden = !some(asked.chosen) || !found.length;
    sentence.textContent = drop.hidden
      ? say("search_fewer")
      : say("search_unfiltered", { found: count(found.length) });
  };

  none.querySelector("button").addEventListener("click", () => {
    go({ chosen: read({ search: "" }).chosen });
    input.focus();
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => go({ words: input.value }, { push: false }), PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    go({ words: input.value });
  });
  order.addEventListener("change", () => go({ order: order.value }));
  details.addEventListener("toggle", () => details.open && query());

  restore = () => {
    if (!page.isConnected || location.pathname !== path) return;
    asked = read(location);
    input.value = asked.words;
    query();
  };
  if (input.value && !asked.words) go({ words: input.value }, { push: false }); // typed before this was there
  else restore();
  if (!written(asked)) input.focus({ preventScroll: true });
};
