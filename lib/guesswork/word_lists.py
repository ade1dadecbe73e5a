"""The word lists that the estimator's tables are made from, and which of their words go together.

Reads data/ beside this script and the Debian packages python3-mnemonic (MIT), python3-zxcvbn (MIT), ruby-faker (MIT),
scowl (permissive), unicode-cldr-core (Unicode licence) and wspanish (public domain).
"""
import importlib.util
import pathlib
import re
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
ZXCVBN = pathlib.Path("/usr/lib/python3/dist-packages/zxcvbn/frequency_lists.py")
SCOWL = pathlib.Path("/usr/share/dict/scowl")
SPANISH = pathlib.Path("/usr/share/dict/spanish")
MNEMONIC = pathlib.Path("/usr/lib/python3/dist-packages/mnemonic/wordlist")
CLDR = pathlib.Path("/usr/share/unicode/cldr/common")
FAKER = pathlib.Path("/usr/share/rubygems-integration/all/gems")

COMMONEST, FUNCTION, SENTENCE, SPOKEN, ENGLISH, NAMES = range(1, 7)  # The first topics.
ZIPF_SHIFT = 10         # Rank r of a list has the weight 1 / (r + 10).
COMMONEST_WORDS = 26    # Of the function words; the others are a topic of their own.
FILM_WORDS = 130        # Of films, function words; those up to SPOKEN_WORDS are what sentences are about.
SPOKEN_WORDS = 1000
FLAT_SHIFT = 300        # 1 / (r + 300) where a list is of speech: people choose nouns, which are not its commonest words.


def lines(path, encoding="utf-8"):
    return [line for line in path.read_text(encoding=encoding).splitlines() if line and not line.startswith("# ")]


def zxcvbn_lists():
    spec = importlib.util.spec_from_file_location("frequency_lists", ZXCVBN)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.FREQUENCY_LISTS


def scowl(kinds, sizes):
    words = []
    for size in sizes:
        for kind in kinds:
            path = SCOWL / f"{kind}.{size}"
            if path.exists():
                words += [w.removesuffix("'s").lower() for w in lines(path, "latin-1")]
    return words


def languages():
    """The words of each line of data/languages.txt, by its name."""
    return {name: words.split() for name, _, words in
            (line.partition(":") for line in lines(HERE / "data/languages.txt"))}


def cldr(language, names_alone=False):
    """The words that Unicode's data has for a language: keywords of emoji, months and days; or what the emoji show, by
    its name alone. With and without accents; Latin letters alone."""
    annotations = (CLDR / f"annotations/{language}.xml").read_text(encoding="utf-8")
    texts = re.findall(r"<annotation [^>]*type[^>]*>([^<]*)<" if names_alone else r"<annotation [^>]*>([^<]*)<",
                       annotations)
    keywords = [keyword.strip() for text in texts for keyword in text.lower().split("|")]
    main = (CLDR / f"main/{language}.xml").read_text(encoding="utf-8")
    keywords += re.findall(r"<(?:month|day) [^>]*>([^<]*)<", main.lower())
    words = {word for word in keywords if re.fullmatch(r"[^\W\d_]{3,}", word)}
    return {form for word in words for form in (word, plain(word)) if max(form) < "\u0250"}


def cities():
    text = (CLDR / "main/de.xml").read_text(encoding="utf-8") + (CLDR / "main/en.xml").read_text(encoding="utf-8")
    return [w for city in re.findall(r"<exemplarCity>([^<]*)<", text)
            for w in re.findall(r"[^\W\d_]{3,}", plain(city.lower()))]


def mnemonic(language):
    words = lines(MNEMONIC / f"{language}.txt")
    return {form for word in words for form in (unicodedata.normalize("NFC", word), plain(word))}


