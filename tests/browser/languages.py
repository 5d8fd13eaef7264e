"""An archive with a short article in each of many languages, and queries that find only that article."""

from __future__ import annotations

from datetime import date

from tests.browser.clippings import ORIGIN, article

ARTICLES: dict[str, tuple[str | None, str, str, tuple[str, ...]]] = {
    "english": (
        "en",
        "The cities wait",
        "“Wait,” the harbourmaster said—nobody moved. O’Brien’s gazebo stood in New York; the well-known man left. "
        "Room m20b-kiosk-rce2.",
        (
            *"harbourmaster nobody moved city gazebos well-known rce2".split(),
            *("O’Brien's", "“New York”", '"known man"', "m20b kiosk"),
        ),
    ),
    "german": (
        "de",
        "Die Brücke",
        "Der Bürgermeister überquert die Straße – „Schluss!“ – und die Häuser am Fluß bleiben leer.",
        ("Bürgermeister", "burgermeister", "Straße", "Häuser", '"Häuser am Fluß"', "Schluss"),
    ),
    "french": (
        "fr",
        "L’élection à Brest",
        "Il a été élu à Brest : l’homme qui disait « jamais » aux élections. Les élections municipales ; l'été.",
        ("homme", "l’homme", "élu", "jamais", '"les élections municipales"', "“il a été élu à brest”", '"a ete elu"'),
    ),
    "spanish": (
        "es",
        "El tranvía",
        "¿Quién recuerda el tranvía? La niña, mañana… quizá. Las elecciones y la elección.",
        ("quién", "tranvia", "niña", "mañana", "quizá", '"recuerda el tranvía"', '"la elección"'),
    ),
    "arabic": (
        "ar",
        "المكتبة العائمة",
        "تعود المكتبة العائمة إلى النهر، والأطفال ينتظرون الكتب على الضفة.",
        ("المكتبة", "والأطفال", "النهر", "الكتب", '"الكتب على الضفة"'),
    ),
    "hebrew": (
        "he",
        "הספרייה בתל־אביב",
        "הילדים בתל־אביב מחכים לספרים; צה״ל שתק, ורח׳ אלנבי ריק.",
        ("הילדים", "אביב", "בתל־אביב", 'צה"ל', "צה״ל", '"מחכים לספרים"'),
    ),
    "russian": (
        "ru",
        "Плавучая библиотека",
        "Плавучая библиотека возвращается на реку, и дети ёлку ждут.",
        ("библиотека", "библиотек", "елку", "ёлку", '"возвращается на реку"'),
    ),
    "chinese": (
        "zh",
        "漂浮的图书馆",
        "漂浮的图书馆今天回到了河边，孩子们在岸上等待新书。GDP增长了百分之三。",
        ("图书馆", "今天", "孩子们", "新书", "书", "GDP增长", "“回到了河边”", "图书馆新书"),
    ),
    "japanese": (
        "ja",
        "灯台が消える",
        "最後の灯台守はきのう島を離れた。がっこうの子供たちは「さようなら」とメールした。",
        ("灯台守", "灯台", "子供たち", "さようなら", "がっこう", "メール", '"島を離れた"', "子供たち灯台守"),
    ),
    "thai": (
        "th",
        "ห้องสมุดลอยน้ำ",
        "ห้องสมุดลอยน้ำกลับมาที่แม่น้ำแล้ว เด็กๆ กำลังรอหนังสือเล่มใหม่",
        ("ห้องสมุด", "แม่น้ำ", "หนังสือ", "เล่มใหม่", "เด็กๆ", '"กลับมาที่แม่น้ำ"', "หนังสือห้องสมุด"),
    ),
    "undeclared": (
        None,
        "A mixture",
        "The sign said 営業中 in red, and below it 영업합니다 and 「ราคา」 beside “Überraschung”.",
        ("営業中", "営業", "영업", "ราคา", "Überraschung", "sign"),
    ),
}
"""Name -> language in the front matter, headline, text, and queries that find the article."""

NOWHERE = (
    "xylophone",
    "moveable",
    "rce3",
    "業営",
    "กาน",
    "がき",
    '"moved nobody"',
    "馆书图",
    "homme jamais zzz",
    '"municipales élections"',
)
"""Queries that no article matches, though some have the same letters."""


def pages() -> dict[str, str]:
    """Return the pages of the archive by path."""
    return {
        f"articles/2020/{number:02}/{name}.md": article(
            body, title=title, date=date(2020, number, 1), origin=ORIGIN, **({"language": language} if language else {})
        )
        for number, (name, (language, title, body, _)) in enumerate(ARTICLES.items(), 1)
    }
