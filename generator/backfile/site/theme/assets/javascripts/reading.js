/*
 * Tools for readers: text size and width, which the browser keeps; buttons that copy citations; links to a paragraph and
 * to what is selected; a list of shortcuts. The script adds them, because they do not work without it; their labels are
 * in the page. Keys are the same in every language.
 */
(() => {
  "use strict";

  const STEPS = [0.9, 1, 1.15, 1.3, 1.5], NORMAL = 1, STORED = "backfile.reading";
  const root = document.documentElement;
  const create = (name, values = {}, ...children) => {
    const element = Object.assign(document.createElement(name), values);
    element.append(...children);
    return element;
  };
  const template = () => document.querySelector("#__reading-tools");
  const phrases = () => template()?.dataset ?? {};

  // Storage fails where the reader has switched it off: then the choice lasts as long as the page.
  const load = () => {
    try { return JSON.parse(localStorage.getItem(STORED)) ?? {}; } catch { return {}; }
  };
  let chosen = load();
  const apply = () => {
    const size = STEPS[chosen.size] ?? STEPS[NORMAL];
    // Only where it differs: browsers compute the styles of the whole page anew.
    if (size !== (Number(root.style.getPropertyValue("--reading-size")) || 1)) root.style.setProperty("--reading-size", size);
    root.toggleAttribute("data-reading-wide", chosen.wide === true);
  };
  const choose = (change) => {
    chosen = { ...chosen, ...change };
    apply();
    try { localStorage.setItem(STORED, JSON.stringify(chosen)); } catch { /* see above */ }
  };
  const resize = (by) => choose({ size: Math.min(Math.max((chosen.size ?? NORMAL) + by, 0), STEPS.length - 1) });

  const announce = (status, text) => {
    if (!status) return;
    status.textContent = ""; // so that screen readers announce it again
    requestAnimationFrame(() => { status.textContent = text; });
  };

  /* Copies a text, and returns whether it did. Pages over plain HTTP have no clipboard API: there, a field is copied. */
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = create("textarea", { value: text });
      document.body.append(field);
      field.select();
      const copied = document.execCommand("copy");
      field.remove();
      return copied;
    }
  };

  const bodyOf = () => document.querySelector(".article__body");
  /* Return the address of a passage. Browsers load no module from a file: there, it is that of the page. */
  const linkTo = async (range) => {
    const { textDirective } = await import("./passage.js").catch(() => ({ textDirective: () => "" }));
    const directive = textDirective(range, bodyOf());
    return location.href.split("#")[0] + (directive && `#:~:${directive}`);
  };
  const PARAGRAPHS = ".article__body > :is(p, blockquote, ul, ol, h2, h3, h4)";
  const visible = () => [...document.querySelectorAll(PARAGRAPHS)].find((each) => each.getBoundingClientRect().bottom > 60);
  const copyLink = async (paragraph) => {
    if (!paragraph) return;
    const range = document.createRange();
    range.selectNodeContents(paragraph);
    const isCopied = await copy(await linkTo(range));
    announce(document.querySelector(".reading__status"), isCopied ? phrases().copied : phrases().failed);
    paragraph.classList.add("reading--copied");
    setTimeout(() => paragraph.classList.remove("reading--copied"), 1200);
  };

  /* Return what is selected of the article; null if that is nothing. */
  const selected = () => {
    const selection = getSelection(), body = bodyOf();
    const range = body && selection.rangeCount ? selection.getRangeAt(0).cloneRange() : null;
    if (!range?.intersectsNode(body)) return null;
    if (!body.contains(range.startContainer)) range.setStart(body, 0);
    if (!body.contains(range.endContainer)) range.setEnd(body, body.childNodes.length);
    return range.toString().trim() ? range : null;
  };
  let passageButton;
  /* Copies the selected text, the citation of the article and a link that leads to the text. */
  const copyPassage = async (range) => {
    const selection = getSelection(), own = selection.getRangeAt(0);
    if (own.compareBoundaryPoints(Range.START_TO_START, range) || own.compareBoundaryPoints(Range.END_TO_END, range)) {
      selection.removeAllRanges();
      selection.addRange(range);
    }
    const citation = document.querySelector(".citation__text")?.textContent.trim();
    const lines = [citation, await linkTo(range)].filter(Boolean).join("\n");
    const said = await copy(`${selection.toString().trim()}\n\n${lines}`) ? phrases().copied : phrases().failed;
    announce(document.querySelector(".reading__status"), said);
    if (passageButton) passageButton.textContent = said;
  };
  /* Shows a button below the selected text, next to it for the keyboard; removes it where nothing is selected. */
  const offerPassage = () => {
    const range = selected(), body = bodyOf();
    if (!range || !template()) return passageButton?.remove();
    passageButton ??= create("button", { type: "button", className: "reading__passage" });
    const block = [...body.children].findLast((each) => each !== passageButton && range.intersectsNode(each));
    passageButton.textContent = phrases().copyPassage;
    passageButton.style.insetBlockStart = `${range.getBoundingClientRect().bottom - body.getBoundingClientRect().top}px`;
    passageButton.onmousedown = (event) => event.preventDefault(); // so that the text stays selected
    passageButton.onclick = () => copyPassage(selected() ?? range);
    if (block && passageButton.previousElementSibling !== block) block.after(passageButton);
  };
  let offering;
  document.addEventListener("selectionchange", () => {
    clearTimeout(offering);
    offering = setTimeout(offerPassage, 200);
  });

  const addParagraphButton = (body) => {
    const button = create("button", { type: "button", className: "reading__link", ariaLabel: phrases().copyParagraph, title: phrases().copyParagraph, textContent: "¶" });
    let paragraph = null;
    button.addEventListener("click", () => copyLink(paragraph));
    body.addEventListener("pointerover", (event) => {
      const over = event.target.closest(PARAGRAPHS);
      if (!over || over === paragraph) return;
      paragraph = over;
      button.style.insetBlockStart = `${over.offsetTop}px`;
    });
    body.append(button);
  };

  const addCitationButtons = (box) => {
    for (const text of box.querySelectorAll(".citation__text")) {
      const button = create("button", { type: "button", className: "citation__copy md-button", textContent: box.dataset.copy, ariaLabel: text.dataset.copy });
      const status = create("span", { className: "citation__status", role: "status" });
      button.addEventListener("click", async () => announce(status, await copy(text.textContent) ? phrases().copied : phrases().failed));
      text.previousElementSibling.append(button, status);
    }
  };

  const help = () => {
    const source = template();
    if (!source) return;
    let dialog = document.querySelector("dialog.reading__help");
    if (!dialog) {
      dialog = source.content.querySelector("dialog").cloneNode(true);
      document.body.append(dialog);
      dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    }
    if (!dialog.open) dialog.showModal();
  };

  const copyHere = () => {
    const range = selected();
    return range ? copyPassage(range) : copyLink(visible());
  };

  const isTyping = (target) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  const KEYS = { "?": help, "+": () => resize(1), "-": () => resize(-1), w: () => choose({ wide: !chosen.wide }), c: copyHere };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const act = KEYS[event.key];
    if (!act || (event.key !== "?" && !document.querySelector(".article__body"))) return;
    event.preventDefault();
    act();
  });

  apply();
  atEveryPage(() => {
    const body = document.querySelector(".article__body"), source = template();
    if (!body || !source || document.querySelector(".reading")) return;
    const tools = source.content.querySelector(".reading").cloneNode(true);
    const acts = { smaller: () => resize(-1), larger: () => resize(1), wide: () => choose({ wide: !chosen.wide }), help };
    tools.addEventListener("click", (event) => acts[event.target.closest("button")?.value]?.());
    document.querySelector(".article__head").before(tools);
    addParagraphButton(body);
    const citations = document.querySelector(".article__cite");
    if (citations) addCitationButtons(citations);
    // Links that were published before the id had underscores. A heading can have the id without them.
    if (citations && location.hash === "#cite" && !document.querySelector(":target")) location.replace("#__cite");
  });
  addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href="#__cite"]');
    if (link) document.getElementById("__cite").open = true;
  });
})();
