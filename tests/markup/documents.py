"""Hypothesis strategies for documents: elements that pages use, and text of what Markdown, Jinja or HTML act on."""

from hypothesis import strategies as st

TOKENS = (
    "# ## > - + * ** _ __ ` `` ``` ~ ~~ ~~~ ^ ^^ = == === | \\ ! ? [ ] ( ) { } {{ }} {% %} {# #} < > & ; : :: :smile: "
    "[TOC] [[x]] [^1] [^1]: [a]: *[A]: !!! ??? === /// --8<-- -8<- <!-- --> <script> </script> <b> &lt; &amp; &#60; "
    "&copy; 1. 1) 1986. - [x] {: .a} {.b} ++ ++a++ {++ ++} {-- --} {>> <<} $ $$ (c) --> +/- http://e.test/a_b_c "
    "www.e.test a@e.test @a #1 \\* \\[ wzxhzdk:0 klzzwxh:0001 Title: !ENV --- ... ' \" '' \t % %% ~a~ ^a^ ==a== `a` "
    "*a* _a_ **a** [a](b) ![a](b) <https://e.test> word Wort слово 词 كلمة café \u00a0 \u2028 \u200f 👩\u200d👧"
).split(" ")

INLINE = ("b", "i", "strong", "em", "code", "sub", "sup", "a", "span", "q", "del", "kbd", "mark", "font")
LEAVES = ("p", "h1", "h2", "h3", "div", "pre", "li", "blockquote")
CONTAINERS = (
    "ul",
    "ol",
    "blockquote",
    "div",
    "section",
    "li",
    "dl",
    "figure",
    "table",
    "pre",
    "b",
    "i",
    "a",
    "code",
    "sub",
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


words = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=6)
text = st.builds(lambda pieces, gap: escaped(gap.join(pieces)), words, st.sampled_from([" ", "", "\n", "    ", "<br>"]))
text = st.one_of(text, words.map(lambda pieces: "<br>".join(map(escaped, pieces))))


def _inline(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    attrs = st.sampled_from(
        ["", ' href="https://e.test/x_(y)*z*?a=1&amp;copy;b"', ' href="javascript:x"', ' class="a"']
    )
    element = st.builds(lambda tag, attr, body: f"<{tag}{attr}>{body}</{tag}>", st.sampled_from(INLINE), attrs, inner)
    return st.lists(st.one_of(inner, element), min_size=1, max_size=3).map("".join)


inline = st.recursive(text, _inline, max_leaves=5)


def _wrap(tag: str, inner: str) -> str:
    if tag in ("ul", "ol"):
        return f"<{tag}><li>{inner}</li></{tag}>"
    if tag == "table":
        return f"<table><tr><td>{inner}</td><td>x</td></tr><tr><td>y</td><td></td></tr></table>"
    if tag == "figure":
        return f'<figure><img src="https://e.test/i.png" alt="*a* ]"><figcaption>{inner}</figcaption></figure>'
    return f"<{tag}>{inner}</{tag}>"


leaves = st.builds(_wrap, st.sampled_from(LEAVES), inline)


def _blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(_wrap, st.sampled_from(CONTAINERS), st.lists(inner, min_size=1, max_size=3).map("".join))


documents = st.lists(st.recursive(st.one_of(leaves, inline), _blocks, max_leaves=5), max_size=4).map("\n".join)
