// Phrases that people type.
#pragma once

#include <string>

#include "draw.h"
#include "held_out_second_words.h"
#include "kinds.h"

namespace detection::known::second {

// Each vowel of a word repeated `times` times.
inline std::string Stretched(const std::string& word, std::size_t times) {
  std::string text;
  for (const char c : word) {
    text += std::string(std::string_view("aeiou").find(c) == std::string_view::npos ? 1 : times, c);
  }
  return text;
}

inline constexpr Kind kTyped[] = {
    // Three words and a year of 30.
    {"three Dutch words and a year", 3 * Bits(Count(kDutch)) + Bits(30),
     [](Generator& random) {
       return Filled(Repeat(3, "", [&] { return Capital(One(random, kDutch)); }) + Number(random, 1995, 2024), "!");
     }},
    // Three words, three separators, number below 100.
    {"Swedish words with separators", 3 * Bits(Count(kSwedish)) + Bits(3, 100),
     [](Generator& random) {
       return Filled(
           Repeat(3, One(random, "-,_,.", ','), [&] { return One(random, kSwedish); }) + Number(random, 0, 99, 2),
           "00");
     }},
    // Two words, three digits, four marks.
    {"Hungarian words, digits, mark", 2 * Bits(Count(kHungarian)) + Bits(1000, 4),
     [](Generator& random) {
       return Filled(One(random, kHungarian) + Capital(One(random, kHungarian)) + Number(random, 0, 999, 3) +
                         Chars(random, "!?#*", 1),
                     "!");
     }},
    {"four Finnish words", 4 * Bits(Count(kFinnish)),
     [](Generator& random) { return Filled(Repeat(4, ".", [&] { return One(random, kFinnish); }), ".fi"); }},
    {"Italian sentence", Bits(Count(kItalian), Count(kItalianVerbs), Count(kItalian), 100),
     [](Generator& random) {
       return Filled("il " + One(random, kItalian) + " " + One(random, kItalianVerbs) + " il " + One(random, kItalian) +
                         " " + Number(random, 0, 99),
                     "!");
     }},
    {"English scene", Bits(Count(kQualities), Count(kNature), Count(kMotions), Count(kNature)),
     [](Generator& random) {
       return "the-" + One(random, kQualities) + "-" + One(random, kNature) + "-" + One(random, kMotions) + "-by-the-" +
              One(random, kNature);
     }},
    // Name, word, day of 60 years.
    {"Croatian name, word and birthday", Bits(Count(kCroatianNames), Count(kCroatian), 28, 12, 60),
     [](Generator& random) {
       return Filled(One(random, kCroatianNames) + "_" + One(random, kCroatian) + Date(random, "DMY", 1950, 60), "_");
     }},
    {"four Vietnamese words and a year", 4 * Bits(Count(kVietnamese)) + Bits(30),
     [](Generator& random) {
       return Filled(Repeat(4, "", [&] { return Capital(One(random, kVietnamese)); }) + Number(random, 1995, 2024),
                     "!");
     }},
    // A function's name as programmers write it; number below 1000.
    {"identifier in camel case", Bits(Count(kGetVerbs), Count(kThings), Count(kThings), 1000),
     [](Generator& random) {
       return Filled(
           One(random, kGetVerbs) + One(random, kThings) + "By" + One(random, kThings) + Number(random, 0, 999), "_v2");
     }},
    {"constant and its value", Bits(Count(kThings), Count(kThings), 10000),
     [](Generator& random) {
       return "MAX_" + Upper(One(random, kThings)) + "_" + Upper(One(random, kThings)) + "S=" + Number(random, 0, 9999);
     }},
    // Band, song, year of 50, mark of four.
    {"band, song, year", Bits(Count(kBands), Count(kSongs), 50, 4),
     [](Generator& random) {
       return Filled(
           One(random, kBands) + "-" + One(random, kSongs) + Number(random, 1965, 2014) + Chars(random, "!?.#", 1),
           "!");
     }},
    {"the name of a pet", Bits(5, Count(kNature), Count(kCroatianNames), 10),
     [](Generator& random) {
       return "My" + One(random, "First Second Third Fourth Fifth") + Capital(One(random, kNature)) + "IsNamed" +
              One(random, kCroatianNames) + Number(random, 0, 9);
     }},
    {"weekdays that one hates", Bits(3, 7, Count(kTools), 100),
     [](Generator& random) {
       return "i" + One(random, "Hate Love Like") + One(random, kWeekdays) + "And" + Capital(One(random, kTools)) +
              Number(random, 0, 99, 2);
     }},
    // Two words, each vowel three to six times, two digits.
    {"stretched vowels", Bits(Count(kInstruments), Count(kTools), 4, 100),
     [](Generator& random) {
       const std::size_t times = 3 + Below(random, 4);
       return Stretched(One(random, kInstruments), times) + "-" + Stretched(One(random, kTools), times) +
              Number(random, 0, 99, 2);
     }},
    // A word, its mirror image, four marks, three digits.
    {"word and its mirror image", Bits(Count(kInstruments) + Count(kTools), 4, 1000),
     [](Generator& random) {
       const std::string word = One(random, Below(random, 2) == 0 ? kInstruments : kTools);
       return Filled(word + Chars(random, "|-+=", 1) + Reverse(word) + Number(random, 0, 999, 3), "|");
     }},
    // Two words, a sign of four between all letters.
    {"a sign after each letter", Bits(Count(kNature), Count(kTools), 4),
     [](Generator& random) {
       const std::string sign = Chars(random, "-.!*", 1);
       std::string text;
       for (const char c : One(random, kNature) + One(random, kTools)) {
         text += (text.empty() ? "" : sign) + std::string(1, c);
       }
       return Filled(text, sign + "x");
     }},
    {"first three letters of five words", 5 * Bits(Count(kNature)),
     [](Generator& random) { return Repeat(5, "-", [&] { return One(random, kNature).substr(0, 3); }); }},
    {"words with the first two letters swapped", 3 * Bits(Count(kTools)) + Bits(100),
     [](Generator& random) {
       return Filled(Repeat(3, " ",
                            [&] {
                              std::string word = One(random, kTools);
                              std::swap(word[0], word[1]);
                              return word;
                            }) +
                         Number(random, 0, 99),
                     "!");
     }},
};

}  // namespace detection::known::second
