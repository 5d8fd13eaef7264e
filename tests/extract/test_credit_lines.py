"""Lines of a text that are a byline, a date or another field, in many languages; and lines that only look like them."""

from __future__ import annotations

import re
import time
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backfile.extract.text.byline_lines import is_byline_label
from backfile.extract.text.credit_lines import parse_credit_line
from backfile.extract.text.date_lines import is_clock_line, parse_label_line
from backfile.extract.text.person_names import has_given_name, is_role_line, looks_like_name
from backfile.fields import FIELDS
from backfile.fields.bylines import split_byline
from backfile.fields.dates import parse_date

DATES = [
    ("en", "Published: 12 March 2021", "published", "2021-03-12"),
    ("en", "Published on May 3rd, 2024 at 5 pm GMT", "published", "2024-05-03"),
    ("en", "Tue, 26 November 2024 9:27PM", "published", "2024-11-26"),
    ("en", "April 28, 2024 3:00 AM", "published", "2024-04-28"),
    ("en", "Posted at 10:22 AM, May 14, 2025", "published", "2025-05-14"),
    ("en", "First published May 14, 2025 10.22am AEST", "published", "2025-05-14"),
    ("en", "Last updated: 14 May 2025 at 10:22 BST", "modified", "2025-05-14"),
    ("en", "UPDATED MAY 14, 2025", "modified", "2025-05-14"),
    ("en", "Wednesday, 14 May 2025, 10:22", "published", "2025-05-14"),
    ("en", "2025-05-14T10:22:00+02:00", "published", "2025-05-14"),
    ("en", "14 May 2025 (updated)", "modified", "2025-05-14"),
    ("de", "Publiziert 6. November 2025, 12:26", "published", "2025-11-06"),
    ("de", "Pressemitteilung vom 14.05.2025", "published", "2025-05-14"),
    ("pt", "14/05/2025 10h22 Atualizado há um ano", "published", "2025-05-14"),
    ("de", "erstellt: 01. April 2025, 15:25", "published", "2025-04-01"),
    ("de", "15.05.2023 - 13:52 Uhr", "published", "2023-05-15"),
    ("de", "28.04.2023-19:20", "published", "2023-04-28"),
    ("de", "Stand: 24.04.2024 22:58 Uhr", "published", "2024-04-24"),
    ("de", "Erschienen am 30.04.2024", "published", "2024-04-30"),
    ("de", "Veröffentlicht am Mittwoch, 14. Mai 2025 um 10:22 Uhr", "published", "2025-05-14"),
    ("de", "Zuletzt aktualisiert: 14.05.2025, 10:22 Uhr", "modified", "2025-05-14"),
    ("de", "14.05.2025, 20:28", "published", "2025-05-14"),
    ("de", "© dpa-infocom, dpa:240516-99-53606/3", "published", "2024-05-16"),
    ("fr", "Publié le 12 mars 2021 à 18h05", "published", "2021-03-12"),
    ("fr", "Mis à jour le 1er mai 2025 à 10:22", "modified", "2025-05-01"),
    ("fr", "Publié le mercredi 14 mai 2025", "published", "2025-05-14"),
    ("fr", "14 mai 2025 à 9 h 12 min", "published", "2025-05-14"),
    ("de", "© nag-infoline, nag:240927-99-112233/2", "published", "2024-09-27"),
    ("fr", "Mis en ligne le 14/05/2025 à 10h22", "published", "2025-05-14"),
    ("es", "Publicado el 14 de mayo de 2025 a las 10:22", "published", "2025-05-14"),
    ("es", "Actualizado: 14/05/2025 10:22h", "modified", "2025-05-14"),
    ("es", "Fecha de publicación: 14 de mayo de 2025", "published", "2025-05-14"),
    ("it", "Pubblicato il 14 maggio 2025 alle 10:22", "published", "2025-05-14"),
    ("it", "Ultimo aggiornamento: 14/05/2025, ore 10:22", "modified", "2025-05-14"),
    ("pt", "Publicado em 14 de maio de 2025 às 10h22", "published", "2025-05-14"),
    ("pt", "Atualizado em 14/05/2025 10h22", "modified", "2025-05-14"),
    ("pt", "14.mai.2025 às 10h22", "published", "2025-05-14"),
    ("nl", "Gepubliceerd op 14 mei 2025 om 10:22 uur", "published", "2025-05-14"),
    ("nl", "Laatst bijgewerkt: woensdag 14 mei 2025, 10:22", "modified", "2025-05-14"),
    ("sv", "Publicerad 14 maj 2025 kl 10.22", "published", "2025-05-14"),
    ("sv", "Uppdaterad: onsdag den 14 maj 2025 10:22", "modified", "2025-05-14"),
    ("da", "Offentliggjort torsdag d. 6. februar 2025 kl. 17:25", "published", "2025-02-06"),
    ("da", "Opdateret 14. maj 2025 kl. 10.22", "modified", "2025-05-14"),
    ("nb", "Publisert 05.08.2024, kl. 13.05", "published", "2024-08-05"),
    ("nb", "Sist oppdatert: 14. mai 2025 10:22", "modified", "2025-05-14"),
    ("fi", "Julkaistu 14.5.2025 klo 10.22", "published", "2025-05-14"),
    ("fi", "Päivitetty 14. toukokuuta 2025 klo 10:22", "modified", "2025-05-14"),
    ("is", "torsdag 06. feb 2025 17:25", "published", "2025-02-06"),
    ("is", "Birt þann 14. maí 2025 kl. 10:22", "published", "2025-05-14"),
    ("pl", "Opublikowano: 14 maja 2025, godz. 10:22", "published", "2025-05-14"),
    ("pl", "Aktualizacja: 14.05.2025 r. 10:22", "modified", "2025-05-14"),
    ("pl", "5 listopada 2024, 10:22", "published", "2024-11-05"),
    ("cs", "Publikováno 14. května 2025 v 10:22", "published", "2025-05-14"),
    ("cs", "Aktualizováno: středa 14. 5. 2025 10:22", "modified", "2025-05-14"),
    ("sk", "Zverejnené 14. mája 2025 o 10:22", "published", "2025-05-14"),
    ("sk", "Aktualizované: 14.05.2025 10:22", "modified", "2025-05-14"),
    ("hu", "Közzétéve: 2025. május 14. 10:22", "published", "2025-05-14"),
    ("hu", "Frissítve: 2025.05.14. 10:22", "modified", "2025-05-14"),
    ("ro", "Publicat pe 14 mai 2025, ora 10:22", "published", "2025-05-14"),
    ("ro", "Actualizat la 14.05.2025, 10:22", "modified", "2025-05-14"),
    ("hr", "Objavljeno: 14. svibnja 2025. u 10:22", "published", "2025-05-14"),
    ("bg", "Публикувано на 14.05.2025 г. в 10:22 ч.", "published", "2025-05-14"),
    ("bg", "Обновена: 14 май 2025 г.", "modified", "2025-05-14"),
    ("el", "Δημοσιεύθηκε: 14 Μαΐου 2025, 10:22", "published", "2025-05-14"),
    ("el", "Τελευταία ενημέρωση: 14/05/2025 στις 10:22", "modified", "2025-05-14"),
    ("ru", "Опубликовано: 14 мая 2025 г. в 10:22 мск", "published", "2025-05-14"),
    ("ru", "Обновлено 14.05.2025, 10:22", "modified", "2025-05-14"),
    ("uk", "Опубліковано 14 травня 2025 року о 10:22", "published", "2025-05-14"),
    ("uk", "Оновлено: 14.05.2025", "modified", "2025-05-14"),
    ("tr", "Yayınlanma: 14 Mayıs 2025 Çarşamba 10:22", "published", "2025-05-14"),
    ("tr", "Güncelleme: 14.05.2025 10:22", "modified", "2025-05-14"),
    ("ar", "نشر في: 14 مايو 2025 الساعة 10:22 ص", "published", "2025-05-14"),
    ("ar", "آخر تحديث: ١٤ أيار ٢٠٢٥", "modified", "2025-05-14"),
    ("he", "פורסם: 14 במאי 2025, 10:22", "published", "2025-05-14"),
    ("he", "עודכן: 14.05.2025, 10:22", "modified", "2025-05-14"),
    ("fa", "تاریخ انتشار: ۲۴ اردیبهشت ۱۴۰۴ - ۱۰:۲۲", "published", "2025-05-14"),
    ("fa", "آخرین به‌روزرسانی: ۱۴۰۴/۰۲/۲۴", "modified", "2025-05-14"),
    ("hi", "प्रकाशित: 14 मई 2025, 10:22 बजे", "published", "2025-05-14"),
    ("hi", "अपडेटेड १४ मई २०२५", "modified", "2025-05-14"),
    ("th", "เผยแพร่เมื่อ 14 พ.ค. 2568 เวลา 10:22 น.", "published", "2025-05-14"),
    ("th", "อัปเดตล่าสุด 14 พฤษภาคม 2568", "modified", "2025-05-14"),
    ("vi", "Thứ Tư, 14/5/2025, 10:22 (GMT+7)", "published", "2025-05-14"),
    ("vi", "Cập nhật lúc 10:22 ngày 14/05/2025", "modified", "2025-05-14"),
    ("vi", "Đăng ngày 14 tháng 5 năm 2025", "published", "2025-05-14"),
    ("id", "Diterbitkan Rabu, 14 Mei 2025 pukul 10:22 WIB", "published", "2025-05-14"),
    ("id", "Terakhir diperbarui: 14 Mei 2025, 10:22 WIB", "modified", "2025-05-14"),
    ("ko", "입력 2025.05.14. 오전 10:22", "published", "2025-05-14"),
    ("ko", "최종수정 2025년 5월 14일 10시 22분", "modified", "2025-05-14"),
    ("ja", "公開日: 2025年5月14日(水) 10時22分", "published", "2025-05-14"),
    ("ja", "2025年5月14日 10:22 更新", "modified", "2025-05-14"),
    ("zh", "发布时间：2025年5月14日 10:22", "published", "2025-05-14"),
    ("zh", "更新時間 2025-05-14 10:22", "modified", "2025-05-14"),
    ("zh", "2025年05月14日10:22 星期三", "published", "2025-05-14"),
]
BARE_DAYS = [
    ("ja", "2025年5月14日", "2025-05-14"),
    ("ko", "2025. 5. 14.", "2025-05-14"),
    ("de", "22.04.2024 |", "2024-04-22"),
    ("fr", "14/05/2025", "2025-05-14"),
    ("en", "3 May 1945", "1945-05-03"),
    ("de", "Mittwoch, 14. Mai 2025", "2025-05-14"),
    ("en", "May 14, 2025", "2025-05-14"),
]
BYLINES = [
    ("By Orla Venn", ["Orla Venn"]),
    ("BY ORLA VENN", ["ORLA VENN"]),
    ("by Orla Venn", ["Orla Venn"]),
    ("Written by Orla Venn", ["Orla Venn"]),
    ("By: Orla Venn", ["Orla Venn"]),
    ("by: Orla Venn", ["Orla Venn"]),
    ("Interview: Anna Blum", ["Anna Blum"]),
    ("Propos recueillis par Léa Grand", ["Léa Grand"]),
    ("By Orla Venn and Tam O'Shea, Harbour Post", ["Orla Venn", "Tam O'Shea", "Harbour Post"]),
    ("By Orla Venn, Staff Writer", ["Orla Venn"]),
    ("By J. K. Venn in Lagos", None),
    ("By Reuters", ["Reuters"]),
    ("Orla Venn, Political Editor", ["Orla Venn"]),
    ("Orla Venn | Staff Writer", ["Orla Venn"]),
    ("Von: JÖRG HARMS", ["JÖRG HARMS"]),
    ("von Katja Harms", ["Katja Harms"]),
    ("Von Felix Roth und Jörg Harms, dpa", ["Felix Roth", "Jörg Harms", "dpa"]),
    ("Von Jette Harms und Klaus von der Heide", ["Jette Harms", "Klaus von der Heide"]),
    ("Text: Anna Blum", ["Anna Blum"]),
    ("Anna Blum, Redaktionsleiterin", None),
    ("Ein Gastbeitrag von Anna Blum", ["Anna Blum"]),
    ("Anna Blum (dpa)", ["Anna Blum", "dpa"]),
    ("Par Jean Petit et Léa Grand", ["Jean Petit", "Léa Grand"]),
    ("Texte : Jean Petit", ["Jean Petit"]),
    ("Journaliste • Jean Petit", ["Jean Petit"]),
    ("Por Ana García", ["Ana García"]),
    ("Por Ana García y Luis Peña", ["Ana García", "Luis Peña"]),
    ("Di Luigi Rossi", ["Luigi Rossi"]),
    ("A cura di Luigi Rossi", ["Luigi Rossi"]),
    ("Por João da Silva e Rui Sá", ["João da Silva", "Rui Sá"]),
    ("Door Jan de Vries", ["Jan de Vries"]),
    ("Tekst: Jan de Vries", ["Jan de Vries"]),
    ("Av Kari Nord", ["Kari Nord"]),
    ("Tekst: Kari Nord", ["Kari Nord"]),
    ("Av Anna Lund och Bo Ek", ["Anna Lund", "Bo Ek"]),
    ("Af Mette Holm og Jens Dahl", ["Mette Holm", "Jens Dahl"]),
    ("Teksti: Aino Laine", ["Aino Laine"]),
    ("Höfundur: Jón Sigurðsson", ["Jón Sigurðsson"]),
    ("Autor: Jan Kowalski", ["Jan Kowalski"]),
    ("Oprac. Jan Kowalski", ["Jan Kowalski"]),
    ("Autor: PAP", ["PAP"]),
    ("Autor: Jana Nováková", ["Jana Nováková"]),
    ("Autorka: Zuzana Kováčová", ["Zuzana Kováčová"]),
    ("Szerző: Nagy Anna", ["Nagy Anna"]),
    ("Autor: Ion Popescu", ["Ion Popescu"]),
    ("Piše: Ivana Horvat", ["Ivana Horvat"]),
    ("Автор: Мария Иванова", ["Мария Иванова"]),
    ("Текст: Анна Белова", ["Анна Белова"]),
    ("Авторка: Олена Шевченко", ["Олена Шевченко"]),
    ("Γράφει ο Νίκος Παππάς", ["Νίκος Παππάς"]),
    ("Yazan: Ayşe Demir", ["Ayşe Demir"]),
    ("بقلم أحمد علي", ["أحمد علي"]),
    ("كتب: أحمد علي", ["أحمد علي"]),
    ("מאת דנה לוי", ["דנה לוי"]),
    ("نویسنده: رضا کریمی", ["رضا کریمی"]),
    ("लेखक: रवि कुमार", ["रवि कुमार"]),
    ("ผู้เขียน: สมชาย ใจดี", ["สมชาย ใจดี"]),
    ("Tác giả: Nguyễn Văn An", ["Nguyễn Văn An"]),
    ("Oleh: Budi Santoso", ["Budi Santoso"]),
    ("김민수 기자", ["김민수"]),
    ("김철수·이영희 기자", ["김철수", "이영희"]),
    ("記者 王小明", ["王小明"]),
    ("文/王小明", ["王小明"]),
    ("文：山田太郎", ["山田太郎"]),
]
BYLINES_WITH_DATE = [
    ("Von Jana Peters, Aktualisiert am 4. Mai 2023, 14:02 Uhr", "Von Jana Peters", "2023-05-04"),
    ("By Orla Venn | 3 May 2024", "By Orla Venn", "2024-05-03"),
    ("By Orla Venn – 3 May 2024", "By Orla Venn", "2024-05-03"),
    ("By Orla Venn Published 3 May 2024", "By Orla Venn", "2024-05-03"),
    ("15.05.2023 - 13:52 Uhr Von: JÖRG HARMS", "Von: JÖRG HARMS", "2023-05-15"),
    ("3 May 2024 by Orla Venn", "by Orla Venn", "2024-05-03"),
    ("Par Jean Petit · Publié le 12 mars 2021 · Temps de lecture : 5 min", "Par Jean Petit", "2021-03-12"),
    ("Anna Blum | 14.05.2025", "Anna Blum", "2025-05-14"),
]
OTHERS = [
    ("© 2026 The Canadian Press", "rights", "© 2026 The Canadian Press"),
    ("Copyright © AFP 2017-2026", "rights", "Copyright © AFP 2017-2026"),
    ("Copyright Harbour Verlag GmbH & Co. KG", "rights", "Copyright Harbour Verlag GmbH & Co. KG"),
    ("(c) Harbour News", "rights", "(c) Harbour News"),
    ("Copyright © 2024", "rights", "Copyright © 2024"),
    ("جميع الحقوق محفوظة © 2025", "rights", "جميع الحقوق محفوظة © 2025"),
    ("Copyright © 港だより All Rights Reserved.", "rights", "Copyright © 港だより All Rights Reserved."),
    ("© Harbour-Magazin", "rights", "© Harbour-Magazin"),
    ("© AFP 2026. All uses need a licence.", "rights", "© AFP 2026. All uses need a licence."),
    ("© dpa-infocom, dpa:240516-99-53606/3 (dpa)", "rights", "© dpa-infocom"),
    ("Quelle: ntv.de, ino/dpa", "source", "ntv.de"),
    ("Quelle: F.A.Z.", "source", "F.A.Z."),
    ("(Quelle: APA/sda/dpa)", "source", "APA/sda/dpa"),
    ("red, ORF.at/Agenturen", "source", "ORF.at"),
    ("Źródło: rp.pl", "source", "rp.pl"),
    ("Source: Reuters", "source", "Reuters"),
    ("Fuente: EFE", "source", "EFE"),
    ("Fonte: ANSA", "source", "ANSA"),
    ("Bron: ANP", "source", "ANP"),
    ("Källa: TT", "source", "TT"),
    ("Lähde: STT", "source", "STT"),
    ("Zdroj: ČTK", "source", "ČTK"),
    ("Forrás: MTI", "source", "MTI"),
    ("Sursa: Agerpres", "source", "Agerpres"),
    ("Πηγή: Reuters", "source", "Reuters"),
    ("Источник: Интерфакс", "source", "Интерфакс"),
    ("Джерело: Укрінформ", "source", "Укрінформ"),
    ("Kaynak: Anadolu Ajansı", "source", "Anadolu Ajansı"),
    ("المصدر: رويترز", "source", "رويترز"),
    ("出典：共同", "source", "共同"),
    ("来源：新华社", "source", "新华社"),
    ("출처: 연합뉴스", "source", "연합뉴스"),
    ("Tags: harbours, winter, keys", "keywords", "harbours"),
    ("Schlagworte: Hafen, Winter", "keywords", "Hafen"),
    ("Etiquetas: puerto, invierno", "keywords", "puerto"),
    ("Теги: порт, зима", "keywords", "порт"),
    ("タグ：港、冬", "keywords", "港"),
    ("Ressort: Politik", "section", "Politik"),
    ("Rubrique : Économie", "section", "Économie"),
    ("Section: World", "section", "World"),
    ("Rubrika: Domácí", "section", "Domácí"),
]
LABELS = [
    *[("Publisert", "published"), ("Offentliggjort", "published"), ("Oppdatert:", "modified"), ("Stand:", "published")],
    *[("Veröffentlicht am", "published"), ("Last updated", "modified"), ("Published on", "published")],
    *[("Mis à jour le", "modified"), ("更新", "modified"), ("تاریخ انتشار:", "published"), ("Güncelleme", "modified")],
    *[("Опубликовано:", "published"), ("Julkaistu", "published"), ("Published by nobody", None), ("Read", None)],
    *[("", None), ("Published 3 May", None), ("By Orla Venn", None)],
]
CLOCKS = [
    "15:54",
    "15:44 Uhr",
    "kl. 13.05",
    "13.05 Uhr",
    "15:54 |",
    "10h22",
    "3:00 AM",
    "5 pm",
    "klo 10.22",
    "10:22 WIB",
]
NO_CLOCKS = ["13.05", "5 h", "19 min", "3:2 Tore", "14.05.2025", "", "At 15:54 he left", "22.04.2024 |", "12 Uhren"]
NAMES = [
    *(
        "Orla Venn",
        "Holger Roth",
        "Jan de Vries",
        "Dr. Max Harms",
        "Anna-Lena von der Heide",
        "J. R. Venn",
        "ANNA BLUM",
    ),
    *("Ricardo d'Ávila", "Michael O'Shea", "Sarah El-Amin", "Нина Иванова", "Νίκος Παππάς", "Nguyễn Văn An"),
]
NO_NAMES = [
    *(
        "New York",
        "Breaking News",
        "The Guardian",
        "It rains",
        "Orla",
        "Am Ende",
        "What Next?",
        "Stand 2024",
        "Im Winter",
    ),
    *("Wer ist Boris", "Staff Writer", "김민수", "王小明", "أحمد علي", "Orla Venn said", "Orla Venn."),
]
ROLES = [
    *("Redaktionsleiter", "Leitender Wirtschaftsredakteur", "Producer", "Staff Writer", "Political reporter"),
    *("Korrespondent für Politik und Wirtschaft in der Schweiz.", "Redakteurin in der Wirtschaft", "Journaliste"),
    *(
        "Chief Political Correspondent, Harbour News",
        "Periodista",
        "Giornalista",
        "Repórter",
        "Verslaggever",
        "Reporter",
    ),
    *("Utrikeskorrespondent", "Journalist", "Toimittaja", "Blaðamaður", "Dziennikarz", "Redaktor", "Spravodajca"),
    *("Újságíró", "Jurnalist", "Novinarka", "Кореспондент", "Δημοσιογράφος", "Корреспондент отдела политики"),
    *(
        "Журналістка",
        "Muhabir",
        "مراسل",
        "כתבת",
        "خبرنگار",
        "संवाददाता",
        "ผู้สื่อข่าว",
        "Phóng viên",
        "Wartawan",
        "기자",
        "記者",
    ),
]
NO_ROLES = [
    *("The reporter said so.", "Der Reporter ging nach Hause.", "Winter", "", "Harbour lights", "Ist er Reporter?"),
    *("He is a journalist", "Reporter: what they do", "An old harbour"),
]
BYLINE_LABELS = ["By", "Von", "Par", "Por", "Text:", "Autor", "Автор:", "文", "بقلم", "Written by", "Tekst:"]
NEGATIVES = [
    # subheadings
    *("By the Sea", "By Popular Demand", "Von Helgoland nach Kiel", "Di Padre In Figlio", "Por Tierra Santa"),
    *("Par Monts Et Vents", "Morning Markets", "Keine Einführung", "Av och till", "Door de jaren heen", "Od nowa"),
    *("May 1968 and after", "Summer 2024", "May 2024", "2024", "Copyright: what the law says in 2020"),
    *(
        "Copyright Reform Explained",
        "© Jan Roth/Press Association/dpa",
        "By 2030",
        "By Night in Paris",
        "Von Mai bis Juni",
        "Update",
        "Stand der Dinge",
    ),
    *("Source of the river", "Quelle des Lebens", "Text and context", "Tags and labels", "Author: unknown to us all"),
    # sentences
    *("By Orla Venn's account, the harbour was closed.", "It was published on 3 May 2024 in Kiel.", "He came by 3 pm."),
    *("On 3 May 2024 the harbour was closed.", "Am 3. Mai 2024 wurde der Hafen geschlossen.", "She left at 15:54."),
    *(
        "Quelle: Wir haben sie gefunden, als es regnete.",
        "Source: he told me so himself, he said.",
        "Read it by May 3, 2024.",
    ),
    # periods, events and chronicles
    *(
        "14 May 2025 – 16 May 2025",
        "1914: Outbreak of war",
        "3 May 1945: The end",
        "3 May 1945",
        "3. Mai 1945",
        "1945-05-03",
    ),
    *("Mo, 14. Mai 2025", "May 3, 1945", "12:30 Lunch", "10:00–12:00", "15.32 Uhr: Weitere Angriffe", "8 p.m.: Dinner"),
    *("Monday 9 am to 5 pm", "14 May: a ferry sinks", "Since 3 May 2024"),
    # scores, recipes, lists and verse
    *(
        "Arsenal 2-1 Chelsea",
        "3:2",
        "2 cups of flour",
        "200 g Mehl",
        "1 1/2 Tassen Zucker",
        "- 3 May 2024: ferry",
        "1. Platz",
    ),
    *(
        "The gate stood open all night",
        "and nobody came",
        "Winter: snow",
        "Sea: winter",
        "Anna: I do not know.",
        "Q: Why?",
    ),
    *(
        "Prep time: 20 minutes",
        "Serves 4",
        "Updated 3 hours ago",
        "yesterday",
        "Orla Venn",
        "Anna Blum, Paris",
        "Rome, Paris",
    ),
    *(
        "Kategorie 1: Boote",
        "By Hand",
        "Morning Markets | 3 May 2024",
        "by far the best",
        "Von Fall zu Fall",
        "32 Mai 2021",
        "2021-02-30",
        "dpa:24-1",
        "©",
    ),
]


