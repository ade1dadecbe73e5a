#include "held_out.h"

#include <iterator>
#include <string>

#include "draw.h"
#include "held_out_encoded.h"
#include "held_out_identifiers.h"
#include "held_out_patterns.h"
#include "held_out_scripted.h"
#include "held_out_typed.h"
#include "held_out_words.h"

namespace detection {
namespace known::held_out {
namespace {

constexpr Kind kHonest[] = {
    // Fixed header, subject of the jobs, 22 characters of a signature.
    {"signed web token", Bits(Count(kJobs)) + 22 * Bits(64),
     [](Generator& random) {
       return "eyJhbGciOiJIUzI1NiJ9." + Encode("{\"sub\":\"" + One(random, kJobs) + "\"}", kBase64, 6) + "." +
              Chars(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 22);
     }},
    // Version 4: thirty free hex digits and two bits of the variant's digit.
    {"UUID in braces", 30 * Bits(16) + Bits(4),
     [](Generator& random) {
       return "{" +
              Upper(Chars(random, kHex, 8) + "-" + Chars(random, kHex, 4) + "-4" + Chars(random, kHex, 3) + "-" +
                    Chars(random, "89ab", 1) + Chars(random, kHex, 3) + "-" + Chars(random, kHex, 12)) +
              "}";
     }},
    // Sixteen syllables of 17 consonants and five vowels, in threes and one.
    {"syllables", 16 * Bits(17, 5),
     [](Generator& random) {
       return Repeat(4, ".", [&] {
         return Repeat(4, "", [&] { return Chars(random, "bcdfghjklmnprstvz", 1) + Chars(random, "aeiou", 1); });
       });
     }},
    // Six groups of four hex digits.
    {"hex with dashes", 24 * Bits(16),
     [](Generator& random) { return Repeat(6, "-", [&] { return Chars(random, kHex, 4); }); }},
    // Twelve words of two languages, a digit.
    {"diceware, capital words and digits", 6 * Bits(Count(kEnglish), Count(kSpanish)) + Bits(10),
     [](Generator& random) {
       return Repeat(6, "", [&] { return Capital(One(random, kEnglish)) + Capital(One(random, kSpanish)); }) +
              Number(random, 0, 9);
     }},
    // Three groups of six: lower-case letters and one capital, one digit.
    {"macOS suggestion", 16 * Bits(26) + Bits(26, 10),
     [](Generator& random) {
       return Chars(random, kLower, 6) + "-" + Chars(random, kUpper, 1) + Chars(random, kLower, 5) + "-" +
              Chars(random, kLower, 5) + Chars(random, kDigits, 1);
     }},
    // 80 coins.
    {"80 binary digits", 80 * Bits(2), [](Generator& random) { return Chars(random, "01", 80); }},
    // Twelve words of two lists.
    {"diceware in Polish and Turkish with dashes", 6 * Bits(Count(kPolish), Count(kTurkish)),
     [](Generator& random) {
       return Repeat(6, "-", [&] { return One(random, kPolish) + "-" + One(random, kTurkish); });
     }},
    // Seven groups of four digits.
    {"28 decimal digits in groups", 28 * Bits(10),
     [](Generator& random) { return Repeat(7, " ", [&] { return Chars(random, kDigits, 4); }); }},
};

}  // namespace
}  // namespace known::held_out

const std::vector<Kind>& HeldOutKinds() {
  static const std::vector<Kind> kinds = [] {
    std::vector<Kind> all(std::begin(known::held_out::kTyped), std::end(known::held_out::kTyped));
    all.insert(all.end(), std::begin(known::held_out::kPatterns), std::end(known::held_out::kPatterns));
    all.insert(all.end(), std::begin(known::held_out::kEncoded), std::end(known::held_out::kEncoded));
    all.insert(all.end(), std::begin(known::held_out::kScripted), std::end(known::held_out::kScripted));
    all.insert(all.end(), std::begin(known::held_out::kIdentifiers), std::end(known::held_out::kIdentifiers));
    return all;
  }();
  return kinds;
}

const std::vector<Kind>& HeldOutHonest() {
  static const std::vector<Kind> kinds(std::begin(known::held_out::kHonest), std::end(known::held_out::kHonest));
  return kinds;
}

}  // namespace detection
