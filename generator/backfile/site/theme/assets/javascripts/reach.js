/*
 * Tables that are wider than the page scroll sideways, in a box that Material puts around them when the page has loaded.
 * Here that box gets a stop for the keyboard, which not every browser gives it.
 */
(() => {
  "use strict";

  const reach = () => {
    for (const box of document.querySelectorAll(".md-typeset__scrollwrap")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };

  document$.subscribe(() => requestAnimationFrame(reach)); // at every page, with instant navigation too
  addEventListener("resize", reach);
})();
