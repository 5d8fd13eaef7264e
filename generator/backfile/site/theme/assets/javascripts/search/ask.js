/*
 * Asks the thread of the search (thread.js), in which queries are answered. If it works on an old query for long, it is
 * ended and started again: the reader waits for the newest query only.
 */
export const root = new URL("../../../", import.meta.url); // of the site, at whatever URL it is
const PATIENCE = 3000; // milliseconds after which an old query is given up for a newer one

let thread;
let lastId = 0;
let running; // the query that is being answered, and since when
const pendingCalls = new Map();

const start = () => {
  thread = new Worker(new URL("thread.js", import.meta.url), { type: "module" });
  thread.addEventListener("message", ({ data: { id, result, error } }) => {
    const { resolve, reject } = pendingCalls.get(id) ?? {};
    pendingCalls.delete(id);
    if (error) reject?.(new Error(error));
    else resolve?.(result);
  });
  thread.addEventListener("error", (event) => {
    event.preventDefault();
    stop(event.message ?? "its script cannot be loaded");
  });
};

/* Rejects all open calls; the next one starts a new thread. */
const stop = (reason) => {
  thread?.terminate();
  thread = running = undefined;
  for (const { reject } of pendingCalls.values()) reject(new Error(reason));
  pendingCalls.clear();
};

const send = (method, ...args) => {
  if (!thread) start();
  return new Promise((resolve, reject) => {
    const id = ++lastId;
    pendingCalls.set(id, { resolve, reject });
    thread.postMessage({ id, method, args });
  });
};

/* Loads what every query needs, if this has not been done. */
export const load = () => send("load");

/* Returns the parts of the index, the newest first (see pagefind.js). */
export const loadParts = () => send("parts");

/* Returns the articles of a part that a query finds, the best first: pairs of name and score. */
export const find = async (part, query) => {
  if (running && running.query !== query && performance.now() - running.since > PATIENCE) stop("there is a newer query");
  const own = (running = { query, since: performance.now() });
  try {
    return await send("find", part, query);
  } finally {
    if (running === own) running = undefined;
  }
};

/* Returns what is shown of an article, with the matches of a query marked (see excerpt.js). */
export const describe = (name, query) => send("describe", name, query);

/*
 * Returns the pieces of a query of similar words that finds more in the same parts, of which the changed ones are
 * marked; undefined if there is none.
 */
export const suggest = (query, parts) => send("suggest", query, parts);
