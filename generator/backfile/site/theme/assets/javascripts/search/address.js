/* What an address of the search's page asks for: words, what articles are to have, and an order. */
export const KINDS = ["tag", "author", "source", "year"];
export const ENDS = ["from", "to"]; // of a range of days

const ORDERS = ["newest", "oldest"];
const DAY = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/; // or a year, or a month

export const read = ({ search }) => {
  const values = new URLSearchParams(search);
  const end = (name) => [name, DAY.test(values.get(name)) ? values.get(name) : ""];
  return {
    words: values.get("q") ?? "",
    chosen: Object.fromEntries([...KINDS.map((kind) => [kind, [...new Set(values.getAll(kind))]]), ...ENDS.map(end)]),
    order: ORDERS.find((order) => order === values.get("sort")) ?? "",
  };
};

export const written = ({ words, chosen, order }) => {
  const values = new URLSearchParams(words ? { q: words } : {});
  for (const kind of KINDS) for (const label of chosen[kind]) values.append(kind, label);
  for (const end of ENDS) if (chosen[end]) values.set(end, chosen[end]);
  if (order) values.set("sort", order);
  return values.size ? `?${values}` : "";
};

/* Whether anything is chosen. */
export const some = (chosen) => KINDS.some((kind) => chosen[kind].length) || ENDS.some((end) => chosen[end]);
