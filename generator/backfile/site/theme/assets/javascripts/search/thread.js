/*
 * The thread of the search. All work whose amount depends on articles or on the query is done here: the page only gets
 * the names of the articles, and of those that it shows the texts, which are short. So no article blocks a reader's tab.
 */
import { describeEntry } from "./excerpt.js";
import { find } from "./finder.js";
import { loadEntry, loadParts, open, partOf } from "./pagefind.js";
import { wantedWords } from "./words.js";

const METHODS = {
  /* Returns the parts of the index, the newest first (see pagefind.js). */
  parts: async () => (await loadParts()).map(({ name, first, last, years }) => ({ name, first, last, years })),

  /* Loads what every query needs, if this has not been done. */
  load: async () => open((await loadParts())[0].name),

  /* Returns the articles of a part that a query finds, the best first: pairs of name and score. */
  find: async (part, query) =>
    [...(await find(part, query))].map(([name, { score }]) => [name, score]).sort(([, a], [, b]) => b - a),

  /* Returns what the page shows of an article. Without a query, nothing is marked. */
  describe: async (name, query) => {
    const [entry, matches] = await Promise.all([loadEntry(name), query ? find(partOf(name), query) : new Map()]);
    try {
      return describeEntry(entry, matches.get(name)?.places ?? [], wantedWords(query));
    } catch (error) {
      console.info("search:", error); // whatever an article contains, the others are shown
      return describeEntry(entry, [], []);
    }
  },

  /* Returns a query of words that articles have, instead of one that finds little in parts (see suggest.js). */
  suggest: async (query, parts) => (await import("./suggest.js")).suggest(query, parts),
};

addEventListener("message", async ({ data: { id, method, args } }) => {
  try {
    postMessage({ id, result: await METHODS[method](...args) });
  } catch ({ message }) {
    postMessage({ id, error: message });
  }
});
