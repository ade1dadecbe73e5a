// Keyboard patterns, numbers and notations that people type.
#pragma once

#include <cstdint>
#include <string>

#include "development_words.h"
#include "draw.h"
#include "kinds.h"

namespace detection::known::development {

inline constexpr Kind kPatterns[] = {
    // Four runs of four to seven keys: row, start, direction, shift, length.
    {"qwertz keyboard walk", 4 * Bits(4, 7, 2, 2, 4),
     [](Generator& random) {
       return Repeat(4, "", [&] {
         const std::string row =
             One(random, "12345678901234567890 qwertzuiopqwertzuiop asdfghjklasdfghjkl yxcvbnmyxcvbnm");
         std::string run = row.substr(Below(random, 7));
         run.resize(4 + Below(random, 4));
         run = Below(random, 2) == 0 ? run : Reverse(run);
         return Below(random, 2) == 0 ? run : Upper(run);
       });
     }},
    // Five colours.
    {"CSS colours by name", 5 * Bits(Count(kColours)),
     [](Generator& random) { return Filled(Repeat(5, ",", [&] { return One(random, kColours); }), ","); }},
    // Two clubs, goals, year of 50.
    {"match results", Bits(Count(kClubs), Count(kClubs), 8, 6, 50),
     [](Generator& random) {
       return Filled(One(random, kClubs) + " " + Number(random, 0, 7) + ":" + Number(random, 0, 5) + " " +
                         One(random, kClubs) + " " + Number(random, 1975, 2024),
                     "!");
     }},
    // Two permutations of 1 to 9.
    {"two orders of nine digits", 2 * Bits(362880),
     [](Generator& random) {
       return Repeat(2, "", [&] {
         std::string left = "123456789";
         std::string text;
         while (!left.empty()) {
           const std::size_t place = Below(random, left.size());
           text += left[place];
           left.erase(place, 1);
         }
         return text;
       });
     }},
    // Three ingredients with amounts of 20 and five units.
    {"recipe", 3 * Bits(20, 5, Count(kFoods)),
     [](Generator& random) {
       return Filled(Repeat(3, "+",
                            [&] {
                              return std::to_string(10 * (1 + Below(random, 20))) + One(random, "g ml EL TL x") +
                                     One(random, kFoods);
                            }),
                     "+");
     }},
    // Street, house of 200, postcode of 10000 with a city.
    {"postal address", Bits(Count(kStreets), 200, 10000, Count(kCities)),
     [](Generator& random) {
       return One(random, kStreets) + " " + Number(random, 1, 200) + ", " + Number(random, 1, 10000, 5) + " " +
              One(random, kCities);
     }},
    // A number of seven digits, digit by digit.
    {"number in English words", 7 * Bits(10),
     [](Generator& random) {
       return Repeat(7, "-", [&] { return One(random, "zero one two three four five six seven eight nine"); });
     }},
    // Three numbers below 1000 and two signs; the result follows.
    {"sum with its result", Bits(1000, 1000, 1000, 2),
     [](Generator& random) {
       const std::uint64_t a = Below(random, 1000);
       const std::uint64_t b = Below(random, 1000);
       const std::uint64_t c = Below(random, 1000);
       const bool times = Below(random, 2) == 0;
       return Filled(std::to_string(a) + "+" + std::to_string(b) + (times ? "*" : "+") + std::to_string(c) + "=" +
                         std::to_string(times ? a + b * c : a + b + c),
                     "?");
     }},
    // Nine elements.
    {"chemical symbols and a number", 9 * Bits(Count(kElements)),
     [](Generator& random) { return Filled(Repeat(9, "", [&] { return One(random, kElements); }), "42"); }},
    // Name, surname, two digits, company, five domains.
    {"e-mail address", Bits(Count(kNames), Count(kSurnames), 100, Count(kCompanies), 5),
     [](Generator& random) {
       return Lower(One(random, kNames) + "." + One(random, kSurnames)) + Number(random, 0, 99, 2) + "@" +
              Lower(One(random, kCompanies)) + "." + One(random, "com de fr pl net");
     }},
    // A number below 10^9, digit by digit in two groups with a word between.
    {"number in German words", 7 * Bits(10) + Bits(Count(kGerman)),
     [](Generator& random) {
       const auto digit = [&] { return One(random, "null eins zwei drei vier fuenf sechs sieben acht neun"); };
       return Repeat(4, "", digit) + One(random, kGerman) + Repeat(3, "", digit);
     }},
    // Six shapes of 24.
    {"shapes on the number pad", 6 * Bits(24),
     [](Generator& random) {
       return Repeat(6, "", [&] {
         return One(
             random,
             "789 456 123 741 852 963 147 258 369 987 654 321 753 159 357 951 7410 9630 7896 3214 1478 3698 5050 8520");
       });
     }},
    // Name, surname, two units, company.
    {"LDAP name", Bits(Count(kNames), Count(kSurnames), Count(kJobs), Count(kCompanies)),
     [](Generator& random) {
       return Lower("cn=" + One(random, kNames) + " " + One(random, kSurnames) + ",ou=" + One(random, kJobs) +
                    ",dc=" + One(random, kCompanies) + ",dc=com");
     }},
    // Three days, of 40, 30 and 30 years.
    {"birthdays of a family", Bits(28, 12, 40, 28, 12, 30, 28, 12, 30),
     [](Generator& random) {
       return Date(random, "DMY", 1960, 40) + "-" + Date(random, "DMY", 1990, 30) + "-" + Date(random, "DMY", 1990, 30);
     }},
    // Five templates, system, stage, job, number below 1000.
    {"change me", Bits(5, Count(kSystems), Count(kStages), Count(kJobs), 1000),
     [](Generator& random) {
       return One(random, "changeme- CHANGE_ME_ replace-this- TODO- insert_") + One(random, kSystems) + "-" +
              One(random, kStages) + "-" + One(random, kJobs) + Number(random, 0, 999);
     }},
    // Four colours of 216.
    {"web-safe colours", 4 * Bits(216),
     [](Generator& random) {
       return Repeat(4, "", [&] { return "#" + Repeat(3, "", [&] { return One(random, "00 33 66 99 cc ff"); }); });
     }},
    // A known opening, five moves of the list.
    {"chess opening and moves", Bits(Count(kOpenings)) + 5 * Bits(Count(kMoves)),
     [](Generator& random) { return One(random, kOpenings) + Repeat(5, "", [&] { return One(random, kMoves); }); }},
    // Five runs of three to six of a letter.
    {"runs of one letter", 5 * Bits(26, 4),
     [](Generator& random) {
       return Filled(Repeat(5, "", [&] { return std::string(3 + Below(random, 4), kLower[Below(random, 26)]); }), "a");
     }},
    // User of the jobs, system, number below 10000.
    {"JSON fragment", Bits(Count(kJobs), Count(kSystems), 10000),
     [](Generator& random) {
       return "{\"user\":\"" + One(random, kJobs) + "\",\"pw\":\"" + One(random, kSystems) + Number(random, 0, 9999) +
              "\"}";
     }},
    // Ten cards of 52, repeats allowed.
    {"hand of cards", 10 * Bits(52),
     [](Generator& random) {
       return Repeat(10, "", [&] { return Chars(random, "23456789TJQKA", 1) + Chars(random, "shdc", 1); });
     }},
};

}  // namespace detection::known::development
