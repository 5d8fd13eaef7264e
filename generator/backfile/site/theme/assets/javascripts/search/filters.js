/* The panel of filters: what can be chosen, with numbers, and what is chosen, to be taken back. */
import { ENDS, KINDS } from "./address.js";
import { counts } from "./facets.js";
import { element } from "./results.js";
import { numbered, say } from "./say.js";

const MOST = 10; // labels of a kind that are shown; others are found by their letters

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/* The first day of a year or month, or the last, as `<input type="date">` wants it; a day stays. */
const whole = (day, end) => {
  const [year, month, date] = day.split("-");
  if (!day || date) return day;
  if (end === "from") return `${year}-${month ?? "01"}-01`;
  return `${year}-${month ?? "12"}-${new Date(Date.UTC(year, month ?? 12, 0)).getUTCDate()}`;
};

/*
 * In: the page, and what to call when the choice of a kind changes (with all its labels), or an end of the range of days.
 */
export const filters = (page, choose) => {
  const panel = page.querySelector(".search-page__filters");
  const chips = page.querySelector(".search-page__chosen");
  const groups = Object.fromEntries(KINDS.map((kind) => [kind, panel.querySelector(`[data-kind="${kind}"]`)]));
  let shown = {}; // pairs of a label and its number, by kind
  let chosen = {};

  const ends = Object.fromEntries(ENDS.map((end) => [end, panel.querySelector(`input[name="${end}"]`)]));
  const without = (kind, label) => (ENDS.includes(kind) ? "" : chosen[kind].filter((one) => one !== label));

  const chip = (kind, label) => {
    const made = element("button", "search-page__chip");
    const [before, after] = say(`search_${kind}`, { label: "\0" }).split("\0");
    made.append(before, element("bdi", "", label), after);
    made.type = "button";
    made.setAttribute("aria-label", say(`search_remove_${kind}`, { label }));
    made.addEventListener("click", () => {
      const place = [...chips.children].indexOf(made.parentElement);
      choose(kind, without(kind, label));
      (chips.children[Math.min(place, chips.children.length - 1)]?.firstChild ?? panel.firstElementChild).focus();
    });
    return element("li", "", made);
  };

  const box = (kind, [label, number]) => {
    const input = Object.assign(document.createElement("input"), {
      type: "checkbox",
      value: label,
      checked: chosen[kind].some((one) => one.toLowerCase() === label.toLowerCase()),
    });
    input.addEventListener("change", () => {
      const others = chosen[kind].filter((one) => one.toLowerCase() !== label.toLowerCase());
      choose(kind, input.checked ? [...others, label] : others);
    });
    const name = element("bdi", "search-page__label", label);
    const row = element("label", "", input, name, element("span", "search-page__number", numbered(number)));
    return element("li", "", row);
  };

  const draw = (kind) => {
    const group = groups[kind];
    const [letters, list, rest] = ["input[type=search]", "ul", "p"].map((part) => group.querySelector(part));
    const wanted = plain(letters.value.trim());
    const boxes = shown[kind].map((pair) => box(kind, pair));
    const checked = (made) => made.querySelector("input").checked;
    const fitting = boxes.filter((made) => checked(made) || plain(made.querySelector("bdi").textContent).includes(wanted));
    fitting.sort((a, b) => checked(b) - checked(a));
    const held = list.contains(document.activeElement) ? document.activeElement.value : undefined;
    list.replaceChildren(...fitting.slice(0, MOST));
    letters.hidden = shown[kind].length <= MOST;
    letters.placeholder = say("search_among", { count: numbered(shown[kind].length) });
    rest.hidden = fitting.length > 0;
    if (held !== undefined) [...list.querySelectorAll("input")].find(({ value }) => value === held)?.focus();
  };

  for (const kind of KINDS) {
    groups[kind].querySelector("input[type=search]").addEventListener("input", () => draw(kind));
  }
  for (const end of ENDS) ends[end].addEventListener("change", () => choose(end, ends[end].value));

  return {
    /* Shows what is chosen. */
    chosen: (labels) => {
      chosen = labels;
      const made = (kind) => [chosen[kind]].flat().map((label) => label && chip(kind, label));
      chips.replaceChildren(...[...KINDS, ...ENDS].flatMap(made).filter(Boolean));
      for (const end of ENDS) ends[end].value = whole(chosen[end], end);
      chips.hidden = !chips.children.length;
    },
    /* Shows what can be chosen, for the articles that the words find. */
    counts: (facets, articles, labels) => {
      if (!panel.open) return;
      shown = Object.fromEntries(KINDS.map((kind) => [kind, counts(facets, articles, labels, kind)]));
      KINDS.forEach(draw);
    },
  };
};
