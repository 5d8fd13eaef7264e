"""Lists the pages of an archive with their subjects, for a reader to judge, and counts them.

    python benchmarks/subjects.py ARCHIVE

For each page, a line: its subjects with the kind of evidence, its section, its headline. At the end, the share of pages
that have a subject, the number of subjects by kind of evidence, and the CPU time of a page.
"""

import sys
import time
from collections import Counter
from pathlib import Path

from backfile.archive import page
from backfile.markup.writer import Writer
from backfile.operations.tag_choice import visible_text
from backfile.settings.mkdocs_yml import load
from backfile.tags.article_subjects import subject_offers


def main(root: Path) -> None:
    config = load(root)
    writer = Writer(config.rendering.extensions, config.rendering.options)
    rules: Counter[str] = Counter()
    pages, with_subject, seconds = 0, 0, 0.0
    for file in sorted((config.docs / "articles").rglob("*.md")):
        article = page.load(file.read_text("utf-8"))
        text = visible_text(article, writer)
        begin = time.process_time()
        accepted = [offer for offer in subject_offers(article, text) if offer.refused is None]
        seconds += time.process_time() - begin
        rules.update(offer.rule for offer in accepted)
        pages, with_subject = pages + 1, with_subject + bool(accepted)
        found = ", ".join(f"{offer.subject} ({offer.rule})" for offer in accepted) or "none"
        print(f"{found} | {article.section or ''} | {article.headline}")
    print(f"{with_subject} of {pages} pages have a subject. {1000 * seconds / max(pages, 1):.1f} ms a page.")
    print(", ".join(f"{rule}: {count}" for rule, count in rules.most_common()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
