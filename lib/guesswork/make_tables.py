"""Makes the tables of the estimator from packaged word lists: the same packages give the same bytes.

usage: make_tables.py OUTPUT.cc

word_lists.py reads the lists. Python's standard library alone. docs/policy.md lists sources, licences and sizes.
"""
import hashlib
import math
import pathlib
import re
import sys

from word_lists import HERE, followers, lines, sources, topics

HASHED_WORDS = 19300       # The likeliest of all lists.
HASHED_LINES = 1000        # Those of them with the newline of echo too.
HASH_BYTES = 6             # Of a digest: a random one is taken for that of a word once in 2^32 times.
MAX_WORD_BITS = 20.8      # Rarer words only teach the syllables.
STEPS = 4               # A word's cost is stored in quarters of a bit, rounded up.
TOPICS = 31
LETTER_STEPS = 16       # A letter's in sixteenths.
ALPHABET = "abcdefghijklmnopqrstuvwxyz"


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


def follow_costs(values):
    """For each topic before, from 0 (none) on: what it costs that any word follows; then for each topic what one of its
    words costs that is not common, and one that is. In steps; 255 where a topic is not expected."""
    counts = [[0, 0] for _ in range(TOPICS + 1)]
    for value in values.values():
        for place in range(3):
            counts[value >> 8 + 5 * place & 31][value >> 7 & 1] += 1
    table = bytearray()
    for before in range(TOPICS + 1):
        shares = followers(before)
        table.append(math.ceil(-STEPS * math.log2(shares.pop("any"))))
        for topic in range(TOPICS + 1):
            for is_common in (0, 1):
                share, count = shares.get((topic, is_common), 0), counts[topic][is_common]
                table.append(math.ceil(STEPS * (math.log2(count) - math.log2(share))) if share and count else 255)
    return bytes(table)


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
    """The beginnings of the hashes of common words and of nothing; two bytes more, so that each can be read as eight."""
    prefixes = set()
    for rank, word in enumerate(words):
        for text in (word.encode(), word.encode() + b"\n")[:2 if rank < HASHED_LINES else 1]:
            for algorithm in ("md5", "sha1", "sha256"):
                prefixes.add(hashlib.new(algorithm, text, usedforsecurity=False).digest()[:HASH_BYTES])
    return b"".join(sorted(prefixes)) + bytes(2)


def known_texts(texts, published):
    """One a line, in lower case; those of several words a second time without what stands between the words."""
    phrase = re.compile("([a-z,'.-]+ ){3,}[a-z,'.-]+")
    joined = ["".join(re.findall("[a-z]", text.lower())) for text in texts if phrase.fullmatch(text.lower())]
    all_texts = list(dict.fromkeys(text.lower() for text in texts + joined + published))
    assert len(all_texts) <= 256, "what the line costs (copies.cc)"
    return "\n".join(all_texts).encode()


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
    known = known_texts(lines(HERE / "data/known_texts.txt"), published)
    letters, pairs = letter_costs(weights)
    tables = {
        "kWordUnits": b"".join(u.to_bytes(4, "little") for u in units),
        "kFollowCosts": follow_costs(costs),
        "kLetterCosts": letters,
        "kPairCosts": pairs,
        "kHashPrefixes": hash_prefixes(hashed),
        "kPublished": "\n".join(sorted(published)).encode(),
        "kGrammarWords": "\n".join(lines(HERE / "data/grammar_words.txt")).encode(),
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
