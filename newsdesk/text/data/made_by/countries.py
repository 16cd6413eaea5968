"""Make ../countries.tsv: each country's names in four languages, and words for what comes from it; and
../country_names.tsv: what it is called in German, French and Spanish.

    pip install Babel countryinfo && python newsdesk/text/data/made_by/countries.py

Names are from the Unicode CLDR (by Babel), English adjectives from countryinfo, the rest is ours: ADJECTIVES
and SPELLINGS below. A line is a code (of ISO 3166-1 for a country) and the names,
parted by tabs.
"""

from importlib import import_module
from pathlib import Path

TARGET = Path(__file__).parents[1] / "countries.tsv"
CALLED = Path(__file__).parents[1] / "country_names.tsv"
# German, French and Spanish adjectives, without their endings where these vary.
ADJECTIVES = """
AF afghanisch afghan afgano
AL albanisch albanais albanés
AR argentinisch argentin argentino
AT österreichisch autrichien austriaco
AU australisch australien australiano
BD bangladeschisch bangladais bangladesí
BE belgisch belge belga
BG bulgarisch bulgare búlgaro
BR brasilianisch brésilien brasileño
BY belarussisch biélorusse bielorruso
CA kanadisch canadien canadiense
CH schweizerisch schweizer suisse suizo
CL chilenisch chilien chileno
CN chinesisch chinois chino
CO kolumbianisch colombien colombiano
CU kubanisch cubain cubano
CZ tschechisch tchèque checo
DE deutsch allemand alemán
DK dänisch danois danés
DZ algerisch algérien argelino
EE estnisch estonien estonio
EG ägyptisch égyptien egipcio
ES spanisch espagnol español
ET äthiopisch éthiopien etíope
FI finnisch finlandais finlandés
FR französisch français francés
GB britisch britannique británico
GE georgisch géorgien georgiano
GH ghanaisch ghanéen ghanés
GR griechisch grec grecque griego
HR kroatisch croate croata
HU ungarisch hongrois húngaro
ID indonesisch indonésien indonesio
IE irisch irlandais irlandés
IL israelisch israélien israelí
IN indisch indien indio
IQ irakisch irakien iraquí
IR iranisch iranien iraní
IT italienisch italien italiano
JP japanisch japonais japonés
KE kenianisch kényan keniano
KP nordkoreanisch nord-coréen norcoreano
KR südkoreanisch sud-coréen surcoreano
LB libanesisch libanais libanés
LT litauisch lituanien lituano
LV lettisch letton letón
LY libysch libyen libio
MA marokkanisch marocain marroquí
MX mexikanisch mexicain mexicano
NG nigerianisch nigérian nigeriano
NL niederländisch holländisch néerlandais neerlandés holandés
NO norwegisch norvégien noruego
PE peruanisch péruvien peruano
PH philippinisch philippin filipino
PK pakistanisch pakistanais pakistaní
PL polnisch polonais polaco
PT portugiesisch portugais portugués
RO rumänisch roumain rumano
RS serbisch serbe serbio
RU russisch russe ruso
SA saudisch saoudien saudí
SD sudanesisch soudanais sudanés
SE schwedisch suédois sueco
SI slowenisch slovène esloveno
SK slowakisch slovaque eslovaco
SO somalisch somalien somalí
SY syrisch syrien sirio
TH thailändisch thaïlandais tailandés
TN tunesisch tunisien tunecino
TR türkisch turc turque turco
TW taiwanisch taïwanais taiwanés
UA ukrainisch ukrainien ucraniano
US amerikanisch américain estadounidense americano
VE venezolanisch vénézuélien venezolano
VN vietnamesisch vietnamien vietnamita
YE jemenitisch yéménite yemení
ZA südafrikanisch sud-africain sudafricano
"""
SPELLINGS = """
US us|usa|u.s|america|american|états-unis d'amérique|ee uu|eeuu
GB uk|u.k|britain|great britain|british|england und wales|großbritannien|grande-bretagne|gran bretaña
AE uae|emirates|emirati
CZ czech republic|tschechische republik|république tchèque|república checa
MM burma|myanmar|burmese|birma|birmanie|birmania
TR turkey|turkish
NL holland|the netherlands|dutch
CI ivory coast|ivorian
SZ swaziland
MK macedonia|north macedonia
KP north korea|dprk
KR south korea
CD congo|drc
RU russian federation|russian
CN prc|people's republic of china
VA vatican|holy see
PS palestine|palestinian|palestinians
SY syria|syrian
IR persia
CV cape verde
TL east timor
PL polish
FI finnish
SE swedish
DK danish
TH thai
ES spanish
PH filipino
IQ iraqi
IL israeli
SA saudi
EU eu|ue|european union|europäische union|union européenne|unión europea
UN un|onu|uno|united nations|vereinte nationen|nations unies|naciones unidas
WW1 world war i|world war one|first world war
WW2 world war ii|world war two|second world war
Kyiv kyiv|kiev|kiew|kyjiw
Beijing beijing|peking
Mumbai mumbai|bombay
Kolkata kolkata|calcutta
Saigon ho chi minh city|saigon
MX méjico|mejicano|mejicana
BY weißrussland|weißrussisch
MD moldawien|moldauisch
KG kirgistan|kirghizie
Odesa odesa|odessa
Lviv lviv|lvov|lwiw|lemberg
Yangon yangon|rangoon|rangun
Chennai chennai|madras
"""


def main() -> None:
    locale = import_module("babel").Locale
    info = import_module("countryinfo").CountryInfo
    names: dict[str, list[str]] = {}
    called: dict[str, list[str]] = {}
    for language in ("en", "de", "fr", "es"):
        for code, name in locale(language).territories.items():
            if (
                len(code) == 2
                and code.isalpha()
                and code not in {"EU", "UN", "EZ", "ZZ", "XA", "XB"}
            ):
                whole, _, part = name.removesuffix(")").partition(" (")
                if language != "en":
                    called.setdefault(code, []).append(whole)
                names.setdefault(code, []).extend([whole, part] if part else [whole])
    peoples: dict[str, str] = {}
    for code in names:
        try:
            peoples[code] = info(code).demonym()
        except LookupError:
            continue
    for code, people in peoples.items():
        # "American" is of the United States, not of its islands.
        if list(peoples.values()).count(people) == 1 or f"\n{code} " in ADJECTIVES:
            names[code].append(people)
    for row in ADJECTIVES.strip().splitlines():
        code, *words = row.split()
        names[code] += words
    for row in SPELLINGS.strip().splitlines():
        code, spellings = row.split(" ", 1)
        names.setdefault(code, []).extend(spellings.split("|"))
    lines = [
        "\t".join((code, *dict.fromkeys(name for name in found if name)))
        for code, found in sorted(names.items())
    ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = ["\t".join((code, *words)) for code, words in sorted(called.items())]
    CALLED.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{len(lines)} countries, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
