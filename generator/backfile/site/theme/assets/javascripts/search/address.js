/* The URL of the search page, and what it stores: query, chosen labels, range of days, order. */
export const KINDS = ["subject", "tag", "author", "source", "year"];
export const ENDS = ["from", "to"]; // of a range of days

const ORDERS = ["newest", "oldest"];
const DAY = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/; // or a month, or a year

/* Returns the search that a location stores. */
export const parse = ({ search }) => {
  const values = new URLSearchParams(search);
  const end = (name) => [name, DAY.test(values.get(name)) ? values.get(name) : ""];
  return {
    query: values.get("q") ?? "",
    chosen: Object.fromEntries([...KINDS.map((kind) => [kind, [...new Set(values.getAll(kind))]]), ...ENDS.map(end)]),
    order: ORDERS.find((order) => order === values.get("sort")) ?? "",
  };
};

/* Returns the query string of a URL for a search; empty if it has neither query nor choices. */
export const format = ({ query, chosen, order }) => {
  const values = new URLSearchParams(query ? { q: query } : {});
  for (const kind of KINDS) for (const label of chosen[kind]) values.append(kind, label);
  for (const end of ENDS) if (chosen[end]) values.set(end, chosen[end]);
  if (order) values.set("sort", order);
  return values.size ? `?${values}` : "";
};

/* Returns whether any filter is chosen. */
export const hasFilters = (chosen) => KINDS.some((kind) => chosen[kind].length) || ENDS.some((end) => chosen[end]);
