/*
 * Buttons that copy citations. The script adds them, because they do not work without it; their labels are in the page.
 * If a browser has no clipboard API (on pages over plain HTTP), the script selects the text and runs the copy command.
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

  const createButton = (text, labels, status) => {
    const button = Object.assign(document.createElement("button"), {
      type: "button", className: "citation__copy md-button", textContent: labels.copy, ariaLabel: text.dataset.copy,
    });
    button.addEventListener("click", async () => {
      const isCopied = await copy(text);
      status.textContent = ""; // so that screen readers announce it again at the next click
      requestAnimationFrame(() => { status.textContent = isCopied ? labels.copied : labels.failed; });
    });
    return button;
  };

  document$.subscribe(() => {
    const box = document.querySelector(".article__cite");
    if (!box || box.querySelector(".citation__copy")) return;
    for (const text of box.querySelectorAll(".citation__text")) {
      const status = Object.assign(document.createElement("span"), { className: "citation__status", role: "status" });
      text.previousElementSibling.append(createButton(text, box.dataset, status), status);
    }
  });
})();
