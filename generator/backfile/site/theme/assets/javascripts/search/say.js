/* The phrases of the search in the language of the interface. The dialog has them as an attribute (see search/page.py). */
const phrases = JSON.parse(document.querySelector("dialog.search").dataset.words);

// International English writes 22 March 2020, not March 22, 2020; as i18n/catalogs.py.
const language = document.documentElement.lang || "en";
const locale = `${language === "en" ? "en-001" : language}-u-ca-gregory-nu-latn`;

/* Returns a number in the format of the language, with European digits, as everywhere in the archive. */
export const formatNumber = (number) => number.toLocaleString(locale);

/* Returns a day (2020-03-22) or a month with its name, in the format of the language; a year, or no date, as it is. */
export const formatDay = (text) => {
  const date = new Date(text);
  const isDate = !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(text); // not 31 February
  if (!text.includes("-") || !isDate) return text;
  const format = text.length > 7 ? { dateStyle: "long" } : { year: "numeric", month: "long" };
  return new Intl.DateTimeFormat(locale, { ...format, timeZone: "UTC" }).format(date);
};

/* Returns the name of another language in that of the interface; an empty string for the latter, and for unknown ones. */
export const formatLanguage = (tag) => {
  const [primary] = tag.split("-");
  if (primary.toLowerCase() === language.split("-")[0]) return "";
  try {
    const name = new Intl.DisplayNames([language], { type: "language", fallback: "none" }).of(primary) ?? "";
    return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
  } catch {
    return "";
  }
};

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/* Returns the phrase of a key, with values in its placeholders. */
export const t = (key, values = {}) => fill(phrases[key], values);

/* Returns the phrase of a key in the plural form for `count`. */
export const tCount = (key, count) => {
  const forms = phrases[key];
  const form = new Intl.PluralRules(forms.language).select(count);
  return fill(forms[form] ?? forms.other, { count: formatNumber(count) });
};
