/* The words of the search in the language of the interface, which the dialog brings along (see finding.py). */
const texts = JSON.parse(document.querySelector("dialog.search").dataset.words);

/* Numbers in European figures, as everywhere in the archive. */
export const numbered = (number) => number.toLocaleString(`${document.documentElement.lang || "en"}-u-nu-latn`);

/* Gives the text of a key, with values in their places. */
export const say = (key, values = {}) => texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