def certain(line: str) -> list[str]:
    return [credit.field for credit in parse_credit_line(line) if credit.certain]


def as_day(value: str, language: str) -> date | None:
    when = parse_date(value, language)
    return when.date() if isinstance(when, datetime) else when


@pytest.mark.parametrize(("language", "line", "field", "day"), DATES)
def test_dates_with_a_label_or_a_time(language: str, line: str, field: str, day: str) -> None:
    (credit,) = (credit for credit in parse_credit_line(line) if credit.field in ("published", "modified"))
    assert (credit.field, credit.certain) == (field, True)
    assert as_day(credit.values[0], language) == date.fromisoformat(day)


def test_many_languages_are_tested() -> None:
    assert len({language for language, *_ in DATES}) >= 29
    assert len(DATES) + len(BYLINES) + len(OTHERS) >= 150
    assert len(NEGATIVES) >= 60


@pytest.mark.parametrize(("language", "line", "day"), BARE_DAYS)
def test_a_day_alone_is_not_certain(language: str, line: str, day: str) -> None:
    (credit,) = parse_credit_line(line)
    assert not credit.certain
    assert as_day(credit.values[0], language) == date.fromisoformat(day)


def test_both_dates_of_a_line() -> None:
    credits_ = parse_credit_line("Publié le 3 mai 2023, mis à jour le 4 mai 2023 à 18h05")
    assert [(credit.field, credit.values) for credit in credits_] == [
        ("published", ("3 mai 2023",)),
        ("modified", ("4 mai 2023 à 18h05",)),
    ]


