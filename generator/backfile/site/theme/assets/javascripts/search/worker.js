/*
 * Pagefind's worker, with three changes. Pagefind reports no error if a part of the index cannot be loaded, and finds
 * nothing in it as long as the worker runs; here the error is reported. Pagefind keeps data of every result until the
 * page releases it, with a message and an answer for each; here it is released at once inside the worker, because
 * thousands of messages would block the page.
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
    for (const { data } of results) {
      self.dispatchEvent(new MessageEvent("message", { data: { method: "releaseData", args: [data] } }));
    }
    const terms = [...new Set(results.flatMap(({ scores = [] }) => scores.map((score) => score.search_term)))];
    const guessed = !stems.every((stem) => terms.some((term) => term.startsWith(stem)));
    answer.result = { guessed, results: results.map(({ id, score, words }) => ({ id, score, words })) };
  }
  if (answer.id || answer.missing) originalPostMessage(answer);
};

self.fetch = async (address) => {
  try {
    const response = await originalFetch(address);
    if (response.ok) return response;
    throw new Error(response.status);
  } catch (error) {
    self.postMessage({ missing: `${address}: ${error.message}` });
    throw error;
  }
};

importScripts("../../../pagefind/pagefind-worker.js");
