// Little secrets under an encoding, and raw bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "draw.h"
#include "held_out_words.h"
#include "kinds.h"

namespace detection::known::held_out {

inline constexpr Kind kEncoded[] = {
    // Three words, row and column for each letter.
    {"Polybius square", 3 * Bits(Count(kPolish)),
     [](Generator& random) {
       std::string text;
       for (const char c : Repeat(3, "", [&] { return One(random, kPolish); })) {
         const auto place = std::string_view("abcdefghiklmnopqrstuvwxyz").find(c == 'j' ? 'i' : c);
         text += {kDigits[1 + place / 5], kDigits[1 + place % 5]};
       }
       return Filled(text, "55");
     }},
    // A word, a name and three digits as three-digit codes.
    {"decimal codes of letters", Bits(Count(kTurkish), Count(kNames), 1000),
     [](Generator& random) {
       const std::string text = One(random, kTurkish) + One(random, kNames) + Number(random, 0, 999, 3);
       std::string codes;
       for (const char c : text) {
         codes += Padded(static_cast<std::uint64_t>(c), 3);
       }
       return Filled(codes, "032");
     }},
    // Three Portuguese words and a number below 100, as in a URL.
    {"phrase with percent signs", Bits(Count(kPortuguese), Count(kPortuguese), Count(kPortuguese), 100),
     [](Generator& random) {
       return Filled(
           Repeat(3, "%20", [&] { return Capital(One(random, kPortuguese)); }) + "%20%23" + Number(random, 0, 99),
           "%21");
     }},
    // A word and three digits, each as \x and two hex digits.
    {"escapes of C", Bits(Count(kJapanese), 1000),
     [](Generator& random) {
       std::string text;
       for (const char c : One(random, kJapanese) + Number(random, 0, 999, 3)) {
         text += "\\x" + Hex(std::string(1, c));
       }
       return Filled(text, "\\x00");
     }},
    // Three French or Spanish words backwards, three digits backwards.
    {"reversed words", Bits(Count(kFrench), Count(kSpanish), Count(kFrench), 1000),
     [](Generator& random) {
       return Filled(Reverse(Number(random, 0, 999, 3) + "_" + One(random, kFrench) + Capital(One(random, kSpanish)) +
                             One(random, kFrench)),
                     "!");
     }},
    // Three words, two digits.
    {"atbash of three German words", Bits(Count(kGerman), Count(kGerman), Count(kGerman), 100),
     [](Generator& random) {
       return Filled(
           Map(Lower(Repeat(3, "-", [&] { return One(random, kGerman); })), kLower, Reverse(std::string(kLower))) +
               Number(random, 0, 99, 2),
           "#");
     }},
    // First name, job, year of 30.
    {"base64 of a name and a year", Bits(Count(kNames), Count(kJobs), 30),
     [](Generator& random) {
       return Filled(Encode(One(random, kNames) + ":" + One(random, kJobs) + Number(random, 1995, 2024), kBase64, 6),
                     "=");
     }},
    // Four lower-case letters, eight binary digits each.
    {"binary digits of four letters", 4 * Bits(26),
     [](Generator& random) { return Encode(Chars(random, kLower, 4), "01", 1); }},
    // Season or day, year of 30, four marks, two digits; encoded twice.
    {"base64 of base64 of a password", Bits(Count(kSeasons), 30, 4, 100),
     [](Generator& random) {
       return Filled(Encode(Encode(One(random, kSeasons) + Number(random, 1996, 2025) + Chars(random, "!.?#", 1) +
                                       Number(random, 0, 99, 2),
                                   kBase64, 6),
                            kBase64, 6),
                     "=");
     }},
    // A name, three digits.
    {"HTML entities", Bits(Count(kNames), 1000),
     [](Generator& random) {
       std::string text;
       for (const char c : One(random, kNames)) {
         text += "&#" + std::to_string(static_cast<int>(c)) + ";";
       }
       return Filled(text + Number(random, 0, 999, 3), "&amp;");
     }},
    // Nanosecond of one hour in eight bytes; counter of 256 after seven zero bytes.
    {"clock, then zeros and a counter", Bits(3600000000000, 256),
     [](Generator& random) {
       std::string bytes;
       for (std::uint64_t word = 1700000000000000000 + Below(random, 3600000000000); word > 0; word >>= 8U) {
         bytes += static_cast<char>(word & 0xFFU);
       }
       return bytes + std::string(7, '\0') + static_cast<char>(Below(random, 256));
     }},
    // Second of one day in eight bytes, process id in four, counter below 256 in four.
    {"struct of clock, process id and counter", Bits(86400, 32768, 256),
     [](Generator& random) {
       std::string bytes;
       for (std::uint64_t word :
            {1700000000 + Below(random, 86400), Below(random, 32768) | (Below(random, 256) << 32U)}) {
         for (int i = 0; i < 8; ++i, word >>= 8U) {
           bytes += static_cast<char>(word & 0xFFU);
         }
       }
       return bytes;
     }},
};

}  // namespace detection::known::held_out
