"""Makes the table of lib/token/letters.h: how many bits a letter costs after another, in common words and passwords.

usage: python3 benchmarks/detection/letters.py > lib/token/letters.h
Reads the packaged lists (Debian: scowl, ncrack).
"""
import math

LETTERS = "abcdefghijklmnopqrstuvwxyz"
counts = {a: {b: 1.0 for b in LETTERS} for a in "^" + LETTERS}  # One of each: nothing is impossible.
for path in ("/usr/share/dict/scowl/english-words.10", "/usr/share/ncrack/top50000.pwd"):
    for line in open(path, encoding="utf-8", errors="replace"):
        word = "" if line.startswith("#!") else line.strip().lower()
        before = "^"
        for letter in word:
            if letter not in LETTERS:
                before = "^"
                continue
            counts[before][letter] += 1
            before = letter

print('''// How many bits a letter costs a guesser who knows the one before it: from common English words and passwords.
// Made by benchmarks/detection/letters.py.
#pragma once

#include <array>
#include <string_view>

namespace token {

// A row for each letter before ('a' to 'z', then none), a column for each letter, in quarters of a bit from '0' on.
constexpr std::array<std::string_view, 27> kLetterQuarterBits{''')
for before in LETTERS + "^":
    row = counts[before]
    total = sum(row.values())
    text = "".join(chr(ord("0") + min(60, round(-4 * math.log2(row[b] / total)))) for b in LETTERS)
    print('    R"(%s)",' % text)
print('''};

}  // namespace token''')
