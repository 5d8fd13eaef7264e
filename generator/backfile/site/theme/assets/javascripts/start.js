/*
 * Other scripts call this function to act on a page: at once, or, where Material's script is on the page, at this and at
 * each page that its instant navigation shows.
 */
globalThis.atEveryPage = (act) => {
  if (globalThis.document$) document$.subscribe(act);
  else act();
};
