// The generated tables (make_tables.py writes their bytes). Read-only; any number of threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace guesswork {

// A double array of 32-bit little-endian units over the bytes of words in lower case: 8 bits label, 1 bit "a word ends
// here", 23 bits offset. The child of offset o by byte b is unit o ^ b. Unit o tells of the word that ends at o, from
// bit 9 on: its cost in quarters of a bit (7 bits), whether it is a common word of its topics (1), up to three topics
// (5 each, 0: none).
extern const std::string_view kWordUnits;
extern const std::uint32_t kWordRoot;

// What a word costs after a word of a topic, in quarters of a bit. A row for each topic before (0: none): that it is
// any word, to which the word's own cost comes; then for each topic an uncommon word of it, a common one. 255: such
// words are not expected.
constexpr std::size_t kTopics = 32;
constexpr std::size_t kFollowRow = 1 + 2 * kTopics;
extern const std::string_view kFollowCosts;

// For each letter after each three letters (26: the start of a word): its cost in sixteenths of a bit.
// Index: ((a * 27 + b) * 27 + c) * 26 + letter.
extern const std::string_view kLetterCosts;

// For each letter after each letter the same, wherever in a word. Index: a * 26 + letter.
extern const std::string_view kPairCosts;

// Sorted; 8 bytes each: the beginnings of MD5, SHA-1 and SHA-256 of common passwords.
extern const std::string_view kHashPrefixes;

// Tokens and keys that manuals print as examples, one a line, sorted.
extern const std::string_view kPublished;

// Words of the grammar of several languages that lists for passphrases leave out, in lower case, one a line.
extern const std::string_view kGrammarWords;

// Well-known texts and the published examples in lower case, one a line.
extern const std::string_view kKnownTexts;
// A bit for each hash of three bytes: whether they stand in kKnownTexts. Index: (a * 961 + b * 31 + c) % 32768.
extern const std::string_view kKnownTrigrams;

}  // namespace guesswork
