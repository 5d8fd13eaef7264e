/* The search in the dialog: as one types, in a list, by keyboard. */
import { find, ready } from "./ask.js";
import { count, failure, results } from "./results.js";

const PAUSE = 150; // milliseconds without a key before a question is asked

/* Call when the dialog is opened; what was typed before is looked for. */
export const opened = (dialog) => {
  search ??= bind(dialog);
  search();
};

let search;

const bind = (dialog) => {
  const part = (name) => dialog.querySelector(`.search__${name}`);
  const [form, input, order, status, list, more] = [
    "form", "input", "order", "status", "results", "more",
  ].map(part);
  const show = results(list, more);
  const hint = status.textContent; // while nothing is asked for
  let turn = 0; // number of the newest question: answers to older ones are dropped
  let timer;

  const ordered = async (articles) => {
    if (!order.value) return articles;
    const { dated, table } = await import("./facets.js");
    return dated(await table(), articles, order.value);
  };

  const query = async () => {
    const mine = ++turn;
    const words = input.value.trim();
    try {
      if (!words) await ready();
      const articles = words ? await ordered(await find(words)) : [];
      if (mine !== turn || !(await show(articles)) || mine !== turn) return;
      order.hidden = articles.length < 2;
      status.textContent = words ? count(articles.length) : hint;
    } catch (error) {
      if (mine !== turn) return;
      console.info("search:", error);
      await show([]);
      order.hidden = true;
      status.textContent = failure();
    }
  };

  const move = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target === order) return;
    const stops = [input, ...list.querySelectorAll("a")];
    if (!more.hidden) stops.push(more);
    const next = stops.indexOf(document.activeElement) + step;
    event.preventDefault();
    stops[Math.min(Math.max(next, 0), stops.length - 1)].focus();
  };

  dialog.addEventListener("keydown", (event) => {
    move(event);
    event.stopPropagation(); // Material has keys of its own
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(query, PAUSE);
  });
  order.addEventListener("change", query);
  form.addEventListener("submit", async () => {
    clearTimeout(timer);
    await query();
    list.querySelector("a")?.focus();
  });
  return query;
};