@pytest.mark.parametrize(("line", "names"), BYLINES)
def test_bylines(line: str, names: list[str] | None) -> None:
    (credit,) = parse_credit_line(line)
    assert (credit.field, credit.certain) == ("byline", True)
    assert names is None or list(split_byline(credit.values)) == names


@pytest.mark.parametrize(("line", "byline", "day"), BYLINES_WITH_DATE)
def test_a_byline_with_its_date(line: str, byline: str, day: str) -> None:
    found = {credit.field: credit for credit in parse_credit_line(line)}
    (when,) = (found[field].values[0] for field in ("published", "modified") if field in found)
    assert found["byline"].values == (byline,)
    assert as_day(when, "de") == date.fromisoformat(day)
    assert all(credit.certain for credit in found.values())


@pytest.mark.parametrize(("line", "field", "value"), OTHERS)
def test_rights_sources_sections_and_keywords(line: str, field: str, value: str) -> None:
    assert [credit.values[0] for credit in parse_credit_line(line) if credit.field == field] == [value]


@pytest.mark.parametrize("line", NEGATIVES)
def test_lines_without_a_certain_credit(line: str) -> None:
    assert not certain(line)


@pytest.mark.parametrize(("line", "field"), LABELS)
def test_the_label_of_a_date_alone_on_its_line(line: str, field: str | None) -> None:
    assert parse_label_line(line) == field


