"""Makes the tables of the estimator from packaged word lists: the same packages give the same bytes.

usage: make_tables.py OUTPUT.cc

Reads data/ beside this script and the Debian packages python3-mnemonic (MIT), python3-zxcvbn (MIT), ruby-faker (MIT),
scowl (permissive), unicode-cldr-core (Unicode licence) and wspanish (public domain). Python's standard library alone. docs/policy.md lists sources, licences and sizes.
"""
import hashlib
import importlib.util
import math
import pathlib
import re
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
ZXCVBN = pathlib.Path("/usr/lib/python3/dist-packages/zxcvbn/frequency_lists.py")
SCOWL = pathlib.Path("/usr/share/dict/scowl")
SPANISH = pathlib.Path("/usr/share/dict/spanish")
MNEMONIC = pathlib.Path("/usr/lib/python3/dist-packages/mnemonic/wordlist")
CLDR = pathlib.Path("/usr/share/unicode/cldr/common")
FAKER = pathlib.Path("/usr/share/rubygems-integration/all/gems")

ZIPF_SHIFT = 10         # Rank r of a list has the weight 1 / (r + 10).
HASHED_WORDS = 12000       # The likeliest of all lists; with the newline of echo too, a quarter of them.
MAX_WORD_BITS = 21      # Rarer words only teach the syllables.
STEPS = 4               # A word's cost is stored in quarters of a bit, rounded up.
TOPICS = 31
LETTER_STEPS = 16       # A letter's in sixteenths.
ALPHABET = "abcdefghijklmnopqrstuvwxyz"


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
    european = [(hand(code) | shown(code), cldr(code)) for code in ("de", "it", "pt", "nl", "pl", "tr")]
    closed = [(hand(name), set()) for name in ("spelling", "greek", "numbers", "zahlen", "elements", "cards", "sky",
                                               "directions", "seasons", "colours", "gods")]
    return european + closed + [
        (mnemonic("english") | set(lines(HERE / "data/function_words.txt")),
         english | cldr("en") | hand("food", "animals", "colours")),
        (hand("fr") | shown("fr"), cldr("fr") | mnemonic("french")),
        (hand("es") | shown("es"), cldr("es") | mnemonic("spanish")),
        (hand("sv", "no") | shown("sv", "no"), other("sv", "da", "no")),
        (hand("cs", "ru", "uk") | shown("cs", "hr"), other("cs", "hr")),
        (hand("fi", "hu") | shown("fi", "hu"), other("fi", "hu")),
        (hand("ja", "zh", "hi", "id", "ms", "tl", "vi", "ko", "ar", "el", "he", "la", "ro"),
         other("id", "fil", "vi", "ro", "sw")),
        (set(lists["female_names"][:600] + lists["male_names"][:400]) | hand("names"),
         set(lists["female_names"][:2500] + lists["male_names"])),
        (hand("surnames"), set(lists["surnames"][:2000])),
        (hand("cities"), set(cities())),
        (countries(), set()),
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


def zipf(words):
    words = list(dict.fromkeys(words))
    total = sum(1 / (rank + ZIPF_SHIFT) for rank in range(1, len(words) + 1))
    return {word: 1 / ((rank + ZIPF_SHIFT) * total) for rank, word in enumerate(words, 1)}


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
        (0.15, "passwords", zipf(lists["passwords"])),
        (0.09, "film", zipf(lists["us_tv_and_film"])),
        (0.09, "encyclopaedia", zipf(lists["english_wikipedia"])),
        (0.05, "function words", mean([zipf(lines(HERE / "data/function_words.txt")),
                                       flat(languages()["functionwords"])])),
        (0.07, "languages", mean([flat(words) for words in languages().values()])),
        (0.06, "topics", mean([flat(common | others) for common, others in topics()])),
        (0.04, "female names", zipf(lists["female_names"])),
        (0.03, "male names", zipf(lists["male_names"])),
        (0.0275, "surnames", zipf(lists["surnames"])),
        (0.09, "commonest English", flat(scowl(english, (10,)))),
        (0.02, "common English", flat(scowl(english, (20, 35)))),
        (0.02, "English", flat(scowl(english, (40, 50)))),
        (0.01, "proper names", flat(scowl(proper, (35, 40, 50, 60)))),
        (0.02, "Faker", faker()),
        (0.01, "Spanish", flat(form for w in lines(SPANISH) for form in (w.lower(), plain(w.lower())))),
    ]


