/* The chart of years over their filter: a bar for each year, or for several if there are many. The list has the numbers. */
import { createElement } from "./results.js";

const MAX_BARS = 40;
const FEW = 3; // years: fewer need no chart

/* Draws the bars of pairs of a year and its number; those of the chosen years are strong, or all if none is chosen. */
export const drawYears = (chart, pairs, chosen) => {
  const years = pairs.filter(([year]) => /^\d{4}$/.test(year)).map(([year, number]) => [Number(year), number ?? 0]);
  chart.hidden = years.length < FEW;
  if (chart.hidden) return;
  const first = Math.min(...years.map(([year]) => year));
  const last = Math.max(...years.map(([year]) => year));
  const size = Math.ceil((last - first + 1) / MAX_BARS);
  const bars = Array.from({ length: Math.ceil((last - first + 1) / size) }, () => ({ number: 0, isChosen: !chosen.length }));
  for (const [year, number] of years) {
    const bar = bars[Math.floor((year - first) / size)];
    bar.number += number;
    bar.isChosen ||= chosen.includes(String(year));
  }
  const most = Math.max(1, ...bars.map(({ number }) => number));
  chart.replaceChildren(
    ...bars.map(({ number, isChosen }) => {
      const bar = createElement("span", isChosen ? "search-page__bar-chosen" : "");
      bar.style.blockSize = `${(100 * number) / most}%`;
      return bar;
    }),
  );
};
