"""Owns lists of capitalized words that are not names, in the languages of most articles: English, German, French,
Spanish, Italian, Portuguese, Dutch.
"""

from __future__ import annotations

NO_NAMES = frozenset(
    # days and months
    "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag"
    " sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes"
    " sábado domingo january february march april may june july august september october november december jan feb"
    " mar apr jun jul aug sep sept oct nov dec januar februar märz mai juni juli oktober dezember janvier février"
    " mars avril juin juillet août septembre octobre novembre décembre enero febrero marzo abril mayo junio julio"
    " agosto septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre"
    " novembre dicembre janeiro fevereiro março maio junho julho setembro outubro novembro dezembro januari"
    " februari maart mei augustus christmas easter weihnachten ostern anfang mitte ende spring summer autumn"
    " winter frühling sommer herbst"
    # words that open sentences
    " the a an this that these those there here it its he she they we you i his her their our my and but or so yet"
    " nor for in on at by to of from with without within under over after before during since until while when"
    " where who why how what which if as all both each every some many most more much several few one two three"
    " four five six seven eight nine ten no not now then today tomorrow yesterday still also only even just once"
    " again perhaps although though because however meanwhile instead another other others such yes first last"
    " next nobody somebody everybody nothing something der die das den dem des ein eine einen einem einer er sie"
    " es wir ihr ich du und aber oder doch denn in im am an auf bei mit nach vor von zu zum zur aus über unter für"
    " durch gegen ohne um als wenn weil dass ob wie was wer wo warum auch nur noch schon jetzt dann dort hier"
    " heute gestern morgen alle viele einige manche kein keine beide so man le la les un une des du de et mais ou"
    " il elle ils elles nous vous je on ce cette ces cet son sa ses leur leurs dans sur sous pour par avec sans"
    " depuis après avant quand comme si qui que où aussi tout tous toutes deux trois à au aux el los las una unos"
    " unas del y pero o él ella ellos ellas nosotros usted yo se su sus en con sin por para desde hasta cuando"
    " como que quien donde también todo todos dos tres al ni lo il gli che e ma o os as um uma do da het een en"
    " maar of hij zij wij ik je op bij met van voor".split()
)
"""Words that are never a name, nor the first or last word of one."""

TITLES = frozenset(
    "speaker commissioner ambassador mr mrs ms miss mx dr prof professor sir dame lord lady king queen prince"
    " princess president vice minister premier prime chancellor secretary senator governor mayor judge justice"
    " captain general colonel major sergeant officer pope bishop archbishop father sister brother aunt uncle old"
    " spokesman spokeswoman director chairman chief representative herr frau doktor professorin präsident"
    " präsidentin kanzler kanzlerin ministerin ministerpräsident bürgermeister bürgermeisterin pastor pfarrer"
    " ceo cfo cio cto coo cmo"
    " sprecher sprecherin leiter leiterin bundeskanzler bundespräsident könig königin m mme mlle monsieur madame"
    " président présidente ministre maire docteur señor señora don doña sr sra presidente presidenta ministro"
    " ministra alcalde alcaldesa doctor doctora rey reina signor signora senhor senhora".split()
)
"""Titles before a name."""

COMMON = frozenset(
    "article section chapter unit assembly park treasury plaintiff agency bureau force team group act bill"
    " council government parliament senate congress house court board committee commission ministry department"
    " office police army church state city town village county district region street road river lake sea island"
    " north south east west northern southern eastern western university school college party union bank company"
    " club association society museum library hospital station god internet twitter facebook instagram whatsapp"
    " youtube google covid état gouvernement parlement mairie ville église conseil gobierno parlamento"
    " ayuntamiento estado iglesia consejo governo parlamento câmara estado video photo photos foto fotos email"
    " statehouse courthouse cup league season id ceo cfo pdf faq ctrl alt esc tbsp tsp oz lb"
    " european europeans asian asians african africans arab arabs hispanic"
    " ala ariz ark calif colo conn fla ill ind kan ky mass md mich minn mont neb nev okla ore penn tenn tex wash wis"
    " wyo".split()
)
"""Words that often have a capital and are not tags by themselves."""

POSSESSIVES = frozenset(
    pronoun + ending
    for pronoun in ("mein", "dein", "sein", "ihr", "unser", "unsr", "euer", "eur")
    for ending in ("", "e", "en", "em", "er", "es")
)
"""German possessive pronouns: the noun after one is not a name."""

MEASURES = frozenset(
    "Uhr Euro Cent Dollar Prozent Kilo Gramm Liter Meter Kilometer Zentimeter Tonnen Grad Stück Glas Tasse"
    " Kilogramm Millionen Milliarden Million Milliarde Jahr Jahre Jahren Tag Tage Tagen Woche Wochen Monat Monate"
    " Stunden Minuten Seite Nummer Ende Anfang Mitte Teil Kapitel Abend Nachmittag Vormittag Nacht".split()
)
"""German nouns that occur directly before or after another noun, which is not a name then."""

NOUN_ENDINGS = (
    *("ung", "heit", "keit", "schaft", "tion", "tät", "chef", "minister", "ministerin", "präsident", "experte"),
    *("experten", "expertin", "forscher", "loge", "login", "mann", "frau", "kandidat", "sprecher", "verband", "system"),
    *("form", "haber", "nehmer", "geber", "leiter", "meister", "verteidiger", "steller", "reiter", "werk", "stadt"),
)
"""Endings of German nouns that occur before a name and are not part of it."""

NOUNS = frozenset(
    "zeit fall beispiel firma plattform hersteller gewerkschaft partei gruppe projekt trainer richtung sorte laut"
    " obwohl während diese dieser welche solange außer allein weder mehrere beim fazit investor dissident diplomat"
    " profis sachen sängerin sänger autor autorin regisseur politologe historiker kollege kollegin amtskollege"
    " gründer staatschef vergangenheit volkswirtschaften menschen bevölkerungen vereine verein klub spieler"
    " torwart stürmer rentner geheimdienst".split()
)
"""German words that often occur before a name."""

ORDINARY = frozenset(
    "reading mobile nice bath most split police same orange victoria santiago florence charlotte nancy augusta"
    " regina essen halle hagen hamm singen bergen baden linden waren bari bar man hit un date of vitoria san santa"
    " progreso libertad esperanza unión union concepción salvador trinidad leon león córdoba tours lens brest sale"
    " salé best chester lincoln jackson madison washington houston austin dallas aurora phoenix independence hope"
    " surprise enterprise central kent surrey norfolk hull lima como mercedes rosario jordan georgia chad jersey"
    " guinea turkey togo niger".split()
)
"""Names of cities and countries that have another meaning as often; they count only in a dateline."""