def mixture(parts):
    words = {}
    for weight, _, probabilities in parts:
        for word, probability in probabilities.items():
            words[word] = words.get(word, 0.0) + weight * probability
    return words


def word_values(words, sets):
    """The words that are worth storing, as bytes, with what the table says of them: the cost in steps (7 bits), whether
    it is common (1 bit), its topics (up to three numbers of 5 bits, from 1 on)."""
    values = {}
    for word, probability in words.items():
        text = word.encode()
        bits = -math.log2(probability)
        # The smallest topics tell the most.
        own = sorted((len(common) + len(others), topic) for topic, (common, others) in enumerate(sets, 1)
                     if word in common or word in others)[:3]
        mask = sum(topic << 5 * place for place, (_, topic) in enumerate(own))
        if b"\0" in text or len(text) > 40 or (not mask and bits > min(MAX_WORD_BITS, 4.4 * len(text) + 7)):
            continue
        step = 2 if bits > 16 else 1  # Fewer different costs make a smaller table.
        steps = math.ceil(bits * STEPS / step) * step
        is_common = any(word in sets[topic - 1][0] for _, topic in own)
        assert steps < 128
        values[text] = steps | int(is_common) << 7 | mask << 8
    return values


def topic_costs(values):
    """For each topic, from 1 on, what one of its words costs that is not common (a quarter of the probability), and one
    that is, in steps."""
    counts = [[0, 0] for _ in range(TOPICS + 1)]
    for value in values.values():
        for place in range(3):
            counts[value >> 8 + 5 * place & 31][value >> 7 & 1] += 1
    return bytes(math.ceil(STEPS * (share + math.log2(max(count, 1)))) for pair in counts
                 for share, count in zip((2, 0.415), pair))


def automaton(costs):
    """The smallest automaton of the words: states as (value or None, ((byte, state), ...)), the root last."""
    states, index = [], {}

    def state(cost, edges):
        key = (cost, edges)
        if key not in index:
            index[key] = len(states)
            states.append(key)
        return index[key]

    words = sorted(costs)
    stack = [[None, []]]  # Cost and edges of each prefix of the word before.
    before = b""
    for word in words + [b""]:
        common = 0
        while common < min(len(word), len(before)) and word[common] == before[common]:
            common += 1
        while len(stack) - 1 > common:
            cost, edges = stack.pop()
            stack[-1][1].append((before[len(stack) - 1], state(cost, tuple(edges))))
        for _ in word[common:]:
            stack.append([None, []])
        if word:
            stack[-1][0] = costs[word]
        before = word
    state(None, tuple(stack[0][1]))
    return states


def double_array(states):
    """32-bit units: the edge's byte (8 bits), whether a word ends there (1), where its children stand (23). A child by
    byte b of a node with offset o stands at o ^ b; the cost of a word that ends there at o ^ 0."""
    labels = [([0] if cost is not None else []) + [byte for byte, _ in edges] for cost, edges in states]
    order = sorted((s for s in range(len(states)) if labels[s]), key=lambda s: (-len(labels[s]), s))
    size = 1 << 21
    following = list(range(1, size + 1))   # A linked list of the free units.
    preceding = list(range(-1, size))
    taken = bytearray(size)
    used_offsets = bytearray(size)
    offsets = [0] * len(states)
    first = 1
    following[0] = 1
    taken[0] = 1
    highest = 0
    start = {}
    for s in order:
        marks = labels[s]
        slot = first if len(marks) == 1 else max(first, start.get(len(marks), first))
        while slot < size and taken[slot]:
            slot += 1
        tries = 0
        while True:
            offset = slot ^ marks[0]
            if not used_offsets[offset] and not any(taken[offset ^ m] for m in marks[1:]):
                break
            slot = following[slot]
            tries += 1
        if tries > 200:
            start[len(marks)] = slot
        used_offsets[offset] = 1
        offsets[s] = offset
        for m in marks:
            unit = offset ^ m
            taken[unit] = 1
            before, after = preceding[unit], following[unit]
            if before >= 0:
                following[before] = after
            if after < size:
                preceding[after] = before
            if unit == first:
                first = after
            highest = max(highest, unit)
    units = [0] * (highest + 1)
    for s in order:
        cost, edges = states[s]
        if cost is not None:
            units[offsets[s]] = cost << 9
        for byte, child in edges:
            final = states[child][0] is not None
            units[offsets[s] ^ byte] = byte | (int(final) << 8) | (offsets[child] << 9)
    return units, offsets[-1]


