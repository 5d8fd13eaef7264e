/*
 * Tools for readers: text size and width, which the browser keeps; buttons that copy citations; links to a paragraph; a
 * list of shortcuts. The script adds them, because they do not work without it; their labels are in the page. Keys are
 * the same in every language.
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
  const template = () => document.querySelector("#reading-tools");
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

  const words = (text) => text.trim().split(/\s+/);
  /* A link to a passage: the first and the last words of the paragraph, as a text fragment (URL Fragment Text Directives). */
  const linkTo = (paragraph) => {
    const all = words(paragraph.textContent), encode = (part) => encodeURIComponent(part.join(" ")).replaceAll("-", "%2D");
    const text = all.length > 12 ? `${encode(all.slice(0, 6))},${encode(all.slice(-4))}` : encode(all);
    return `${location.href.split("#")[0]}#:~:text=${text}`;
  };
  const PARAGRAPHS = ".article__body > :is(p, blockquote, ul, ol, h2, h3, h4)";
  const visible = () => [...document.querySelectorAll(PARAGRAPHS)].find((each) => each.getBoundingClientRect().bottom > 60);
  const copyLink = async (paragraph) => {
    if (!paragraph) return;
    const isCopied = await copy(linkTo(paragraph));
    announce(document.querySelector(".reading__status"), isCopied ? phrases().copied : phrases().failed);
    paragraph.classList.add("reading--copied");
    setTimeout(() => paragraph.classList.remove("reading--copied"), 1200);
  };

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

  const isTyping = (target) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  const KEYS = { "?": help, "+": () => resize(1), "-": () => resize(-1), w: () => choose({ wide: !chosen.wide }), c: () => copyLink(visible()) };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const act = KEYS[event.key];
    if (!act || (event.key !== "?" && !document.querySelector(".article__body"))) return;
    event.preventDefault();
    act();
  });

  apply();
  document$.subscribe(() => {
    const body = document.querySelector(".article__body"), source = template();
    if (!body || !source || document.querySelector(".reading")) return;
    const tools = source.content.querySelector(".reading").cloneNode(true);
    const acts = { smaller: () => resize(-1), larger: () => resize(1), wide: () => choose({ wide: !chosen.wide }), help };
    tools.addEventListener("click", (event) => acts[event.target.closest("button")?.value]?.());
    document.querySelector(".article__head").before(tools);
    addParagraphButton(body);
    const citations = document.querySelector(".article__cite");
    if (citations) addCitationButtons(citations);
  });
  addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href="#cite"]');
    if (link) document.getElementById("cite").open = true;
  });
})();
