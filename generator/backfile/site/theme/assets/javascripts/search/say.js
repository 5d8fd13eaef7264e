/* The phrases of the search in the language of the interface. The dialog has them as an attribute (see search/page.py). */
const phrases = JSON.parse(document.querySelector("dialog.search").dataset.words);

/* Returns a number in the format of the language, with European digits, as everywhere in the archive. */
export const formatNumber = (number) => number.toLocaleString(`${document.documentElement.lang || "en"}-u-nu-latn`);

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/* Returns the phrase of a key, with values in its placeholders. */
export const t = (key, values = {}) => fill(phrases[key], values);

/* Returns the phrase of a key in the plural form for `count`. */
export const tCount = (key, count) => {
  const forms = phrases[key];
  const form = new Intl.PluralRules(forms.language).select(count);
  return fill(forms[form] ?? forms.other, { count: formatNumber(count) });
};