def calendar():
    """Months and days of the week in the larger languages."""
    text = "".join((CLDR / f"main/{code}.xml").read_text(encoding="utf-8") for code in ("en", "de", "fr", "es", "it", "pt"))
    return {form for word in re.findall(r"<(?:month|day) [^>]*>([^\W\d_]{3,})<", text.lower())
            for form in (word, plain(word))}


def countries():
    text = (CLDR / "main/en.xml").read_text(encoding="utf-8") + (CLDR / "main/de.xml").read_text(encoding="utf-8")
    return {plain(name) for name in re.findall(r"<territory [^>]*>([^\W\d_]{3,})<", text.lower())}


def film_words():
    return [word for word in zxcvbn_lists()["us_tv_and_film"] if word.isalpha()]


def spoken_words():
    """What sentences are about: words of films, and common English words of the other lists, as each word stands in one
    list alone."""
    lists = zxcvbn_lists()
    english = set(scowl(("english-words", "american-words"), (10, 20)))
    others = lists["passwords"][:2000] + lists["english_wikipedia"][:600]
    return film_words()[:SPOKEN_WORDS] + [word for word in others if word in english and len(word) >= 3]


def english_function_words():
    """The commonest words of sentences: those of data/function_words.txt, then those of films."""
    return list(dict.fromkeys(lines(HERE / "data/function_words.txt") + film_words()[:FILM_WORDS]))


def followers(topic):
    """The share of each (topic, whether a common word of it) after a word of a topic, and of any word."""
    if topic in (COMMONEST, FUNCTION):
        return {"any": 0.11, (COMMONEST, 1): 0.2, (FUNCTION, 1): 0.16, (SPOKEN, 1): 0.22, (ENGLISH, 1): 0.22,
                (ENGLISH, 0): 0.07, (NAMES, 1): 0.02}
    if topic == SENTENCE:
        return {"any": 0.14, (COMMONEST, 1): 0.27, (FUNCTION, 1): 0.14, (SPOKEN, 1): 0.17, (ENGLISH, 1): 0.21,
                (ENGLISH, 0): 0.07}
    if topic in (SPOKEN, ENGLISH):
        return {"any": 0.38, (COMMONEST, 1): 0.09, (ENGLISH, 1): 0.35, (ENGLISH, 0): 0.18}
    return {"any": 0.4, (topic, 1): 0.36, (topic, 0): 0.24}


def topics():
    """Sets of words that go together: who has taken one word of a language takes the next of the same. Each is two sets,
    the commonest words and the others. At most TOPICS."""
    by_name = languages()
    lists = zxcvbn_lists()
    hand = lambda *names: {w for name in names for w in by_name[name]}
    other = lambda *codes: set().union(*(cldr(code) for code in codes))
    shown = lambda *codes: set().union(*(cldr(code, True) for code in codes))
    english = {w for w in scowl(("english-words", "american-words"), (10,)) if len(w) >= 3}
    tech = lines(HERE / "data/scaffolding.txt")
    function_words = english_function_words()
    spoken = [word for word in spoken_words() if word not in function_words]
    european = [(hand(code) | shown(code), cldr(code)) for code in ("de", "it", "pt", "nl", "pl", "tr")]
    closed = [(hand(name), set()) for name in ("spelling", "greek", "numbers", "zahlen", "elements",
                                               "colours")]
    closed += [(hand("directions", "seasons"), set()), (hand("cards", "sky", "gods"), set())]
    first = [
        (set(function_words[:COMMONEST_WORDS]), set()),
        (set(function_words[COMMONEST_WORDS:]), set()),
        (set(), set()),  # A word of a sentence that is none of these: it comes before, and has no words of its own.
        (set(spoken), set()),
        (mnemonic("english") - set(function_words),
         (english | cldr("en") | hand("food", "animals", "colours")) - set(function_words)),
        (set(lists["female_names"][:600] + lists["male_names"][:400]) | hand("names"),
         set(lists["female_names"][:2500] + lists["male_names"])),
    ]
    return first + european + closed + [
        (hand("fr") | shown("fr"), cldr("fr") | mnemonic("french")),
        (hand("es") | shown("es"), cldr("es") | mnemonic("spanish")),
        (hand("sv", "no") | shown("sv", "no"), other("sv", "da", "no")),
        (hand("cs", "ru", "uk") | shown("cs", "hr"), other("cs", "hr")),
        (hand("fi", "hu") | shown("fi", "hu"), other("fi", "hu")),
        (hand("ja", "zh", "hi", "id", "ms", "tl", "vi", "ko", "ar", "el", "he", "la", "ro"),
         other("id", "fil", "vi", "ro", "sw")),
        (hand("surnames"), set(lists["surnames"][:2000])),
        (hand("cities") | countries(), set(cities())),
        (calendar(), set()),
        (hand("companies", "teams"), set()),
        (set(tech[:400]) | hand("tech"), set(tech[400:])),
    ]


