/*
 * Pagefind's worker, with four changes. Pagefind reports no error if a part of the index cannot be loaded, and finds
 * nothing in it as long as the worker runs; here the error is reported. Pagefind keeps data of every result until the
 * page releases it, with a message and an answer for each; here it is released at once inside the worker, because
 * thousands of messages would block the page. It loads its program and a file about the index for each part of the index;
 * here the program is loaded once, and the files about the parts come with a message (see pagefind.js).
 *
 * For a word that no article has, Pagefind searches for its longest beginning that one has: "trumpet" would find every
 * "Trump". In its playground mode it returns the stem of each word and the matching terms of the index; `guessed` is
 * true if these do not belong together.
 */
const originalFetch = self.fetch;
const originalPostMessage = self.postMessage.bind(self);

self.postMessage = (answer) => {
  const { results, search_keywords: stems } = answer.result ?? {};
  if (results) {
    const instanceId = answer.id.slice(answer.id.indexOf(":") + 1);
    for (const { data } of results) {
      self.dispatchEvent(new MessageEvent("message", { data: { method: "releaseData", args: [data], instanceId } }));
    }
    const terms = [...new Set(results.flatMap(({ scores = [] }) => scores.map((score) => score.search_term)))];
    const guessed = !stems.every((stem) => terms.some((term) => term.startsWith(stem)));
    answer.result = { guessed, results: results.map(({ id, score, words }) => ({ id, score, words })) };
  }
  if (answer.id || answer.missing) originalPostMessage(answer);
};

let root; // of the index
const entries = new Map(); // folder of a part -> the file about it
self.addEventListener("message", ({ data }) => {
  if (!data.entries) return;
  root = data.root;
  for (const [folder, entry] of data.entries) entries.set(folder, entry);
});

const load = async (address) => {
  try {
    const response = await originalFetch(address);
    if (response.ok) return response;
    throw new Error(response.status);
  } catch (error) {
    self.postMessage({ missing: `${address}: ${error.message}` });
    throw error;
  }
};

const programs = new Map();
const loadProgram = async (name) => {
  if (!programs.has(name)) programs.set(name, load(root + name).then((response) => response.arrayBuffer()));
  return new Response(await programs.get(name));
};

self.fetch = async (address) => {
  const { href } = new URL(".", address);
  const name = address.slice(href.length).split("?")[0];
  if (name === "pagefind-entry.json") return new Response(JSON.stringify(entries.get(href)));
  return name.startsWith("wasm.") ? loadProgram(name) : load(address);
};

importScripts("../../../pagefind/pagefind-worker.js");
