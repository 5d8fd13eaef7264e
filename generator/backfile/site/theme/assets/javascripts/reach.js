/*
 * Keyboard access to wide tables. They scroll sideways in a box that Material adds when the page has loaded; not every
 * browser lets the keyboard reach that box, so it gets a `tabindex`.
 */
(() => {
  "use strict";

  const updateTabStops = () => {
    for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };

  document$.subscribe(() => requestAnimationFrame(updateTabStops)); // at every page, with instant navigation too
  addEventListener("resize", updateTabStops);
})();
