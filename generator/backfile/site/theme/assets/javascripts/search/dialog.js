/* The search in the dialog: results while the reader types, as a list that the arrow keys move through. */
import { parse } from "./address.js";
import { load } from "./ask.js";
import { countFound, countMatches, coverage, createSearch } from "./parts.js";
import { failurePhrase, statusPhrase } from "./results.js";
import { bindRun } from "./run.js";
import { t } from "./say.js";
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
  const [form, input, order, status, list, more, further, suggestion] = [
    "form", "input", "order", "status", "results", "more", "further", "suggestion",
  ].map(part);
  const hint = status.textContent; // shown while there is no query
  const suggest = bindSuggestion(suggestion, (query) => {
    input.value = query;
    input.dispatchEvent(new Event("input", { bubbles: true })); // the link to the search page has the query, too
    input.focus();
  });
  let newest = 0; // number of the newest query: answers to older ones are dropped
  let timer;

  const fail = async (error, isNewest) => {
    console.info("search:", error);
    await runSearch(undefined, isNewest, () => {});
    order.hidden = true;
    status.textContent = failurePhrase();
  };
  const runSearch = bindRun(list, more, further, (error) => fail(error, () => true));

  const run = async () => {
    const own = ++newest;
    const isNewest = () => own === newest;
    const query = input.value.trim();
    try {
      if (!query) await load();
      const search = query ? await createSearch({ query, chosen: parse({ search: "" }).chosen, order: order.value }) : undefined;
      if (!isNewest()) return;
      await runSearch(search, isNewest, (goesOn) => {
        const number = search ? countMatches(search) : 0;
        order.hidden = number < 2;
        const phrase = query ? statusPhrase(number, coverage(search, "parts")) : hint;
        status.textContent = goesOn ? `${t("search_busy")} ${phrase}` : phrase;
      });
      if (isNewest()) suggest(query, search ? countFound(search) : 0, search?.done.map(({ name }) => name), isNewest);
    } catch (error) {
      if (isNewest()) await fail(error, isNewest);
    }
  };

  const moveFocus = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target === order) return;
    const stops = [input, ...list.querySelectorAll(".search__link")];
    stops.push(...[more, further].filter((button) => !button.hidden));
    const next = stops.indexOf(document.activeElement) + step;
    event.preventDefault();
    stops[Math.min(Math.max(next, 0), stops.length - 1)].focus();
  };

  dialog.addEventListener("close", () => newest++); // a search of many parts ends
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
