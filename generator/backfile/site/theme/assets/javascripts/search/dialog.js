/* The search in the dialog: results while the reader types, as a list that the arrow keys move through. */
import { find, load } from "./ask.js";
import { countPhrase, createResultList, failurePhrase } from "./results.js";
import { bindSuggestion } from "./suggestion.js";

const PAUSE = 150; // milliseconds after the last key before a query is sent

/* Searches for the text in the input. Call it each time the dialog is opened. */
export const onOpen = (dialog) => {
  search ??= bind(dialog);
  search();
};

let search;

const bind = (dialog) => {
  const part = (name) => dialog.querySelector(`.search__${name}`);
  const [form, input, order, status, list, more, suggestion] = [
    "form", "input", "order", "status", "results", "more", "suggestion",
  ].map(part);
  const show = createResultList(list, more);
  const hint = status.textContent; // shown while there is no query
  const suggest = bindSuggestion(suggestion, (query) => {
    input.value = query;
    input.dispatchEvent(new Event("input", { bubbles: true })); // the link to the search page has the query, too
    input.focus();
  });
  let newest = 0; // number of the newest query: answers to older ones are dropped
  let timer;

  const sort = async (articles) => {
    if (!order.value) return articles;
    const { sortByDate, loadTable } = await import("./facets.js");
    return sortByDate(await loadTable(), articles, order.value);
  };

  const run = async () => {
    const own = ++newest;
    const query = input.value.trim();
    try {
      if (!query) await load();
      const articles = query ? await sort(await find(query)) : [];
      if (own !== newest || !(await show(articles, query)) || own !== newest) return;
      order.hidden = articles.length < 2;
      status.textContent = query ? countPhrase(articles.length) : hint;
      suggest(query, articles.length, () => own === newest);
    } catch (error) {
      if (own !== newest) return;
      console.info("search:", error);
      await show([], "");
      order.hidden = true;
      status.textContent = failurePhrase();
    }
  };

  const moveFocus = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target === order) return;
    const stops = [input, ...list.querySelectorAll(".search__link")];
    if (!more.hidden) stops.push(more);
    const next = stops.indexOf(document.activeElement) + step;
    event.preventDefault();
    stops[Math.min(Math.max(next, 0), stops.length - 1)].focus();
  };

  dialog.addEventListener("keydown", (event) => {
    moveFocus(event);
    event.stopPropagation(); // Material has keyboard shortcuts of its own
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(run, PAUSE);
  });
  order.addEventListener("change", run);
  form.addEventListener("submit", async () => {
    clearTimeout(timer);
    await run();
    list.querySelector("a")?.focus();
  });
  return run;
};
