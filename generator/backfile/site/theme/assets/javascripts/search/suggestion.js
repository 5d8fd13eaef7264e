/* A suggested query: words of the archive that are like those of a query that finds little. */
import { suggest } from "./ask.js";
import { createElement } from "./results.js";
import { t } from "./say.js";

const LITTLE = 2; // articles

/*
 * Binds the place of the suggestion. `choose` is called with the suggested query if the reader takes it. Returns a
 * function that shows or hides it for a query that finds a number of articles in parts of the index; `isNewest` tells
 * whether the query is still the newest when the answer is there.
 */
export const bindSuggestion = (place, choose) => async (query, number, parts, isNewest) => {
  place.hidden = true;
  if (!query || number > LITTLE) return;
  try {
    const pieces = await suggest(query, parts);
    if (!pieces || !isNewest()) return;
    const texts = pieces.map(({ text, isMarked }) => (isMarked ? createElement("strong", "", text) : text));
    const button = createElement("button", "search__suggested", ...texts);
    button.type = "button";
    button.dir = "auto";
    button.addEventListener("click", () => choose(pieces.map(({ text }) => text).join("")));
    const [before, after] = t("search_suggest", { query: "\0" }).split("\0");
    place.replaceChildren(before, button, after);
    place.hidden = false;
  } catch (error) {
    console.info("search:", error); // the search itself works without the words
  }
};