def mean(parts):
    total = {}
    for part in parts:
        for word, probability in part.items():
            total[word] = total.get(word, 0.0) + probability / len(parts)
    return total


def faker():
    """All words of the data that ruby-faker makes names, places and things from, with and without accents, the words
    of many of its files first."""
    counts = {}
    for path in sorted(FAKER.glob("faker-*/lib/locales/**/*.yml")):
        values = re.sub(r"^\s*[\w-]+:", "", path.read_text(encoding="utf-8"), flags=re.M)
        for word in set(re.findall(r"[^\W\d_]{3,}", values.lower())):
            for form in {word, plain(word)}:
                counts[form] = counts.get(form, 0) + 1
    return zipf(sorted(counts, key=lambda word: (-counts[word], word)))


def plain(word):
    """Without accents, as people type it where their keyboard has none."""
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("ø", "o"), ("ł", "l"), ("æ", "ae")):
        word = word.replace(letter, letters)
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def zipf(words, shift=ZIPF_SHIFT):
    words = list(dict.fromkeys(words))
    total = sum(1 / (rank + shift) for rank in range(1, len(words) + 1))
    return {word: 1 / ((rank + shift) * total) for rank, word in enumerate(words, 1)}


def flat(words):
    words = set(words)
    return {word: 1 / len(words) for word in words}


def sources():
    """Weight, name and probabilities of each list; the weights sum to 15/16, the rest is for words of the profile."""
    lists = zxcvbn_lists()
    english = ("english-words", "american-words", "british-words")
    proper = ("english-proper-names", "american-proper-names", "british-proper-names", "english-upper")
    return [
        (0.16, "scaffolding", zipf(lines(HERE / "data/scaffolding.txt"))),
        (0.13, "passwords", zipf(lists["passwords"])),
        (0.11, "film", zipf(lists["us_tv_and_film"], FLAT_SHIFT)),
        (0.09, "encyclopaedia", zipf(lists["english_wikipedia"], FLAT_SHIFT)),
        (0.06, "function words", mean([zipf(lines(HERE / "data/function_words.txt")),
                                       flat(languages()["functionwords"])])),
        (0.07, "languages", mean([flat(words) for words in languages().values()])),
        (0.06, "topics", mean([flat(common | others) for common, others in topics()])),
        (0.04, "female names", zipf(lists["female_names"])),
        (0.03, "male names", zipf(lists["male_names"])),
        (0.0275, "surnames", zipf(lists["surnames"])),
        (0.08, "commonest English", flat(scowl(english, (10,)))),
        (0.02, "common English", flat(scowl(english, (20, 35)))),
        (0.02, "English", flat(scowl(english, (40, 50)))),
        (0.01, "proper names", flat(scowl(proper, (35, 40, 50, 60)))),
        (0.02, "Faker", faker()),
        (0.01, "Spanish", flat(form for w in lines(SPANISH) for form in (w.lower(), plain(w.lower())))),
    ]
