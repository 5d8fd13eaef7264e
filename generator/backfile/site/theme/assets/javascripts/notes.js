/*
 * Notes open below the paragraph that refers to them, and close by a second click or Escape. Without this script, the
 * links lead to the notes. What is longer than a note, or no paragraph and no item of a list, is left to the link.
 */
(() => {
  "use strict";

  const LONGEST = 2000, LONGEST_LINK = 8; // characters
  const BLOCKS = "p, li, dd, blockquote, figure, table, h2, h3, h4, h5, h6";
  const REFERENCES = '.article__body a[href^="#fn-"]';

  const noteOf = (link) => {
    const place = document.getElementById(link.getAttribute("href").slice(1));
    const block = place?.closest(BLOCKS);
    const isNote = block?.matches(".article__body :is(p, li, dd)") && block.textContent.trim() && !block.contains(link);
    return isNote && block.textContent.length <= LONGEST && link.textContent.trim().length <= LONGEST_LINK ? block : null;
  };

  const close = (link) => {
    document.getElementById(link.getAttribute("aria-controls"))?.remove();
    link.removeAttribute("aria-controls");
    link.setAttribute("aria-expanded", "false");
  };

  let opened = 0;
  const open = (link, note) => {
    const box = document.createElement("aside");
    Object.assign(box, { className: "note", id: `__note-${++opened}` });
    box.setAttribute("role", "note");
    const content = note.cloneNode(true);
    for (const back of content.querySelectorAll('a[href^="#fnref-"], a[id]:not([href]), aside.note')) back.remove();
    for (const named of content.querySelectorAll("[id]")) named.removeAttribute("id");
    const mark = document.createElement("sup");
    mark.textContent = link.textContent.trim();
    const first = content.querySelector(":scope > p") ?? content;
    first.prepend(mark, " ");
    box.append(...content.childNodes);
    let block = link.closest(BLOCKS) ?? link;
    block = link.closest("table, figure, h2, h3, h4, h5, h6") ?? block;
    if (block.matches("li, dd, blockquote")) block.append(box);
    else {
      while (block.nextElementSibling?.matches("aside.note")) block = block.nextElementSibling;
      block.after(box);
    }
    link.setAttribute("aria-controls", box.id);
    link.setAttribute("aria-expanded", "true");
  };

  addEventListener("click", (event) => {
    const link = event.target.closest?.(REFERENCES);
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const isOpen = link.getAttribute("aria-expanded") === "true", note = isOpen ? null : noteOf(link);
    if (!isOpen && !note) return;
    event.preventDefault();
    event.stopPropagation();
    if (isOpen) close(link);
    else open(link, note);
  }, true);

  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    const box = document.activeElement?.closest?.("aside.note");
    const link = document.querySelector(box ? `[aria-controls="${box.id}"]` : `${REFERENCES}[aria-expanded="true"]:focus`);
    if (!link) return;
    close(link);
    link.focus();
  });
})();
