/*
 * Citations are copied at the press of a button. The buttons are made here, since without a script they would do nothing;
 * the words come from the page. Where a browser offers no clipboard (pages over plain HTTP), the text is selected and
 * copied as it would be by hand.
 */
(() => {
  "use strict";

  const select = (text) => {
    const selection = getSelection();
    selection.removeAllRanges();
    const range = document.createRange();
    range.selectNodeContents(text);
    selection.addRange(range);
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text.textContent);
      return true;
    } catch {
      select(text);
      return document.execCommand("copy");
    }
  };

  const button = (text, words, status) => {
    const made = Object.assign(document.createElement("button"), {
      type: "button", className: "citation__copy md-button", textContent: words.copy, ariaLabel: text.dataset.copy,
    });
    made.addEventListener("click", async () => {
      const done = await copy(text);
      status.textContent = ""; // said again when it is pressed again
      requestAnimationFrame(() => { status.textContent = done ? words.copied : words.failed; });
    });
    return made;
  };

  document$.subscribe(() => {
    const box = document.querySelector(".article__cite");
    if (!box || box.querySelector(".citation__copy")) return;
    for (const text of box.querySelectorAll(".citation__text")) {
      const status = Object.assign(document.createElement("span"), { className: "citation__status", role: "status" });
      text.previousElementSibling.append(button(text, box.dataset, status), status);
    }
  });
})();
