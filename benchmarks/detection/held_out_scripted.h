// Tokens of scripts, tools and weak generators.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "draw.h"
#include "held_out_words.h"
#include "kinds.h"

namespace detection::known::held_out {

inline constexpr Kind kScripted[] = {
    // Millisecond of one year, sixteen characters of which the last three vary.
    {"ULID with a lazy random part", Bits(31536000000) + 3 * Bits(32),
     [](Generator& random) {
       return Base(1672531200000 + Below(random, 31536000000), "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 10) +
              "0000000000000" + Chars(random, "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 3);
     }},
    // System, number of 20, process id of 32768, second of one week.
    {"host, process id and clock", Bits(Count(kSystems), 20, 32768, 604800),
     [](Generator& random) {
       return One(random, kSystems) + Number(random, 1, 20, 2) + "-" + Number(random, 1, 32768) + "-" +
              Number(random, 1700000000, 1700604799);
     }},
    // Five letters or digits, twice plain and once in hex.
    {"five characters, then the same as hex", 5 * Bits(62),
     [](Generator& random) {
       const std::string block = Chars(random, kBase62, 5);
       return block + "." + Hex(block) + "." + block;
     }},
    // Module, resource, name, index.
    {"Terraform address", Bits(Count(kModules), Count(kResources), Count(kSystems), 10),
     [](Generator& random) {
       return "module." + One(random, kModules) + "." + One(random, kResources) + "." + One(random, kSystems) +
              "_token[" + Number(random, 0, 9) + "]";
     }},
    // The PIN is the only choice.
    {"SHA-1 of a six-digit PIN", Bits(1000000),
     [](Generator& random) { return Digest("SHA1", Number(random, 0, 999999, 6)); }},
    // Millisecond of one day.
    {"java.util.Random seeded by the clock", Bits(86400000),
     [](Generator& random) {
       std::uint64_t state = (1700000000000 + Below(random, 86400000)) ^ 0x5DEECE66D;
       return Repeat(20, "", [&] {
         state = (state * 0x5DEECE66D + 0xB) & ((1ULL << 48U) - 1);
         return std::string(1, kBase62[(state >> 17U) % 62]);
       });
     }},
    // Word, four digits.
    {"MD5 of a word and four digits", Bits(Count(kEnglish), 10000),
     [](Generator& random) { return Digest("MD5", One(random, kEnglish) + Number(random, 0, 9999, 4)); }},
    // 48 coins.
    {"two characters, 48 long", 48 * Bits(2), [](Generator& random) { return Chars(random, "O0", 48); }},
    // Kind of five, project, number below 10000, two words.
    {"branch of a ticket", Bits(5, Count(kProjects), 9999, Count(kAdjectives), Count(kModules)),
     [](Generator& random) {
       return One(random, "feature bugfix hotfix chore release") + "/" + One(random, kProjects) + "-" +
              Number(random, 1, 9999) + "-" + One(random, kAdjectives) + "-" + One(random, kModules);
     }},
    // System, company, seven hex digits.
    {"image with a short Git hash", Bits(Count(kSystems), Count(kCompanies)) + 7 * Bits(16),
     [](Generator& random) {
       return Lower(One(random, kCompanies)) + "/" + One(random, kSystems) + ":git-" + Chars(random, kHex, 7);
     }},
    // Seed; 32 hex digits of std::mt19937.
    {"Mersenne Twister seeded with 16 bits", Bits(65536),
     [](Generator& random) {
       std::mt19937 weak(static_cast<std::uint32_t>(Below(random, 65536)));
       return Repeat(4, "", [&] { return Base(weak(), kHex, 8); });
     }},
    // Nanosecond of one day.
    {"date +%s%N of one day", Bits(86400000000000),
     [](Generator& random) { return "1700" + Padded(524800000000000 + Below(random, 86400000000000), 15); }},
    // Twenty-two bases.
    {"DNA", 22 * Bits(4), [](Generator& random) { return Chars(random, "ACGT", 22); }},
    // Second of ten years.
    {"ISO 8601 time", Bits(28, 12, 10, 86400),
     [](Generator& random) { return Date(random, "Y-M-D", 2015, 10) + Time(random, "Th:m:sZ"); }},
    // Twelve hex digits; the prefix is fixed.
    {"prefix and twelve hex digits", 12 * Bits(16),
     [](Generator& random) { return "keptn_token_" + Chars(random, kHex, 12); }},
    // Nine syllables of 17 consonants and five vowels.
    {"consonant and vowel", 9 * Bits(17, 5),
     [](Generator& random) {
       return Repeat(9, "", [&] { return Chars(random, "bcdfghjklmnprstvz", 1) + Chars(random, "aeiou", 1); });
     }},
    // Sixteen digits.
    {"sixteen digits", 16 * Bits(10), [](Generator& random) { return Chars(random, kDigits, 16); }},
    // Twenty-six characters of four.
    {"bars and ones", 26 * Bits(4), [](Generator& random) { return Chars(random, "lI1|", 26); }},
    // Sixteen hex digits.
    {"eight random bytes in hex", 16 * Bits(16), [](Generator& random) { return Chars(random, kHex, 16); }},
    // Ten letters or digits.
    {"ten characters between fixed ends", 10 * Bits(62),
     [](Generator& random) { return "tok-" + Chars(random, kBase62, 10) + "-end"; }},
    // Second of one year, one of eight hosts, 24-bit counter.
    {"ObjectId of MongoDB", Bits(31536000, 8, 16777216),
     [](Generator& random) {
       return Base(1672531200 + Below(random, 31536000), kHex, 8) +
              One(random, "8f3c1a27b4 507f1f77bc 1c9d2e6a40 b00710de35 a1b2c3d4e5 0000000001 9d5e77c210 fa01bc23de") +
              Base(Below(random, 16777216), kHex, 6);
     }},
};

}  // namespace detection::known::held_out