def letter_costs(words):
    """Witten-Bell 4-grams over a to z within a word: a byte for each letter after each three (27^3 x 26); then the same
    for pairs (26 x 26)."""
    start = len(ALPHABET)
    place = {letter: i for i, letter in enumerate(ALPHABET)}
    counts = [{}, {}, {}, {}]
    for word, weight in words.items():
        run = [start] * 3
        for letter in word:
            if letter not in place:
                run = [start] * 3
                continue
            for order in range(4):
                context = tuple(run[3 - order:])
                row = counts[order].setdefault(context, {})
                row[place[letter]] = row.get(place[letter], 0) + weight
            run = run[1:] + [place[letter]]
    size = len(ALPHABET)
    floor = 0.02 / size  # What no word has is not impossible.

    def smooth(order, context, lower):
        row = counts[order].get(context)
        if not row:
            return lower
        kinds, total = len(row), sum(row.values())
        return [(row.get(c, 0) + kinds * lower[c]) / (total + kinds) for c in range(size)]

    def row_of(probabilities):
        return bytes(math.ceil(-math.log2(0.98 * p + floor) * LETTER_STEPS) for p in probabilities)

    table = bytearray()
    uniform = [1 / size] * size
    base = smooth(0, (), uniform)
    for a in range(start + 1):
        for b in range(start + 1):
            for c in range(start + 1):
                table += row_of(smooth(3, (a, b, c), smooth(2, (b, c), smooth(1, (c,), base))))
    pairs = b"".join(row_of(smooth(1, (c,), base)) for c in range(start))
    return bytes(table), pairs


def hash_prefixes(words):
    """The first 8 bytes of the hashes of common words and of nothing; of the commonest with the newline of echo too."""
    prefixes = set()
    for rank, word in enumerate(words):
        for text in (word.encode(), word.encode() + b"\n")[:2 if rank < len(words) // 4 else 1]:
            for algorithm in ("md5", "sha1", "sha256"):
                prefixes.add(hashlib.new(algorithm, text, usedforsecurity=False).digest()[:8])
    return b"".join(sorted(prefixes))


def trigrams(text):
    bits = bytearray(4096)
    for a, b, c in zip(text, text[1:], text[2:]):
        place = (a * 961 + b * 31 + c) % 32768
        bits[place // 8] |= 1 << place % 8
    return bytes(bits)


def literal(data):
    out = []
    for at in range(0, len(data), 64):
        text, digit_may_follow = "", True
        for byte in data[at:at + 64]:
            c = chr(byte)
            if 32 <= byte < 127 and c not in "\\\"?" and (digit_may_follow or c not in "01234567"):
                text, digit_may_follow = text + c, True
            else:
                text, digit_may_follow = text + "\\%o" % byte, byte > 0o77
        out.append(f'    "{text}"')
    return "\n".join(out)


def main():
    parts = sources()
    words = mixture(parts)
    costs = word_values(words, topics())
    units, root = double_array(automaton(costs))
    hashed = [""] + sorted((w for w in words if len(w) >= 4), key=lambda w: (-words[w], w))[:HASHED_WORDS]
    # Each word once, and the commoner ones up to eight times: most letters of a token are in common words.
    weights = {w: max(1, min(8, round(24 + math.log2(p)) // 2)) for w, p in words.items()}
    published = lines(HERE / "data/published.txt")
    known = "\n".join(lines(HERE / "data/known_texts.txt") + published).lower().encode()
    letters, pairs = letter_costs(weights)
    tables = {
        "kWordUnits": b"".join(u.to_bytes(4, "little") for u in units),
        "kTopicCosts": topic_costs(costs),
        "kLetterCosts": letters,
        "kPairCosts": pairs,
        "kHashPrefixes": hash_prefixes(hashed),
        "kPublished": "\n".join(sorted(published)).encode(),
        "kKnownTexts": known,
        "kKnownTrigrams": trigrams(known),
    }
    text = ["// Made by lib/guesswork/make_tables.py.", '#include "guesswork/tables.h"', "", "namespace guesswork {",
            f"const std::uint32_t kWordRoot = {root};"]
    for name, data in tables.items():
        text += ["", f"alignas(8) static const char {name}Bytes[] =", literal(data) + ";",
                 f"const std::string_view {name}({name}Bytes, {len(data)});"]
        print(f"{name}: {len(data)} bytes")
    print(f"{len(costs)} words of {len(words)}")
    text += ["", "}  // namespace guesswork", ""]
    pathlib.Path(sys.argv[1]).write_text("\n".join(text))


if __name__ == "__main__":
    main()
