/*
 * The thread of the search. All work whose amount depends on articles or on the query is done here: the page only gets
 * the names of the articles, and of those that it shows the texts, which are short. So no article blocks a reader's tab.
 */
import { describeEntry } from "./excerpt.js";
import { find, load, loadEntry } from "./finder.js";
import { wantedWords } from "./words.js";

const METHODS = {
  load,

  /* Returns the names of the articles that a query finds, the best first. */
  find: async (query) => [...(await find(query))].sort(([, a], [, b]) => b.score - a.score).map(([name]) => name),

  /* Returns what the page shows of an article. Without a query, nothing is marked. */
  describe: async (name, query) => {
    const [entry, matches] = await Promise.all([loadEntry(name), query ? find(query) : new Map()]);
    return describeEntry(entry, matches.get(name)?.places ?? [], wantedWords(query));
  },

  /* Returns a query of words that articles have, instead of one that finds little (see suggest.js). */
  suggest: async (query) => (await import("./suggest.js")).suggest(query),
};

addEventListener("message", async ({ data: { id, method, args } }) => {
  try {
    postMessage({ id, result: await METHODS[method](...args) });
  } catch ({ message }) {
    postMessage({ id, error: message });
  }
});
