/*
 * Pagefind's worker. It keeps to itself that a part of the index could not be loaded, and finds nothing in it, for as
 * long as it runs; here it says so. It keeps something of every result until that is let go, one message each, with an
 * answer to each; here that is done at once and by itself, since a page would be held up by thousands of them.
 *
 * And for a word that no article has it takes the longest beginning that one has: "trumpet" would find every "Trump".
 * What it tells its own playground tells that: the stem of each word, and the terms of the index that were found for it.
 */
const load = self.fetch;
const post = self.postMessage.bind(self);

self.postMessage = (answer) => {
  const { results, search_keywords: stems } = answer.result ?? {};
  if (results) {
    for (const { data } of results) {
      self.dispatchEvent(new MessageEvent("message", { data: { method: "releaseData", args: [data] } }));
    }
    const terms = [...new Set(results.flatMap(({ scores = [] }) => scores.map((score) => score.search_term)))];
    const guessed = !stems.every((stem) => terms.some((term) => term.startsWith(stem)));
    answer.result = { guessed, results: results.map(({ id, score, words }) => ({ id, score, words })) };
  }
  if (answer.id || answer.missing) post(answer);
};

self.fetch = async (address) => {
  try {
    const response = await load(address);
    if (response.ok) return response;
    throw new Error(response.status);
  } catch (error) {
    self.postMessage({ missing: `${address}: ${error.message}` });
    throw error;
  }
};

importScripts("../../../pagefind/pagefind-worker.js");
