// Phrases that people type.
#pragma once

#include <string>

#include "development_words.h"
#include "draw.h"
#include "kinds.h"

namespace detection::known::development {

inline constexpr Kind kTyped[] = {
    // Proverb, four spellings, number below 1000.
    {"proverb with a style and a number", Bits(Count(kProverbs, '|'), 4, 1000),
     [](Generator& random) {
       const std::string proverb = One(random, kProverbs, '|');
       const std::string text = Replace(proverb, " ", One(random, ",-,_,.", ','));
       return Filled(Capital(text) + Number(random, 0, 999), "!");
     }},
    // Three words, seven digits of a postcode.
    {"Japanese words and a postcode", Bits(Count(kJapanese), Count(kJapanese), Count(kJapanese), 1000, 10000),
     [](Generator& random) {
       return Filled(Repeat(3, "-", [&] { return One(random, kJapanese); }) + "-" + Number(random, 0, 999, 3) +
                         Number(random, 0, 9999, 4),
                     "!");
     }},
    // Three words, year of 60.
    {"Portuguese words with capitals", Bits(Count(kPortuguese), Count(kPortuguese), Count(kPortuguese), 60),
     [](Generator& random) {
       return Filled(
           Repeat(3, "", [&] { return Capital(One(random, kPortuguese)); }) + "@" + Number(random, 1965, 2024), "@");
     }},
    // Club, year of 60, province plate of 81, suburb word, mark.
    {"Turkish club, founding year, plate", Bits(Count(kClubs), 60, 81, Count(kTurkish), 3),
     [](Generator& random) {
       return Filled(One(random, kClubs) + Number(random, 1890, 1949) + Capital(One(random, kTurkish)) +
                         Number(random, 1, 81, 2) + Chars(random, "!.*", 1),
                     "!");
     }},
    // Three English words typed on qwerty with the fingers of dvorak.
    {"words with dvorak fingers", Bits(Count(kEnglish), Count(kEnglish), Count(kEnglish), 10),
     [](Generator& random) {
       return Filled(Map(Repeat(3, " ", [&] { return One(random, kEnglish); }), "abcdefghijklmnopqrstuvwxyz",
                         "anihdyujgcvpmlsrxo;kf.,bt/") +
                         Number(random, 0, 9),
                     "1");
     }},
    // Three words by the keys of the Cyrillic layout, number below 100.
    {"Russian words on an English keyboard", Bits(Count(kRussian), Count(kRussian), Count(kRussian), 100),
     [](Generator& random) {
       return Filled(Map(Repeat(3, " ", [&] { return One(random, kRussian); }), "abcdefghiklmnoprstuvyz ",
                         "f,wltpa[brkvyjghcneds;-") +
                         Number(random, 0, 99, 2),
                     "123");
     }},
    // Two words, god, year of 70, one of three joints.
    {"two Hindi words, god, year", Bits(Count(kHindi), Count(kGods), Count(kHindi), 70, 3),
     [](Generator& random) {
       return Filled(Capital(One(random, kHindi)) + One(random, kGods) + Capital(One(random, kHindi)) +
                         Chars(random, "@#_", 1) + Number(random, 1950, 2019),
                     "#1");
     }},
    // Season or day, year of 30, city, eight marks, number below 100.
    {"season, year, city", Bits(Count(kSeasons), 30, Count(kCities), 8, 100),
     [](Generator& random) {
       return Filled(One(random, kSeasons) + Number(random, 1996, 2025) + One(random, kCities) +
                         Chars(random, "!?.#*+-$", 1) + Number(random, 0, 99),
                     "!");
     }},
    // Word, digits of 100, the same again, mark of eight.
    {"one word twice", Bits(Count(kEnglish), Count(kColours), 100, 8),
     [](Generator& random) {
       const std::string half = Capital(One(random, kEnglish)) + One(random, kColours) + Number(random, 0, 99, 2);
       return half + half + Chars(random, "!?.#*+-$", 1);
     }},
    // Company, quarter, year of 20, word of six, percentage below 100.
    {"manager's target", Bits(Count(kCompanies), 4, 20, 6, 100),
     [](Generator& random) {
       return "Q" + Number(random, 1, 4) + "-" + Number(random, 2010, 2029) + One(random, kCompanies) +
              One(random, "Revenue Growth Umsatz Profit Churn EBIT") + "+" + Number(random, 0, 99) + "%";
     }},
    // Four words; one of three separators.
    {"four Indonesian words", Bits(Count(kIndonesian), Count(kIndonesian), Count(kIndonesian), Count(kIndonesian), 3),
     [](Generator& random) {
       const std::string separator = One(random, "-,_,.", ',');
       return Filled(Repeat(4, separator, [&] { return One(random, kIndonesian); }), separator + "1");
     }},
    // Proverb, number below 10000, mark of eight.
    {"proverb by its first two letters", Bits(Count(kProverbs, '|'), 10000, 8),
     [](Generator& random) {
       std::string proverb = " " + One(random, kProverbs, '|');
       std::string text;
       for (std::size_t at = proverb.find(' '); at != std::string::npos; at = proverb.find(' ', at + 1)) {
         text += Capital(proverb.substr(at + 1, proverb.find(' ', at + 1) == at + 2 ? 1 : 2));
       }
       return Filled(text + Chars(random, "!?.#*+-$", 1) + Number(random, 0, 9999, 4), "0");
     }},
    // Three words on a qwerty keyboard as if it were azerty; two digits.
    {"French words with azerty fingers", Bits(Count(kFrench), Count(kFrench), Count(kFrench), 100),
     [](Generator& random) {
       return Filled(Map(Repeat(3, "", [&] { return Capital(One(random, kFrench)); }), "aqwzmAQWZM", "qazw;QAZW:") +
                         Number(random, 0, 99, 2),
                     "?");
     }},
    // Two first names, three joints, year of 45, mark.
    {"couple and wedding year", Bits(Count(kNames), Count(kNames), 3, 45, 4),
     [](Generator& random) {
       return Filled(One(random, kNames) + One(random, "und,+,&", ',') + One(random, kNames) +
                         Number(random, 1980, 2024) + One(random, "! ? <3 **"),
                     "xoxo");
     }},
};

}  // namespace detection::known::development
