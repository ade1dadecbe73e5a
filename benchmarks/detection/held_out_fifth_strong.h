// Tokens of unusual form that are hard to guess: 64 bits and more.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "draw.h"
#include "kinds.h"

namespace detection::fifth {

using namespace known;

inline constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// The words of a list of Debian's package diceware: the last column. Ends the program if the package is missing.
inline std::vector<std::string> ReadWordList(const char* path) {
  std::vector<std::string> words;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    words.push_back(line.substr(line.find_last_of(" \t") + 1));
  }
  if (words.size() < 7776) {
    std::fprintf(stderr, "detection: %s is missing: apt-get install diceware\n", path);
    std::exit(2);
  }
  return words;
}

inline const std::vector<std::string>& EnglishWords() {
  static const auto words = ReadWordList("/usr/lib/python3/dist-packages/diceware/wordlists/wordlist_en_eff.txt");
  return words;
}

inline const std::vector<std::string>& GermanWords() {
  static const auto words = ReadWordList("/usr/lib/python3/dist-packages/diceware/wordlists/wordlist_de_8k.txt");
  return words;
}

inline std::string Uuid4(Generator& random) {
  std::string hex = Chars(random, kHex, 32);
  hex[12] = '4';
  hex[16] = "89ab"[Below(random, 4)];
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-" +
         hex.substr(20);
}

// One word of 16 random bits that can be spoken: consonant, vowel, consonant, vowel, consonant.
inline std::string Proquint(Generator& random) {
  constexpr std::string_view kConsonants = "bdfghjklmnprstvz";
  constexpr std::string_view kVowels = "aiou";
  std::string text;
  for (const bool vowel : {false, true, false, true, false}) {
    text += Chars(random, vowel ? kVowels : kConsonants, 1);
  }
  return text;
}

// Capitals, hyphens, and a digit after one of the words.
inline std::string ManagerPhrase(Generator& random) {
  const std::uint64_t marked = Below(random, 5);
  std::uint64_t word = 0;
  return Repeat(5, "-", [&] {
    const std::string text = Capital(EnglishWords()[Below(random, EnglishWords().size())]);
    return word++ == marked ? text + Number(random, 0, 9) : text;
  });
}

inline std::vector<Kind> StrongKinds() {
  return {
      {"openssl rand -hex 16", 128, [](Generator& random) { return Chars(random, kHex, 32); }},
      {"UUID 4", 122, Uuid4},
      {"syllables of consonant and vowel, 20 letters", 10 * Bits(20, 5),
       [](Generator& random) {
         return Repeat(10, "", [&] {
           const std::string consonant = Chars(random, "bcdfghjklmnprstvwxyz", 1);
           return consonant + Chars(random, "aeiou", 1);
         });
       }},
      {"six German words out of 8,192", 6 * Bits(8192),
       [](Generator& random) {
         return Repeat(6, " ", [&] { return GermanWords()[Below(random, GermanWords().size())]; });
       }},
      {"phrase of a password manager: five Words, a digit", 5 * Bits(7776) + Bits(5, 10), ManagerPhrase},
      {"ULID of this year", 80 + Bits(365.0 * 86400 * 1000),
       [](Generator& random) {
         const std::uint64_t now = 1735689600000 + Below(random, 365ULL * 86400 * 1000);
         return Base(now, kCrockford, 10) + Chars(random, kCrockford, 16);
       }},
      {"keptn_ and 24 letters and digits", 24 * Bits(62),
       [](Generator& random) { return "keptn_" + Chars(random, kBase62, 24); }},
      {"five proquints", 80, [](Generator& random) { return Repeat(5, "-", [&] { return Proquint(random); }); }},
      {"licence key, five groups of five", 25 * Bits(24),
       [](Generator& random) { return Repeat(5, "-", [&] { return Chars(random, "BCDFGHJKMPQRTVWXY2346789", 5); }); }},
      {"24 random digits in groups of four", 24 * Bits(10),
       [](Generator& random) { return Repeat(6, " ", [&] { return Chars(random, kDigits, 4); }); }},
  };
}

}  // namespace detection::fifth
