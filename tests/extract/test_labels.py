"""Lines that name a function of the page match a phrase of `labels.toml`; lines of articles do not."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.extract.text import labels
from backfile.extract.text.label_folding import fold_lines, is_unspaced
from backfile.extract.text.label_tables import list_languages, load_table, parse_open, split_phrases
from backfile.extract.text.labels import Label, LabelKind, match_label

FILE = Path(labels.__file__).with_name("labels.toml")
TABLES: dict[str, dict[str, str]] = tomllib.loads(FILE.read_text("utf-8"))
LANGUAGES = [name for name in TABLES if name != "any"]
EVERYWHERE = (LabelKind.RELATED, LabelKind.SHARE, LabelKind.COMMENTS, LabelKind.SUBSCRIBE, LabelKind.ADVERT)


def phrases(language: str) -> list[tuple[LabelKind, str]]:
    entries = [(kind, value) for kind, value in TABLES[language].items() if kind != "also"]
    return [(LabelKind(kind), phrase) for kind, value in entries for phrase in split_phrases(value)]


def kind(line: str, *languages: str) -> LabelKind | None:
    label = match_label(line, languages)
    return label.kind if label else None


EXAMPLES = {
    "en": "Read Also » | ▸ Share this article | 12 Comments | Sign up for our weekly newsletter | ADVERTISEMENT",
    "de": "Mehr zum Thema: | Artikel teilen | Zu den Kommentaren (0) | Jetzt abonnieren › | – Anzeige –",
    "fr": "À LIRE AUSSI | Partager cet article | 3 commentaires | Déjà abonné ? Connectez-vous | Publicité",
    "es": "Te puede interesar: | Compartir en Facebook | 0 Comentarios | ¿Ya eres suscriptor? | PUBLICIDAD",
    "it": "Leggi anche: | Condividi su Facebook | Nessun commento | Iscriviti alla newsletter | Pubblicità",
    "pt": "Leia também: | Compartilhe no WhatsApp | Deixe um comentário | Já é assinante? Entre aqui | Publicidade",
    "nl": "Lees ook: | Deel via WhatsApp | Reacties (4) | Schrijf je in voor de nieuwsbrief | Advertentie",
    "sv": "LÄS OCKSÅ: | Dela artikeln | Kommentera | Prenumerera på vårt nyhetsbrev | Annons",
    "da": "Læs også: | Del artiklen | Skriv en kommentar | Bliv abonnent | ANNONCE",
    "nb": "Les også: | Del artikkel | Legg igjen en kommentar | Meld deg på vårt nyhetsbrev | Annonse",
    "fi": "Lue myös: | Jaa artikkeli | Kommentit (3) | Tilaa uutiskirje | Mainos",
    "is": "Mest lesið | Deila frétt | Skrifa athugasemd | Skráðu þig á póstlista | Auglýsing",
    "pl": "Czytaj też: | Udostępnij na Facebooku | Dodaj komentarz | Zapisz się na newsletter | REKLAMA",
    "cs": "Mohlo by vás zajímat | Sdílejte článek | Vstoupit do diskuze | Přihlásit se | Reklama",
    "sk": "Čítajte tiež: | Zdieľať na Facebooku | Diskusia k článku | Prihlásiť sa | Inzercia",
    "hu": "Kapcsolódó cikkek | Oszd meg! | Szólj hozzá! | Iratkozz fel hírlevelünkre | Hirdetés",
    "ro": "Citește și: | Distribuie pe Facebook | Lasă un comentariu | Abonează-te la newsletter | Publicitate",
    "bg": "Още по темата | Сподели във Facebook | Добави коментар | Абонирай се | Реклама",
    "el": "Διαβάστε επίσης: | Κοινοποίηση | Αφήστε ένα σχόλιο | Εγγραφείτε στο newsletter | Διαφήμιση",
    "ru": "Читайте также: | Поделиться в Telegram | Оставить комментарий | Подписывайтесь на наш канал | Реклама",
    "uk": "Читайте також: | Поділитися | Залишити коментар | Підписуйтесь на наш Telegram | Реклама",
    "sr": "Опширније | Podelite vest | Pošaljite komentar | Prijavite se na newsletter | Oglas",
    "hr": "Pročitajte još | Podijeli na Facebooku | Komentiraj | Prijavite se na newsletter | Oglas",
    "sl": "Preberite tudi: | Deli na Facebook | Dodaj komentar | Naročite se na e-novice | Oglasno sporočilo",
    "lt": "Taip pat skaitykite: | Pasidalinkite straipsniu | Rašyti komentarą | Užsisakykite naujienlaiškį | Reklama",
    "lv": "Lasi arī: | Dalies ar draugiem | Pievieno komentāru | Piesakies jaunumiem | Reklāma",
    "et": "Loe ka: | Jaga Facebookis | Lisa kommentaar | Liitu uudiskirjaga | Reklaam",
    "mk": "Поврзани вести | Сподели на Facebook | Остави коментар | Најави се | Реклама",
    "tr": "İLGİLİ HABERLER | Haberi paylaş | İlk yorumu sen yap | Bültenimize abone olun | REKLAM",
    "az": "Oxşar xəbərlər | Paylaş | Şərh yaz | Kanalımıza abunə olun | Reklam",
    "ka": "ასევე წაიკითხეთ: | გაზიარება | კომენტარები (2) | გამოიწერე | რეკლამა",
    "ar": "اقرأ أيضاً: | شارك المقال | أضف تعليقاً | اشترك في النشرة البريدية | إعلان",
    "fa": "بیشتر بخوانید: | به اشتراک بگذارید | دیدگاه‌ها | خبرنامه | تبلیغات",
    "he": "כתבות נוספות | שתפו בפייסבוק | הוספת תגובה | הירשמו לניוזלטר | פרסומת",
    "ur": "یہ بھی پڑھیں: | شیئر کریں | تبصرہ کریں | سبسکرائب کریں | اشتہار",
    "hi": "यह भी पढ़ें: | शेयर करें | टिप्पणियां (0) | सब्सक्राइब करें | विज्ञापन",
    "bn": "আরও পড়ুন: | শেয়ার করুন | মন্তব্য করুন | সাবস্ক্রাইব করুন | বিজ্ঞাপন",
    "ta": "இதையும் படியுங்கள்: | பகிரவும் | கருத்துகள் | செய்திமடல் | விளம்பரம்",
    "th": "ข่าวที่เกี่ยวข้อง | แชร์ข่าวนี้ | แสดงความคิดเห็น | สมัครรับข่าวสาร | โฆษณา",
    "vi": "Tin liên quan | Chia sẻ bài viết | Gửi bình luận | Đăng nhập | Quảng cáo",
    "id": "Baca juga: | Bagikan artikel ini | Tulis komentar | Berlangganan sekarang | Iklan",
    "ko": "관련기사 | 공유하기 | 댓글 3개 | 뉴스레터 구독하기 | 광고",
    "ja": "関連記事 | この記事をシェア | コメントする | 会員登録はこちら | 広告",
    "zh": "相关阅读： | 分享到微信 | 共3条评论 | 立即訂閱 | 广告",
    "sw": "Soma zaidi | Sambaza habari hii | Andika maoni yako | Jisajili sasa | Tangazo",
    "ca": "Llegeix també: | Comparteix l'article | Deixa un comentari | Subscriu-te al butlletí | Publicitat",
    "gl": "Le tamén: | Comparte este artigo | Deixa un comentario | Subscríbete | Publicidade",
    "eu": "Lotutako albisteak | Partekatu albistea | Utzi iruzkina | Egin harpide | Publizitatea",
    "ga": "Léigh freisin | Roinn an scéal seo | Fág freagra | Logáil isteach | Fógra",
    "af": "Lees ook: | Deel hierdie artikel | Lewer kommentaar | Teken in op ons nuusbrief | Advertensie",
}

OTHERS = {
    ("More on these topics", "en"): LabelKind.TOPICS,
    ("Schlagwörter:", "de"): LabelKind.TOPICS,
    ("Ämnen i artikeln", "sv"): LabelKind.TOPICS,
    ("Tagi:", "pl"): LabelKind.TOPICS,
    ("About the author", "fr"): LabelKind.AUTHOR,
    ("Follow Maria Lopez on Google News", "en"): LabelKind.AUTHOR,
    ("Über die Autorin", "de"): LabelKind.AUTHOR,
    ("Sobre el autor", "es"): LabelKind.AUTHOR,
    ("Zur Startseite", "de"): LabelKind.NAVIGATION,
    ("Page 2 of 7", "en"): LabelKind.NAVIGATION,
    ("Report an error", "en"): LabelKind.NAVIGATION,
    ("Haut de page", "fr"): LabelKind.NAVIGATION,
    ("View image in fullscreen", "en"): LabelKind.MEDIA,
    ("Image 3 of 12", "en"): LabelKind.MEDIA,
    ("1.25x", "en"): LabelKind.MEDIA,
    ("Bild 2 von 9", "de"): LabelKind.MEDIA,
    ("This video failed to load. Please try again later.", "en"): LabelKind.MEDIA,
    ("By signing up, you agree to our Terms of Use and our Privacy Policy.", "en"): LabelKind.CONSENT,
    ("Mit der Anmeldung erkläre ich mich mit den Bedingungen einverstanden.", "de"): LabelKind.CONSENT,
    ("Diese Website verwendet Cookies.", "de"): LabelKind.CONSENT,
    ("Мы используем cookie-файлы.", "ru"): LabelKind.CONSENT,
    ("Lire aussi : La commune vote un budget sans précédent pour ses écoles", "fr"): LabelKind.RELATED,
    ("READ MORE: Council votes for a new bridge across the river", "en"): LabelKind.RELATED,
    ("Facebook Twitter WhatsApp E-Mail", "de"): LabelKind.SHARE,
    ("Share | Print | Comments", "en"): LabelKind.SHARE,
    ("Teilen Drucken", "de"): LabelKind.SHARE,
    ("Facebook 12 Twitter 3", "it"): LabelKind.SHARE,
    ("X", "sv"): LabelKind.SHARE,
    ("💬 Comments", "en"): LabelKind.COMMENTS,
    ("PARTAGER SUR FACEBOOK", "fr"): LabelKind.SHARE,
    ("MAS LEIDAS", "es"): LabelKind.RELATED,
    ("ΔΙΑΦΗΜΙΣΗ", "el"): LabelKind.ADVERT,
    ("Editor’s Picks", "en"): LabelKind.RELATED,
    ("Editors' picks", "en"): LabelKind.RELATED,
}

ARTICLE = {
    "en": """What happens next | A village divided | "We had nothing left" | How the vote works | Maria Lopez, 34
        Read between the lines, the letter says something else. | Read more books this year | Results | Analysis
        Share prices fell sharply in early trading. | Comments by the minister angered teachers. | The search goes on
        Closed doors | Follow the money | Home at last | Video evidence | Sign of the times | No comment, he said.
        Facebook pays a fine | Why Twitter matters | Print runs are falling | 5. Save water | In the news
        We watched. | Support for the strike grows | Related costs rose by a third. | Written by hand""",
    "de": """Folgen | Die Folgen für das Dorf | Wie es weitergeht | Anna Berger, Lehrerin | Links liegen gelassen
        Mehr Geld für Schulen | Werbung für die Heimat | Die Anzeige wegen Betrugs wurde eingestellt. | Karriere
        Mit der Anmeldung begann für die Familie eine lange Wartezeit. | Geteilte Meinungen | Auf den Bergen | Politik
        Das Video konnte nicht unabhängig überprüft werden. | Themen der Zukunft | Teilen lernen""",
    "fr": """Une ville coupée en deux | Comment ? | Lire et écrire | Suivre le fleuve | Partager la terre et l'eau
        Les informations recueillies par la police montrent le contraire. | À suivre de près | Marie Dubois, 51 ans""",
    "es": """Más de 200 muertos en el terremoto | Un pueblo dividido | Compartir la tierra | Seguir adelante
        Leer y escribir | El tema de fondo | Ana Pérez, vecina | Comenta el alcalde que habrá obras.""",
    "it": """Una città divisa | Leggi e regolamenti | Il tema del lavoro | Seguire il denaro
        Condividi il pane, diceva.""",
    "pt": """Mais de 300 pessoas no local | Uma cidade dividida | Ler para crer | O tema da água""",
    "nl": """Een dorp verdeeld | Meer dan honderd huizen | Delen is moeilijk | Het antwoord van de raad""",
    "sv": """Mer än hundra hus | Ett svar dröjer | En by i sorg | Dela på makten""",
    "pl": """Więcej niż sto domów | Wieś podzielona | Co dalej | Komentuje burmistrz miasta.""",
    "ru": """Больше ста домов | Что дальше | Я согласен, что город меняется. | Главное событие года""",
    "tr": """Köyde yeni dönem | Yorum farkı | Paylaşılan acı | Ne oldu""",
    "ar": """المزيد من الضحايا | ما الذي حدث | قرية منقسمة""",
    "ja": """村の分断 | 写真は語る | 共有地の未来""",
    "zh": """村庄的未来 | 分享土地的人 | 评论家怎么说""",
}


def test_each_entry_is_a_kind_and_each_phrase_parses() -> None:
    for language in TABLES:
        assert phrases(language)
        table = load_table(language)
        for found in (*table.heads.values(), *table.tails.values()):
            assert all(parse_open(*phrase).label.language == language for phrase in found)


@pytest.mark.parametrize("language", TABLES)
def test_no_phrase_is_twice_in_a_language(language: str) -> None:
    keys = Counter("*".join([*fold_lines(p.split("*")), ":"[: ":" in p and "*" in p]]) for _, p in phrases(language))
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_kinds_that_exist_in_it(language: str) -> None:
    assert len(phrases(language)) > 60
    assert set(EVERYWHERE) <= {kind for kind, _ in phrases(language)}


@pytest.mark.parametrize("language", TABLES)
def test_open_phrases_have_enough_words_that_are_certain(language: str) -> None:
    table = load_table(language)
    for found in (*table.heads.values(), *table.tails.values()):
        for phrase in (parse_open(*entry) for entry in found):
            fixed = " ".join((phrase.head, *phrase.inner, phrase.tail)).strip()
            assert phrase.colon or len(fixed) >= (2 if is_unspaced(fixed) else 4), fixed


def test_each_language_code_is_of_one_table_or_of_close_languages() -> None:
    codes = Counter(code for own in list_languages().values() for code in own)
    assert {code for code, count in codes.items() if count > 1} <= {"bs"}


@pytest.mark.parametrize("language", EXAMPLES)
def test_lines_that_readers_see(language: str) -> None:
    lines = EXAMPLES[language].split(" | ")
    assert [kind(line, language) for line in lines] == list(EVERYWHERE)


def test_every_language_has_examples() -> None:
    assert sorted(EXAMPLES) == sorted(LANGUAGES)


@pytest.mark.parametrize(("line", "language"), OTHERS)
def test_other_kinds_and_forms(line: str, language: str) -> None:
    assert kind(line, language) is OTHERS[line, language]


@pytest.mark.parametrize("language", ARTICLE)
def test_lines_of_articles_do_not_match(language: str) -> None:
    lines = [line.strip() for part in ARTICLE[language].split("\n") for line in part.split("|")]
    assert {line: label for line in lines if (label := match_label(line))} == {}


def test_only_the_given_languages_and_english_count() -> None:
    assert match_label("Teilen", ["de"]) == Label(LabelKind.SHARE, "de")
    assert match_label("Teilen", ["fr"]) is None
    assert match_label("Teilen", []) is None
    assert match_label("Share", []) == Label(LabelKind.SHARE, "en")
    assert match_label("WhatsApp", []) == Label(LabelKind.SHARE, "any")
    assert match_label("Teilen Imprimer") is None


def test_codes_with_regions_and_macro_languages_count() -> None:
    for code in ("no", "nn", "nb-NO", "NB", "nb_NO"):
        assert kind("Les også", code) is LabelKind.RELATED
    assert kind("分享", "zh-Hant-TW") is LabelKind.SHARE or kind("分享到", "zh-Hant-TW") is LabelKind.SHARE
    assert kind("Share", "xx") is LabelKind.SHARE


def test_a_star_is_at_most_six_words() -> None:
    assert kind("Lesen Sie auch unser großes Gespräch mit der Autorin", "de") is LabelKind.RELATED
    assert kind("Lesen Sie auch unser großes Gespräch mit der Autorin von gestern", "de") is None


def test_a_short_phrase_is_no_sentence() -> None:
    assert kind("Share.", "en") is None
    assert kind("Read more...", "en") is LabelKind.RELATED
    assert kind("Kommentare?", "de") is None
    assert kind("Déjà abonné ?", "fr") is LabelKind.SUBSCRIBE


def test_long_and_empty_lines_do_not_match() -> None:
    assert match_label("") is None
    assert match_label(" 12 (0) … ") is None
    assert match_label("Share " * 100) is None


@pytest.mark.parametrize("language", TABLES)
def test_case_and_a_colon_make_no_difference(language: str) -> None:
    for _, phrase in phrases(language):
        if "*" not in phrase:
            label = match_label(phrase, [language])
            assert label is not None, phrase
            assert match_label(phrase.upper(), [language]) == label, phrase
            if not phrase.endswith(("?", "؟", ";", "？", ".")):
                assert match_label(f"{phrase}:", [language]) == label, phrase


@given(st.text(max_size=80))
def test_never_raises(line: str) -> None:
    match_label(line)
    match_label(line, {"ja", "he"})


def test_is_fast() -> None:
    lines = [line for text in ARTICLE.values() for line in text.split("|")]
    for languages in (None, {"de"}):
        match_label("x", languages)
        start = process_time()
        for line in lines * 20:
            match_label(line, languages)
        assert (process_time() - start) / len(lines * 20) < 200e-6


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("en", "Did you like this article? Then support us with a gift.", LabelKind.SHARE),
        ("fr", "Vous avez aimé cet article ? Soutenez-nous.", LabelKind.SHARE),
        ("de", "Hier finden Sie alle unsere Inhalte zu den Möwen von Merrow.", LabelKind.RELATED),
        ("pt", "Veja mais notícias da região no Jornal do Porto.", LabelKind.RELATED),
        ("de", "E-Mail-Adresse (erforderlich)", LabelKind.SUBSCRIBE),
        ("es", "Nombre (obligatorio)", LabelKind.SUBSCRIBE),
        ("fr", "Codes promo Merrow Voyages", LabelKind.ADVERT),
        ("en", "Merrow Boats discount codes", LabelKind.ADVERT),
        ("de", "Deine Privatsphäre-Einstellungen verhindern das Laden aller externen Inhalte.", LabelKind.MEDIA),
        ("en", "This entry was posted in Boats and tagged bells. Bookmark the permalink.", LabelKind.TOPICS),
        ("it", "Questa voce è stata pubblicata in Barche da Ada.", LabelKind.TOPICS),
        ("en", "Related to the mayor", None),
        ("de", "Gutscheine für alle Bürger", None),
        ("es", "Cupones de pan en el puerto", None),
        ("fr", "Nos offres de paix", None),
    ],
)
def test_prompts_of_sentences_and_fields(language: str, line: str, expected: LabelKind | None) -> None:
    assert kind(line, language) is expected
