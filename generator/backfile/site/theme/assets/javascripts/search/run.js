/* Runs searches: shows the results after each part of the index, and the button that continues or stops a search. */
import { goOn, isComplete, matchesOf } from "./parts.js";
import { STEP, createResultList } from "./results.js";
import { t } from "./say.js";

/*
 * Binds a list of results, its button for more of them, and the button that continues a search. Returns a function that
 * runs a search; `undefined` empties the list. It calls `onStep` after each part that was searched, with whether the
 * search goes on, while `isNewest` says so. Errors of a search that the reader continues are given to `onError`.
 */
export const bindRun = (list, more, button, onError) => {
  const show = createResultList(list, more);
  let press = () => {};
  button.addEventListener("click", () => press());

  return async (search, isNewest, onStep) => {
    let isStopped = false;
    let isRunning = false;
    let shown;

    const showMatches = async (number) => {
      if (!isNewest()) return false;
      const matches = search ? matchesOf(search) : [];
      if (matches.length !== shown && !(await show(matches, search?.query ?? "", number))) return false;
      shown = matches.length;
      return isNewest();
    };

    const showStep = (goesOn) => {
      button.textContent = goesOn ? t("search_stop") : t("search_continue");
      button.hidden = !search || isComplete(search);
      onStep(goesOn);
    };

    const go = async (far, number) => {
      [isStopped, isRunning] = [false, true];
      const mayGoOn = () => isNewest() && !isStopped;
      const onPart = async () => {
        if (!isComplete(search) && (await showMatches(number))) showStep(true);
      };
      try {
        if (search) await goOn(search, { far, mayGoOn, onPart });
        if (await showMatches(number)) showStep(false);
      } finally {
        isRunning = false;
      }
    };

    press = async () => {
      if (isRunning) return (isStopped = true);
      const before = new Set(matchesOf(search).slice(0, list.children.length));
      showStep(true);
      try {
        await go(true, list.children.length + STEP);
        const place = matchesOf(search).findIndex((name) => !before.has(name));
        if (isNewest()) list.children[place]?.querySelector("a").focus();
      } catch (error) {
        if (isNewest()) onError(error);
      }
    };
    await go(false, STEP);
  };
};
