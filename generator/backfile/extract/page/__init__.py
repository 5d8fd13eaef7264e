"""Extraction from a whole web page. Owns the steps from the page to the HTML of its article, and their order. What a
step does is left to the module that its function in `steps` calls.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from backfile.article import Form, RawHtml
from backfile.extract.page import steps
from backfile.extract.parse_html import parse_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from backfile.article import Clipping
    from backfile.extract.page.steps import PageState
    from backfile.extract.page.supplied_images import IsSupplied


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the extraction from a page."""

    run: Callable[[PageState], None]
    """A function that changes the state of the page."""
    reason: str
    """Why the step has its place in the order."""


STEPS = (
    # 1
    Step(steps.mark_hidden, "First, because all other steps tell by attributes what is hidden."),
    # 2
    Step(steps.show_article, "Before all steps that read the elements that the page shows."),
    # 3
    Step(steps.normalize_amp, "Before all steps that search for HTML elements."),
    # 4
    Step(steps.normalize_formulas, "Before step 6, which would take images of formulas for images."),
    # 5
    Step(
        steps.empty_drawings,
        "After step 4, which reads formulas in drawings. Before all steps that visit each element, to save time.",
    ),
    # 6
    Step(
        steps.normalize_images,
        "After AMP, whose images are img elements only then. Before all steps that search for img elements.",
    ),
    # 7
    Step(
        steps.replace_supplied_images,
        "After step 6, which adds images. Before the selection, because extractors drop `data:` "
        "URLs and images that wait for a script.",
    ),
    # 8
    Step(
        steps.join_captions,
        "After steps 6 and 7, so that each image has its URL. Before the selection, which keeps figures whole.",
    ),
    # 9
    Step(
        steps.normalize_embeds,
        "After AMP, whose players are frames only then. Before the selection, because extractors drop frames.",
    ),
    # 10
    Step(
        steps.normalize_code,
        "After step 9, whose players are no code. Before all steps that insert line breaks or count words.",
    ),
    # 11
    Step(steps.separate_side_notes, "Before all steps that read text: words are counted and compared."),
    # 12
    Step(steps.write_text_forms, "Before all steps that search for headings and read lines."),
    # 13
    Step(
        steps.show_collapsed,
        "After step 12, which writes titles as headings. Before all steps that leave out hidden text.",
    ),
    # 14
    Step(
        steps.remove_permalinks,
        "After steps 12 and 13, which write headings and make titles of controls. Before all steps that read headings.",
    ),
    # 15
    Step(
        steps.remove_notes_in_sentences,
        "Before the fields and the reference content, which would count words that are no part of a sentence.",
    ),
    # 16
    Step(steps.merge_live_updates, "Before the selection, which keeps the marked updates whole."),
    # 17
    Step(steps.collect_fields, "Before all steps that need the headline, the URL or the dates."),
    # 18
    Step(
        steps.find_printed_dates,
        "After the fields, whose headline shows the place of the dates, and only if they have none. Before parsing.",
    ),
    # 19
    Step(
        steps.select_own_urls,
        "After the fields, from which it removes candidates. Before the base URL, which can be the first candidate.",
    ),
    # 20
    Step(steps.set_base_url, "After the removal of candidates for the URL. Before parsing, which resolves URLs."),
    # 21
    Step(steps.parse_fields, "After the fields and the base URL are complete."),
    # 22
    Step(
        steps.remove_other_articles,
        "After the fields, whose headline tells which article is the page's. Before the reference content and the "
        "selection, which would count the others.",
    ),
    # 23
    Step(steps.find_next_part, "After parsing, because the parsed URL is compared with the URL of the next part."),
    # 24
    Step(
        steps.find_reference_content,
        "After steps 9 and 16, whose links and updates count, and step 22. It does not use the selection.",
    ),
    # 25
    Step(
        steps.select_article,
        "After steps 1 to 16 and 22, which prepare the tree, and after all steps that read the rest of the page.",
    ),
    # 26
    Step(
        steps.remove_hidden_text,
        "After the selection, for which hidden elements separate what is around them. Before steps that read lines.",
    ),
    # 27
    Step(
        steps.remove_repeated_metadata,
        "After the selection, so that the first line is one of the article. After parsing, because lines are compared "
        "with the parsed names and dates.",
    ),
    # 28
    Step(
        steps.remove_furniture,
        "After the selection and the metadata, so that the first paragraph is the article's. It uses the place of each "
        "line in the article, which no earlier step knows.",
    ),
    # 29
    Step(steps.serialize_article, "Last, after all changes to the article."),
)
"""The steps, in their order."""


_MOST_KEPT = 20_000
"""Elements whose objects are kept for all steps; an object has some 100 bytes."""


def extract_page(clipping: Clipping, is_supplied: IsSupplied) -> Clipping:
    """Return a PAGE as a FRAGMENT, with its main content as body, its fields, its base URL and what was removed.

    In: the clipping; a function that returns whether the input includes an image.
    """
    tree = parse_html(clipping.body)
    elements = list(islice(tree.iter(), _MOST_KEPT))  # While one has an object, lxml makes none for each visit of it.
    page = steps.PageState(clipping.body, is_supplied, tree, replace(clipping, form=Form.FRAGMENT, body=RawHtml("")))
    for step in STEPS:
        step.run(page)
    del elements
    return page.clipping