@pytest.mark.parametrize("line", BYLINE_LABELS)
def test_the_label_of_a_byline_alone_on_its_line(line: str) -> None:
    assert is_byline_label(line)
    assert not is_byline_label(f"{line} Orla Venn")


@pytest.mark.parametrize("line", CLOCKS)
def test_a_time_alone_on_its_line(line: str) -> None:
    assert is_clock_line(line)


@pytest.mark.parametrize("line", NO_CLOCKS)
def test_lines_that_are_no_time(line: str) -> None:
    assert not is_clock_line(line)


@pytest.mark.parametrize("line", NAMES)
def test_lines_that_look_like_a_name(line: str) -> None:
    assert looks_like_name(line)
    assert not parse_credit_line(line)


@pytest.mark.parametrize(
    "line",
    [
        *(
            "Holger Roth",
            "Dr. Anna Blum",
            "Jan-Willem de Vries",
            "ANNA BLUM",
            "Нина Иванова",
            "Νίκος Παππάς",
            "Ayşe Demir",
        ),
        *("Szabó Katalin", "Sigrún Jónsdóttir", "Jean-Pierre Petit", "Priya Rao", "Sipho Dube", "Małgorzata Nowak"),
    ],
)
def test_a_frequent_given_name_makes_a_name_certain(line: str) -> None:
    assert has_given_name(line)


