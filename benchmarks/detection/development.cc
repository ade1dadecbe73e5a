#include "development.h"

#include <iterator>
#include <string>

#include "development_encoded.h"
#include "development_identifiers.h"
#include "development_patterns.h"
#include "development_scripted.h"
#include "development_typed.h"
#include "development_words.h"
#include "draw.h"

namespace detection {
namespace known::development {
namespace {

constexpr Kind kHonest[] = {
    // Sixteen bytes in capital hex.
    {"fingerprint with colons", 32 * Bits(16),
     [](Generator& random) { return Repeat(16, ":", [&] { return Chars(random, "0123456789ABCDEF", 2); }); }},
    // 22 characters of 58.
    {"base58", 22 * Bits(58),
     [](Generator& random) { return Chars(random, "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", 22); }},
    // 24 letters or digits after a fixed beginning.
    {"key of the form sk-", 24 * Bits(62), [](Generator& random) { return "sk-proj-" + Chars(random, kBase62, 24); }},
    // 36 letters or digits.
    {"token of GitHub's form", 36 * Bits(62), [](Generator& random) { return "ghp_" + Chars(random, kBase62, 36); }},
    // Five groups of five of 32 characters.
    {"Crockford base32 with dashes", 25 * Bits(32),
     [](Generator& random) {
       return Repeat(5, "-", [&] { return Chars(random, "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 5); });
     }},
    // 20 characters of 85.
    {"z85", 20 * Bits(85),
     [](Generator& random) {
       return Chars(random, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#",
                    20);
     }},
    // Eight groups of 16 bits.
    {"proquints", 8 * Bits(65536),
     [](Generator& random) {
       return Repeat(8, "-", [&] {
         const auto consonant = [&] { return Chars(random, "bdfghjklmnprstvz", 1); };
         const auto vowel = [&] { return Chars(random, "aiou", 1); };
         return consonant() + vowel() + consonant() + vowel() + consonant();
       });
     }},
    // Five groups of five of 24 characters.
    {"product key", 25 * Bits(24),
     [](Generator& random) { return Repeat(5, "-", [&] { return Chars(random, "BCDFGHJKMPQRTVWXY2346789", 5); }); }},
    // Two ids of ten digits, 24 letters or digits.
    {"Slack-like token", 20 * Bits(10) + 24 * Bits(62),
     [](Generator& random) {
       return "xoxb-" + Chars(random, kDigits, 10) + "-" + Chars(random, kDigits, 10) + "-" +
              Chars(random, kBase62, 24);
     }},
};

}  // namespace
}  // namespace known::development

const std::vector<Kind>& DevelopmentKinds() {
  static const std::vector<Kind> kinds = [] {
    std::vector<Kind> all(std::begin(known::development::kTyped), std::end(known::development::kTyped));
    all.insert(all.end(), std::begin(known::development::kPatterns), std::end(known::development::kPatterns));
    all.insert(all.end(), std::begin(known::development::kEncoded), std::end(known::development::kEncoded));
    all.insert(all.end(), std::begin(known::development::kScripted), std::end(known::development::kScripted));
    all.insert(all.end(), std::begin(known::development::kIdentifiers), std::end(known::development::kIdentifiers));
    return all;
  }();
  return kinds;
}

const std::vector<Kind>& DevelopmentHonest() {
  static const std::vector<Kind> kinds(std::begin(known::development::kHonest), std::end(known::development::kHonest));
  return kinds;
}

}  // namespace detection
