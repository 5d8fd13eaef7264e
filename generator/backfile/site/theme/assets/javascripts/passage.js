/*
 * Text fragments: the part of a URL that leads to a passage of a page (URL Fragment Text Directives). A fragment names
 * the passage, or the first and the last words of a long one, and words beside it where the page has it more than once.
 * Browsers look for whole words, and for each part within one block, and take the first place that has all of it.
 */

const BLOCKS = "p, li, dt, dd, td, th, pre, blockquote, figcaption, caption, summary, h1, h2, h3, h4, h5, h6, div, figure, details";
const SHORT = 300; // characters of a passage that is named as a whole
const EDGE = 5; // words of each end of a longer one
const CONTEXT = [3, 6, 12]; // words beside it, as few as suffice
const REACH = 1000; // characters before and after a place in which words are told

const collapse = (text) => text.replace(/\s+/g, " ").trim();
const squeeze = (text) => text.replace(/\s+/g, "").toLowerCase();

/* Return a walker through the texts of an article, without what scripts added to it. */
const textsOf = (body) => document.createTreeWalker(body, NodeFilter.SHOW_TEXT, (text) =>
  text.parentElement.closest("button") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);

/* Return the first node after a boundary point; the root of the walker at the end of the document. */
const nodeAfter = (node, offset, walker) => {
  if (node.childNodes[offset]) return node.childNodes[offset];
  let outer = node;
  while (outer && !outer.nextSibling) outer = outer.parentNode;
  return outer?.nextSibling ?? walker.root;
};

/* Return the text node with the first or the last character of a range, and the place there; null without characters. */
const edgeOf = (range, walker, isStart) => {
  const [node, offset] = isStart ? [range.startContainer, range.startOffset] : [range.endContainer, range.endOffset];
  const step = () => (isStart ? walker.nextNode() : walker.previousNode());
  const isText = node.nodeType === Node.TEXT_NODE;
  walker.currentNode = isText ? node : nodeAfter(node, offset, walker);
  let text = isText || (isStart && walker.currentNode.nodeType === Node.TEXT_NODE) ? walker.currentNode : step();
  for (; text && range.intersectsNode(text); text = step()) {
    const from = text === range.startContainer ? range.startOffset : 0;
    const part = text.data.slice(from, text === range.endContainer ? range.endOffset : undefined);
    if (part.trim()) return { text, at: from + (isStart ? part.length - part.trimStart().length : part.trimEnd().length) };
  }
  return null;
};

/* Return where words begin and end in a text near a place. Scripts without spaces have words, too. */
const wordsNear = (text, at, language) => {
  const start = Math.max(0, at - REACH), part = text.slice(start, at + REACH);
  const all = Intl.Segmenter
    ? [...new Intl.Segmenter(language || undefined, { granularity: "word" }).segment(part)].filter((each) => each.isWordLike)
    : [...part.matchAll(/\S+/g)].map((match) => ({ index: match.index, segment: match[0] }));
  return all.map(({ index, segment }) => [start + index, start + index + segment.length]);
};

/* Return the text around a place without that of other blocks, its first node, the place in it, and words near it. */
const readAround = ({ text, at }, walker, language) => {
  const block = text.parentElement.closest(BLOCKS);
  const gather = (step) => {
    const found = [];
    walker.currentNode = text;
    while (walker[step]()?.parentElement.closest(BLOCKS) === block) found.push(walker.currentNode);
    return found;
  };
  const before = gather("previousNode").reverse();
  const join = (nodes) => nodes.map((node) => node.data).join("");
  const whole = join([...before, text, ...gather("nextNode")]), place = join(before).length + at;
  return { text: whole, first: before[0] ?? text, at: place, words: wordsNear(whole, place, language) };
};

/* Return the place of an end of a passage, moved out of the middle of a word. */
const atWord = (place, isStart) => {
  const cut = place.words.find(([from, to]) => from < place.at && place.at < to);
  return cut ? { ...place, at: cut[isStart ? 0 : 1] } : place;
};

const wordsAfter = ({ text, words, at }, count) => {
  const last = words.filter(([from]) => from >= at).slice(0, count).at(-1);
  return last ? collapse(text.slice(at, last[1])) : "";
};
const wordsBefore = ({ text, words, at }, count) => {
  const first = words.filter(([, to]) => to <= at).slice(-count)[0];
  return first ? collapse(text.slice(first[0], at)) : "";
};

/* Return how often a text has a part, at most 2; spaces and the case of letters make no difference. */
const occurs = (text, part) => text.split(squeeze(part), 3).length - 1;

/* Return the first and the last words of a long passage: as many last words as it has nowhere before. */
const endsOf = (from, to, passage) => {
  const start = wordsAfter(from, EDGE) || collapse(from.text.slice(from.at));
  const rest = squeeze(passage).slice(squeeze(start).length);
  for (let count = EDGE; ; count *= 2) {
    const end = wordsBefore(to, count) || collapse(to.text.slice(0, to.at));
    if (count > to.words.length || occurs(rest, end) < 2) return [start, end];
  }
};

/* Return the place at the end of the text before a place, if that is the first of its text; else the place itself. */
const contextBefore = (place, walker, language) => {
  if (wordsBefore(place, 1)) return place;
  walker.currentNode = place.first;
  let text = walker.previousNode();
  while (text && !text.data.trim()) text = walker.previousNode();
  return text ? readAround({ text, at: text.data.length }, walker, language) : place;
};

const encode = (text) => encodeURIComponent(text).replaceAll("-", "%2D");

/* Return the parts of a directive, with words before and after where the page has the first part elsewhere, too. */
const inContext = (parts, earlier, later) => {
  const page = squeeze(document.body.textContent), [first, ...last] = parts;
  let named = parts.map(encode).join(",");
  if (occurs(page, first) < 2) return named;
  for (const count of CONTEXT) {
    const before = wordsBefore(earlier, count), after = wordsAfter(later, count);
    named = `${before && `${encode(before)}-,`}${parts.map(encode).join(",")}${after && `,-${encode(after)}`}`;
    if (occurs(page, before + first + (last.length ? "" : after)) < 2) break;
  }
  return named;
};

/* Return the text directive of a range in an article, such as `text=East%20pier,closed`; empty without text. */
export const textDirective = (range, body) => {
  const walker = textsOf(body), language = body.lang;
  const [first, last] = [edgeOf(range, walker, true), edgeOf(range, walker, false)];
  if (!first || !last) return "";
  const from = atWord(readAround(first, walker, language), true), to = atWord(readAround(last, walker, language), false);
  const inside = from.words.filter(([begin, end]) => begin >= from.at && end <= to.at);
  const isWhole = from.first === to.first && (to.at - from.at <= SHORT || inside.length < 2 * EDGE);
  const parts = isWhole ? [collapse(from.text.slice(from.at, to.at))] : endsOf(from, to, range.toString());
  return `text=${inContext(parts, contextBefore(from, walker, language), to)}`;
};
