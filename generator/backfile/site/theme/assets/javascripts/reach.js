/*
 * Keyboard access to wide tables and code, which scroll sideways in a box: not every browser lets the keyboard reach such
 * a box, so it gets a `tabindex`. What is folded is opened for printing.
 */
(() => {
  "use strict";

  const BOXES = ".md-typeset__scrollwrap, .article__body pre > code";

  const updateTabStops = () => {
    const boxes = [...document.querySelectorAll(BOXES)];
    const scrolling = boxes.map((box) => box.scrollWidth > box.clientWidth); // all are read before any is changed
    boxes.forEach((box, at) => {
      if (scrolling[at]) box.tabIndex = 0;
      else if (box.hasAttribute("tabindex")) box.removeAttribute("tabindex");
    });
  };

  atEveryPage(() => requestAnimationFrame(updateTabStops)); // at every page, with instant navigation too
  addEventListener("resize", updateTabStops);
  addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll(".article__body details:not([open])")) folded.open = true;
  });
})();
