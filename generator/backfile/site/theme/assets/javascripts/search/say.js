/* The words of the search in the language of the interface, which the dialog brings along (see finding.py). */
const texts = JSON.parse(document.querySelector("dialog.search").dataset.words);

/* Numbers in European figures, as everywhere in the archive. */
export const numbered = (number) => number.toLocaleString(`${document.documentElement.lang || "en"}-u-nu-latn`);

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/* Returns the text of a key, with values in its placeholders. */
export const say = (key, values = {}) => fill(texts[key], values);

/* Returns the text of a key in the plural form for `count`. */
export const sayCount = (key, count) => {
  const forms = texts[key];
  const form = new Intl.PluralRules(forms.language).select(count);
  return fill(forms[form] ?? forms.other, { count: numbered(count) });
};
