/*
 * Pictures of an article open large in a dialog. Without this script, their links lead to the files. The dialog is modal:
 * Escape closes it, and the focus goes back to the picture; the arrow keys lead to the pictures beside.
 */
(() => {
  "use strict";

  const PICTURES = ".article__body a.picture";
  const create = (name, values = {}, ...children) => {
    const element = Object.assign(document.createElement(name), values);
    element.append(...children);
    return element;
  };

  let dialog, image, caption, shown;

  const show = (link) => {
    const small = link.querySelector("img"), described = link.closest("figure")?.querySelector("figcaption");
    shown = link;
    image.src = link.href;
    image.alt = small.alt;
    for (const name of ["width", "height"]) image.setAttribute(name, small.getAttribute(name));
    caption.textContent = described?.textContent.trim() ?? "";
    caption.lang = link.closest("[lang]")?.lang ?? "";
    dialog.setAttribute("aria-label", small.alt || caption.textContent || link.ariaLabel || "");
  };

  const step = (by) => {
    const links = [...document.querySelectorAll(PICTURES)];
    const next = links[links.indexOf(shown) + by];
    if (next) show(next);
  };

  const build = () => {
    const label = document.querySelector(".article__body").dataset.close;
    const close = create("button", { type: "button", className: "picture-dialog__close", ariaLabel: label, title: label, textContent: "×" });
    image = create("img");
    caption = create("figcaption", { dir: "auto" });
    dialog = create("dialog", { className: "picture-dialog" }, close, create("figure", {}, image, caption));
    dialog.addEventListener("click", (event) => { if (event.target !== caption) dialog.close(); });
    dialog.addEventListener("close", () => shown?.focus());
    dialog.addEventListener("keydown", (event) => {
      const forward = getComputedStyle(dialog).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
      if (/^Arrow(Left|Right)$/.test(event.key)) step(event.key === forward ? 1 : -1);
      event.stopPropagation(); // Material has keyboard shortcuts of its own
    });
    document.body.append(dialog);
  };

  addEventListener("click", (event) => {
    const link = event.target.closest?.(PICTURES);
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (!dialog?.isConnected) build();
    show(link);
    dialog.showModal();
  }, true);
})();
