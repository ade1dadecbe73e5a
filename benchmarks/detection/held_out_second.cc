#include "held_out_second.h"

#include <iterator>
#include <string>

#include "draw.h"
#include "held_out_second_notation.h"
#include "held_out_second_scripted.h"
#include "held_out_second_typed.h"
#include "held_out_second_words.h"

namespace detection {
namespace known::second {
namespace {

constexpr Kind kHonest[] = {
    {"16 characters of base58", 16 * Bits(58), [](Generator& random) { return Chars(random, kBase58, 16); }},
    {"ASCII85 of 16 letters and digits", 16 * Bits(62),
     [](Generator& random) { return Ascii85(Chars(random, kBase62, 16)); }},
    {"40 bases", 40 * Bits(4), [](Generator& random) { return Chars(random, "ACGT", 40); }},
    {"27 octal digits", 27 * Bits(8), [](Generator& random) { return Chars(random, "01234567", 27); }},
    {"six PINs of four digits", 24 * Bits(10),
     [](Generator& random) { return Repeat(6, "-", [&] { return Chars(random, kDigits, 4); }); }},
    {"17 words of the German spelling alphabet", 17 * Bits(26),
     [](Generator& random) { return Repeat(17, "-", [&] { return One(random, kGermanSpelling); }); }},
    {"16 Dutch words", 16 * Bits(Count(kDutch)),
     [](Generator& random) { return Repeat(16, " ", [&] { return One(random, kDutch); }); }},
    {"24 Vietnamese words", 24 * Bits(Count(kVietnamese)),
     [](Generator& random) { return Repeat(24, " ", [&] { return One(random, kVietnamese); }); }},
    {"alternate case, 16 lower-case letters", 16 * Bits(26),
     [](Generator& random) {
       std::string text = Chars(random, kLower, 16);
       for (std::size_t i = 0; i < text.size(); i += 2) {
         text.replace(i, 1, Upper(text.substr(i, 1)));
       }
       return text;
     }},
};

}  // namespace
}  // namespace known::second

const std::vector<Kind>& SecondHeldOutKinds() {
  static const std::vector<Kind> kinds = [] {
    std::vector<Kind> all(std::begin(known::second::kTyped), std::end(known::second::kTyped));
    all.insert(all.end(), std::begin(known::second::kNotation), std::end(known::second::kNotation));
    all.insert(all.end(), std::begin(known::second::kEncoded), std::end(known::second::kEncoded));
    all.insert(all.end(), std::begin(known::second::kScripted), std::end(known::second::kScripted));
    return all;
  }();
  return kinds;
}

const std::vector<Kind>& SecondHeldOutHonest() {
  static const std::vector<Kind> kinds(std::begin(known::second::kHonest), std::end(known::second::kHonest));
  return kinds;
}

}  // namespace detection
