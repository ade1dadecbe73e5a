// Phrases that people type.
#pragma once

#include <string>
#include <string_view>

#include "draw.h"
#include "held_out_words.h"
#include "kinds.h"

namespace detection::known::held_out {

inline constexpr Kind kTyped[] = {
    // Character, verb, adjective, noun, three separators.
    {"small story in English", Bits(Count(kCharacters), Count(kVerbs), Count(kAdjectives), Count(kEnglish), 3),
     [](Generator& random) {
       const std::string separator = One(random, "-,_,.", ',');
       return Filled(One(random, kCharacters) + separator + One(random, kVerbs) + separator + One(random, kAdjectives) +
                         separator + One(random, kEnglish),
                     separator + "s");
     }},
    // Brand, model number below 1000, capacity of six, colour.
    {"products with numbers", Bits(Count(kBrands), 1000, 6, Count(kColours)),
     [](Generator& random) {
       return Filled(One(random, kBrands) + Number(random, 0, 999) + "-" +
                         One(random, "32GB 64GB 128GB 256GB 512GB 1TB") + "-" + One(random, kColours),
                     "-EU");
     }},
    // Two words, fixed replacements of several characters; number below 1000.
    {"heavy leetspeak", Bits(Count(kEnglish), Count(kScientists), 1000),
     [](Generator& random) {
       std::string text = One(random, kEnglish) + "_" + One(random, kScientists);
       for (const std::string_view swap : {"a/-\\", "h|-|", "m|\\/|", "d|)", "k|<", "n|\\|", "v\\/", "o()"}) {
         text = Replace(text, swap.substr(0, 1), swap.substr(1));
       }
       return Filled(text + Number(random, 0, 999, 3), "!");
     }},
    // Company, year of 15, name, mark.
    {"welcome to the company", Bits(Count(kCompanies), 15, Count(kNames), 4),
     [](Generator& random) {
       return "Welcome2" + One(random, kCompanies) + Number(random, 2010, 2024) + "-" + One(random, kNames) +
              Chars(random, "!?.#", 1);
     }},
    // Three characters, two joints of four, number below 1000.
    {"heroes and their number", 3 * Bits(Count(kCharacters)) + Bits(4, 4, 1000),
     [](Generator& random) {
       return Filled(One(random, kCharacters) + Chars(random, "&@+_", 1) + One(random, kCharacters) +
                         Chars(random, "&@+_", 1) + One(random, kCharacters) + Number(random, 0, 999),
                     "!!");
     }},
    // City, day of 80 years, four marks.
    {"city, birth date, mark", Bits(Count(kCities), 28, 12, 80, 4),
     [](Generator& random) {
       return Filled(One(random, kCities) + Date(random, "D.M.Y", 1940, 80) + Chars(random, "!?.*", 1), "!");
     }},
    // Two words and a city in alternate case, which starts low or high; year of 50.
    {"sPoNgE cAsE", Bits(Count(kSpanish), Count(kCities), Count(kSpanish), 2, 50),
     [](Generator& random) {
       std::string text =
           One(random, kSpanish) + One(random, kCities) + One(random, kSpanish) + Number(random, 1975, 2024);
       const std::size_t phase = Below(random, 2);
       for (std::size_t i = 0; i < text.size(); ++i) {
         const std::string letter = text.substr(i, 1);
         text.replace(i, 1, i % 2 == phase ? Upper(letter) : Lower(letter));
       }
       return Filled(text, "!");
     }},
    // Four English words.
    {"pig latin", 4 * Bits(Count(kEnglish)),
     [](Generator& random) {
       return Filled(Repeat(4, "-",
                            [&] {
                              const std::string word = One(random, kEnglish);
                              return word.substr(1) + word.substr(0, 1) + "ay";
                            }),
                     "-way");
     }},
    // Two words, four digits; on average three of the four coins have an effect.
    {"leetspeak with a coin for each letter", Bits(Count(kEnglish), Count(kCharacters), 10000, 8),
     [](Generator& random) {
       std::string text = One(random, kEnglish) + "." + Lower(One(random, kCharacters));
       for (const std::string_view swap : {"a4", "e3", "i1", "o0"}) {
         text = Below(random, 2) == 0 ? text : Replace(text, swap.substr(0, 1), swap.substr(1));
       }
       return Filled(text + Number(random, 0, 9999, 4), "0");
     }},
    // Three English words, year of 30.
    {"phrase in ROT13", Bits(Count(kEnglish), Count(kEnglish), Count(kEnglish), 30),
     [](Generator& random) {
       return Filled(Map(Repeat(3, "", [&] { return One(random, kEnglish); }), kLower, "nopqrstuvwxyzabcdefghijklm") +
                         Number(random, 1995, 2024),
                     "!");
     }},
    // Four choices; number below 10000.
    {"Spanish noun, adjective, noun, number", Bits(Count(kSpanish), Count(kSpanishAdjectives), Count(kSpanish), 10000),
     [](Generator& random) {
       return Filled(
           Repeat(
               1, "",
               [&] { return One(random, kSpanish) + One(random, kSpanishAdjectives) + "de" + One(random, kSpanish); }) +
               Number(random, 0, 9999),
           "*");
     }},
    // Proverb, one of its first 20 places, a letter that is wrong there, two digits.
    {"one wrong letter", Bits(Count(kProverbs, '|'), 20, 25, 100),
     [](Generator& random) {
       std::string text = One(random, kProverbs, '|') + "....";
       char& letter = text[Below(random, 20)];
       const std::string others = Replace(std::string(kLower), std::string(1, letter), "");
       letter = others[Below(random, 25)];
       return text + Number(random, 0, 99, 2);
     }},
    // Three words; the replacements are fixed; number below 1000.
    {"Polish words with old leetspeak", Bits(Count(kPolish), Count(kPolish), Count(kPolish), 1000),
     [](Generator& random) {
       return Filled(
           Map(Repeat(3, "_", [&] { return One(random, kPolish); }), "aeios", "@3!0$") + Number(random, 0, 999, 3),
           "#");
     }},
    // Family, name, day, city, pet's name, and a price below 1000, by initials and three letters of each name; a
    // few collide.
    {"initials of a sentence", Bits(4, Count(kNames), 28, 12, 40, Count(kCities), Count(kNames), 1000),
     [](Generator& random) {
       const std::string relative = One(random, "wMdE wMsE mTwb mSwg");
       return relative + One(random, kNames).substr(0, 3) + "wb" + Date(random, "D.M.y", 1980, 40) + "i" +
              One(random, kCities).substr(0, 3) + "&" + One(random, kNames).substr(0, 3) + "c" +
              Number(random, 0, 999, 3) + "$";
     }},
    // Name, city, digit.
    {"every letter doubled", Bits(Count(kNames), Count(kCities), 10),
     [](Generator& random) {
       const std::string text = One(random, kNames) + One(random, kCities) + Number(random, 0, 9);
       std::string doubled;
       for (const char c : text) {
         doubled += {c, c};
       }
       return Filled(doubled, "!!");
     }},
    // Three nouns, the first one capital; two digits.
    {"three German nouns in one", Bits(Count(kGerman), Count(kGerman), Count(kGerman), 100),
     [](Generator& random) {
       return Filled(Capital(Lower(One(random, kGerman) + One(random, kGerman) + One(random, kGerman))) +
                         Number(random, 0, 99, 2),
                     "!");
     }},
};

}  // namespace detection::known::held_out
