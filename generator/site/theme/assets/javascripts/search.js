/*
 * The search. Opens with its button, "/" or "s"; asks Pagefind, whose script and index load when the search first opens;
 * prints what it finds as text, never as HTML. Knows nothing of how the index is made (see search.py).
 */
(() => {
  "use strict";

  const STEP = 10; // results shown at a time
  const PAUSE = 150; // milliseconds without a key before a query is sent

  const dialog = document.querySelector("dialog.search");
  if (!dialog) return;

  // Addresses are taken from this script's own, so they hold in a subfolder and after instant navigation.
  const root = new URL("../../", document.currentScript.src);
  const words = JSON.parse(document.querySelector("script#__config").textContent).translations;
  const part = (name) => dialog.querySelector(`.search__${name}`);
  const [form, input, order, close, status, list, more] = [
    "form", "input", "order", "close", "status", "results", "more",
  ].map(part);

  const hint = status.textContent; // while nothing is asked for

  let pagefind; // promise of Pagefind, once asked for
  let turn = 0; // number of the newest query: answers to older ones are dropped
  let found = []; // results of the newest query
  let timer;

  const start = () => {
    pagefind ??= import(new URL("pagefind/pagefind.js", root)).then(async (module) => {
      await module.options({ excerptLength: 30 });
      await module.init();
      return module;
    });
    return pagefind;
  };

  const open = () => {
    if (dialog.open) return;
    dialog.showModal();
    input.select();
    start().catch(failed);
  };

  const failed = (error) => {
    pagefind = undefined; // the next query tries again
    console.info("search:", error);
    reset();
    status.textContent =
      location.protocol === "file:"
        ? "The search needs a web server: it does not work on files opened from a disk."
        : "There is no search index here. It is made when the archive holds articles and its site is built.";
  };

  const reset = (results = []) => {
    found = results;
    list.replaceChildren();
    more.hidden = true;
    order.hidden = results.length < 2;
  };

  const count = (number) => {
    if (number === 0) return words["search.result.none"];
    if (number === 1) return words["search.result.one"];
    return words["search.result.other"].replace("#", number);
  };

  const query = async () => {
    const mine = ++turn;
    // Marks between words part them, as Pagefind parts them in the articles.
    const asked = input.value.replace(/[“”„«»]/g, '"').replace(/[^\p{L}\p{M}\p{N}"'’-]+/gu, " ").trim();
    if (!asked) {
      reset();
      status.textContent = hint;
      return;
    }
    try {
      const module = await start();
      const answer = await module.search(asked, order.value ? { sort: { date: order.value } } : {});
      const sure = answer.results.length > 0 && (await known(module, asked));
      if (mine !== turn) return;
      reset(sure ? answer.results : []);
      await show(mine);
      if (mine === turn) status.textContent = count(found.length);
    } catch (error) {
      if (mine === turn) failed(error);
    }
  };

  // For a word that no article has, Pagefind looks for ever shorter beginnings of it: "xylophone" would find every "x".
  // That is no answer. It is told by what is marked: nothing but shorter beginnings of the word.
  const known = async (module, asked) => {
    if (/^".*"$/.test(asked)) return true;
    for (const word of asked.split(/[\s"]+/).filter(Boolean)) {
      if ((await module.search(`"${word}"`)).results.length) continue;
      const [best] = (await module.search(word)).results;
      if (!best) return false;
      const marks = (await best.data()).excerpt.match(/(?<=<mark>)[^<]*(?=<\/mark>)/g) ?? [];
      if (marks.every((mark) => letters(word) !== letters(mark) && letters(word).startsWith(letters(mark)))) return false;
    }
    return true;
  };

  const letters = (text) =>
    plain(text).normalize("NFD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

  const show = async (mine) => {
    const from = list.children.length;
    const pages = await Promise.all(found.slice(from, from + STEP).map((result) => result.data()));
    if (mine !== turn) return;
    list.append(...pages.map(item));
    more.hidden = list.children.length >= found.length;
  };

  const element = (name, className, ...children) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.dir = "auto";
    made.append(...children);
    return made;
  };

  const item = (page) => {
    const link = element("a", "search__link", element("span", "search__title", page.meta.title ?? page.raw_url));
    link.href = new URL(page.raw_url.replace(/^\/+/, ""), root);
    const facts = [page.meta.source, page.meta.date].filter(Boolean).join(" · ");
    if (facts) link.append(element("span", "search__facts", facts));
    link.append(element("span", "search__excerpt", ...marked(page.excerpt)));
    const made = document.createElement("li");
    made.append(link);
    return made;
  };

  // Pagefind puts <mark> around what it found and entity-codes the text's own angle brackets, and nothing else.
  const plain = (piece) => piece.replaceAll("&lt;", "<").replaceAll("&gt;", ">");

  const marked = (excerpt) =>
    excerpt.split(/<mark>([^<]*)<\/mark>/).map((piece, index) => {
      if (index % 2 === 0) return plain(piece);
      const mark = document.createElement("mark");
      mark.textContent = plain(piece);
      return mark;
    });

  const move = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.target === order) return;
    const stops = [input, ...list.querySelectorAll("a")];
    if (!more.hidden) stops.push(more);
    const next = stops.indexOf(document.activeElement) + step;
    event.preventDefault();
    stops[Math.min(Math.max(next, 0), stops.length - 1)].focus();
  };

  const typing = (target) =>
    target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);

  // On the document, since instant navigation replaces the doors in the page.
  document.addEventListener("click", (event) => {
    if (event.target.closest(".search-door")) open();
  });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("keydown", (event) => {
    move(event);
    event.stopPropagation(); // Material has keys of its own
  });
  dialog.addEventListener("click", (event) => {
    // a click beside the panel, or on a result that instant navigation opens without leaving the page
    if (event.target === dialog || event.target.closest("a")) dialog.close();
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(query, PAUSE);
  });
  order.addEventListener("change", query);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(timer);
    await query();
    list.querySelector("a")?.focus();
  });
  more.addEventListener("click", async () => {
    const first = list.children.length;
    await show(turn);
    list.children[first]?.querySelector("a").focus();
  });
  document.addEventListener("keydown", (event) => {
    if (!["/", "s"].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target)) return;
    event.preventDefault();
    open();
  });
})();
