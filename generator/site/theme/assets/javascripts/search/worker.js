/*
 * Pagefind's worker. It keeps to itself that a part of the index could not be loaded, and finds nothing in it, for as
 * long as it runs; here it says so. And it keeps something of every result until that is let go, one message each, with
 * an answer to each; here that is done at once and by itself, since a page would be held up by thousands of them.
 */
const load = self.fetch;
const post = self.postMessage.bind(self);

self.postMessage = (answer) => {
  for (const { data } of answer.result?.results ?? []) {
    self.dispatchEvent(new MessageEvent("message", { data: { method: "releaseData", args: [data] } }));
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
