// Little secrets under an encoding, and raw bytes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "development_words.h"
#include "draw.h"
#include "kinds.h"

namespace detection::known::development {

inline constexpr Kind kEncoded[] = {
    // Five English words, one of four separators; few collisions.
    {"words without vowels", 5 * Bits(Count(kEnglish)) + Bits(4),
     [](Generator& random) {
       const std::string separator = One(random, "- _ . /");
       std::string text = Repeat(5, separator, [&] { return One(random, kEnglish); });
       for (const std::string_view vowel : {"a", "e", "i", "o", "u"}) {
         text = Replace(text, vowel, "");
       }
       return Filled(text, separator + "x");
     }},
    // Name and surname, a is 1; separator of three, year of 60.
    {"letters as their numbers", Bits(Count(kNames), Count(kSurnames), 3, 60),
     [](Generator& random) {
       const std::string separator = One(random, "- . ,");
       std::string text;
       for (const char c : Lower(One(random, kNames) + One(random, kSurnames))) {
         text += std::to_string(c - 'a' + 1) + separator;
       }
       return Filled(text + Number(random, 1960, 2019), "0");
     }},
    // Two Indonesian words, two digits.
    {"base32 of two words", Bits(Count(kIndonesian), Count(kIndonesian), 100),
     [](Generator& random) {
       return Filled(
           Encode(One(random, kIndonesian) + "-" + One(random, kIndonesian) + Number(random, 0, 99, 2), kBase32, 5),
           "=");
     }},
    // Shift of 25, company, adjective, system.
    {"Caesar shift of a company phrase", Bits(25, Count(kCompanies), Count(kAdjectives), Count(kSystems)),
     [](Generator& random) {
       const std::size_t shift = 1 + Below(random, 25);
       const std::string wheel = std::string(kLower) + std::string(kLower);
       return Filled(Map(Lower(One(random, kCompanies) + One(random, kAdjectives) + One(random, kSystems)), kLower,
                         wheel.substr(shift, 26)),
                     wheel.substr(shift, 3));
     }},
    // Word, three digits, mark.
    {"hex of a password", Bits(Count(kGerman), 1000, 4),
     [](Generator& random) {
       return Filled(Hex(One(random, kGerman) + Number(random, 0, 999, 3) + Chars(random, "!.-#", 1)), "20");
     }},
    // First name and surname letter by letter, year of 80.
    {"two names zipped together", Bits(Count(kNames), Count(kSurnames), 80),
     [](Generator& random) {
       const std::string name = One(random, kNames);
       const std::string surname = One(random, kSurnames);
       std::string text;
       for (std::size_t i = 0; i < std::max(name.size(), surname.size()); ++i) {
         text += name.substr(std::min(i, name.size()), 1) + surname.substr(std::min(i, surname.size()), 1);
       }
       return Filled(text + Number(random, 1940, 2019), "_kd");
     }},
    // Five words of the list in hex, joined by nothing or by dashes.
    {"hexspeak", 5 * Bits(Count(kHexWords)) + Bits(2),
     [](Generator& random) {
       return Filled(Repeat(5, Below(random, 2) == 0 ? "" : "-", [&] { return One(random, kHexWords); }), "0");
     }},
    // Four words as digits on a telephone.
    {"words on telephone keys", 4 * Bits(Count(kEnglish)),
     [](Generator& random) {
       return Filled(Map(Repeat(4, "0", [&] { return One(random, kEnglish); }), kLower, "22233344455566677778889999"),
                     "0");
     }},
    // Two names in Morse code, a year of 60 in plain digits.
    {"Morse code", Bits(Count(kNames), Count(kNames), 60),
     [](Generator& random) {
       const std::string names = Lower(One(random, kNames) + One(random, kNames));
       std::string text;
       for (const char letter : names) {
         std::string_view codes =
             ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- "
             "--..";
         for (char c = 'a'; c < letter; ++c) {
           codes.remove_prefix(codes.find(' ') + 1);
         }
         text += std::string(codes.substr(0, codes.find(' '))) + " ";
       }
       return Filled(text + Number(random, 1965, 2024), ".");
     }},
    // Eleven lower-case letters.
    {"base64 of eleven letters", 11 * Bits(26),
     [](Generator& random) { return Encode(Chars(random, kLower, 11), kBase64, 6) + "="; }},
    // Key of 255, two words, number below 1000.
    {"words under a one-byte XOR", Bits(255, Count(kRussian), Count(kRussian), 1000),
     [](Generator& random) {
       std::string text = Filled(One(random, kRussian) + " " + One(random, kRussian) + Number(random, 0, 999, 3), ".");
       const auto key = static_cast<unsigned char>(1 + Below(random, 255));
       for (char& c : text) {
         c = static_cast<char>(static_cast<unsigned char>(c) ^ key);
       }
       return text;
     }},
    // Seed of 24 bits; 24 bytes of a linear congruential generator.
    {"bytes of a seeded generator", Bits(16777216),
     [](Generator& random) {
       std::uint64_t state = Below(random, 16777216);
       return Repeat(24, "", [&] {
         state = (state * 214013 + 2531011) & 0xFFFFFFFF;
         return std::string(1, static_cast<char>(state >> 16U));
       });
     }},
    // Name, city, year of 40.
    {"UTF-16 of a name and a year", Bits(Count(kNames), Count(kCities), 40),
     [](Generator& random) {
       std::string bytes;
       for (const char c : One(random, kNames) + One(random, kCities) + Number(random, 1980, 2019)) {
         bytes += {c, '\0'};
       }
       return bytes;
     }},
};

}  // namespace detection::known::development
