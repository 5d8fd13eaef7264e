/*
 * Pagefind's worker. It keeps to itself that a part of the index could not be loaded, and finds nothing in it, for as
 * long as it runs; here it says so.
 */
const load = self.fetch;

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