@pytest.mark.parametrize(
    "line", ["Orla Venn", "Morning Markets", "Steile Kurve", "Anna said so", "Anna", "", "Costa Brava"]
)
def test_other_lines_have_no_given_name(line: str) -> None:
    assert not has_given_name(line)


@pytest.mark.parametrize("line", NO_NAMES)
def test_lines_that_do_not_look_like_a_name(line: str) -> None:
    assert not looks_like_name(line)


@pytest.mark.parametrize("line", ["김민수", "王小明", "أحمد علي", "रवि कुमार"])
def test_a_name_without_capitals_needs_other_evidence(line: str) -> None:
    assert looks_like_name(line, caseless=True)


@pytest.mark.parametrize("line", ROLES)
def test_roles(line: str) -> None:
    assert is_role_line(line)


@pytest.mark.parametrize("line", NO_ROLES)
def test_lines_that_are_no_role(line: str) -> None:
    assert not is_role_line(line)


PARTS = [
    "By",
    "Von",
    "Orla Venn",
    "3 May 2024",
    "15:54",
    "Published",
    "Stand:",
    "|",
    ",",
    "Quelle:",
    "©",
    "dpa",
    "2024",
    "文",
]
LINES = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PARTS), max_size=9).map(" ".join))


@given(LINES)
def test_the_words_of_each_value_are_in_the_line(line: str) -> None:
    for credit in parse_credit_line(line):
        assert credit.field in {field.name for field in FIELDS}
        assert credit.values
        assert all(value and value in line for value in credit.values)


@given(LINES)
def test_each_date_can_be_parsed(line: str) -> None:
    for credit in parse_credit_line(line):
        if credit.field in ("published", "modified"):
            assert parse_date(credit.values[0]) or parse_date(credit.values[0], "en-US")


@given(LINES)
def test_every_function_takes_every_line(line: str) -> None:
    assert parse_label_line(line) in {None, "published", "modified"}
    answers = (is_clock_line(line), looks_like_name(line), looks_like_name(line, caseless=True), is_role_line(line))
    assert all(isinstance(answer, bool) for answer in answers)


@pytest.mark.parametrize("line", ["By ", "1", "A. ", "(", "Von A B und ", "12:00 ", "Foto: ", "a/", " – ", "3 May "])
def test_a_long_line_costs_little(line: str) -> None:
    start = time.perf_counter()
    for length in (100_000, 200, 100):
        parse_credit_line((line * 100_000)[:length])
    assert time.perf_counter() - start < 0.2


def test_values_have_no_label() -> None:
    for _, line, field, _ in DATES:
        values = [credit.values[0] for credit in parse_credit_line(line) if credit.field == field]
        assert all(re.search(r"\d", value) for value in values)
