/*
 * The switch between light and dark, in place of Material's, which has browsers compute the styles of the whole page
 * three times while it loads. What is chosen is kept as Material keeps it. The colours of a page are set before this
 * script, in partials/javascripts/palette.html.
 */
(() => {
  "use strict";

  const form = document.querySelector("[data-palette]");
  if (!form) return;
  const options = [...form.querySelectorAll("input")], body = document.body;
  const colours = (option) => ({
    media: option.dataset.mdColorMedia, scheme: option.dataset.mdColorScheme,
    primary: option.dataset.mdColorPrimary, accent: option.dataset.mdColorAccent,
  });

  /* The browser's own bars have the colour of the header. */
  const bar = Object.assign(document.createElement("meta"), { name: "theme-color" });
  document.head.append(bar);
  const colourBar = () => { bar.content = getComputedStyle(document.querySelector(".md-header")).backgroundColor; };
  const idle = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 200));

  const show = (index) => {
    body.setAttribute("data-md-color-switching", ""); // Material's styles: without transitions
    globalThis.showPalette(index);
    requestAnimationFrame(() => {
      colourBar();
      body.removeAttribute("data-md-color-switching");
    });
  };
  form.addEventListener("change", ({ target }) => {
    const index = options.indexOf(target);
    show(index);
    globalThis.__md_set("__palette", { index, color: colours(target) });
  });
  form.addEventListener("keydown", ({ key, target }) => {
    if (key !== "Enter") return;
    const next = options[(options.indexOf(target) + 1) % options.length];
    next?.click();
    next?.focus();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show());
  idle(colourBar);
})();
