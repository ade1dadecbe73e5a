// Tokens of scripts, tools and weak generators.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "development_words.h"
#include "draw.h"
#include "kinds.h"

namespace detection::known::development {

inline constexpr Kind kScripted[] = {
    // Process id below 32768; letters and digits of the linear congruential generator.
    {"rand() seeded by the process id", Bits(32767),
     [](Generator& random) {
       std::uint64_t state = 1 + Below(random, 32767);
       return Repeat(24, "", [&] {
         state = (state * 1103515245 + 12345) % 2147483648;
         return std::string(1, kBase62[(state >> 16U) % 62]);
       });
     }},
    // System, stage, number of 300; the four parts are equal.
    {"CRC-32 of a host name, four times", Bits(Count(kSystems), Count(kStages), 300),
     [](Generator& random) {
       std::uint32_t crc = 0xFFFFFFFF;
       for (const char c : One(random, kSystems) + "-" + One(random, kStages) + Number(random, 1, 300, 3)) {
         crc ^= static_cast<unsigned char>(c);
         for (int i = 0; i < 8; ++i) {
           crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
         }
       }
       const std::string part = Base(~crc, kHex, 8);
       return part + part + part + part;
     }},
    // Millisecond of one day, four workers, sequence below 16.
    {"snowflake number", Bits(86400000, 4, 16),
     [](Generator& random) {
       return Padded(
           (Below(random, 86400000) + 40000000000000 / 25) << 22U | Below(random, 4) << 12U | Below(random, 16), 19);
     }},
    // Name, day of 80 years; cut to 32 digits.
    {"SHA-256 of a name and a birthday", Bits(Count(kNames), 28, 12, 80),
     [](Generator& random) {
       return Digest("SHA256", One(random, kNames) + Date(random, "DMY", 1940, 80)).substr(0, 32);
     }},
    // Four letters or digits.
    {"four characters, four times", 4 * Bits(62),
     [](Generator& random) {
       const std::string block = Chars(random, kBase62, 4);
       return block + block + block + block;
     }},
    // Each of 36 letters and digits is in with one half, then filled; the order is fixed.
    {"letters in alphabetical order", 36 * Bits(2),
     [](Generator& random) {
       std::string text;
       for (const char c : std::string(kDigits) + std::string(kLower)) {
         text += Below(random, 2) == 0 ? "" : std::string(1, c);
       }
       return Filled(text, "z");
     }},
    // Level, time, system, module.
    {"log line", Bits(4, 86400, Count(kSystems), Count(kModules)),
     [](Generator& random) {
       return Time(random, "h:m:s") + " " + One(random, "INFO WARN ERROR DEBUG") + " " + One(random, kSystems) + ": " +
              One(random, kModules) + " ready";
     }},
    // Nine letters, then the same backwards.
    {"palindrome of letters", 9 * Bits(26),
     [](Generator& random) {
       const std::string half = Chars(random, kLower, 9);
       return half + Reverse(half);
     }},
    // Five English words and a digit.
    {"five words of a short list", 5 * Bits(Count(kEnglish)) + Bits(10),
     [](Generator& random) {
       return Filled(Repeat(5, " ", [&] { return One(random, kEnglish); }) + Number(random, 0, 9), "!");
     }},
    // System, version of 3 x 30 x 20, day of eight years.
    {"version with build date", Bits(Count(kSystems), 3, 30, 20, 28, 12, 8),
     [](Generator& random) {
       return One(random, kSystems) + "-v" + Number(random, 0, 2) + "." + Number(random, 0, 29) + "." +
              Number(random, 0, 19) + "+build." + Date(random, "YMD", 2017, 8);
     }},
    // The seed is a second of one year; linear congruential generator of the C standard.
    {"UUID version 4 of a clock-seeded generator", Bits(31536000),
     [](Generator& random) {
       std::uint64_t state = 1672531200 + Below(random, 31536000);
       std::string text;
       for (const char c : std::string_view("xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx")) {
         if (c != 'x' && c != 'y') {
           text += c;
           continue;
         }
         state = (state * 1103515245 + 12345) % 2147483648;
         const std::uint64_t nibble = state >> 27U;
         text += kHex[c == 'x' ? nibble : nibble % 4 + 8];
       }
       return text;
     }},
    // Chart, component, ordinal of ten, namespace by stage.
    {"DNS name of a StatefulSet's pod", Bits(Count(kSystems), Count(kModules), 10, Count(kStages)),
     [](Generator& random) {
       return One(random, kSystems) + "-" + One(random, kModules) + "-" + Number(random, 0, 9) + "." +
              One(random, kStages) + ".svc.cluster.local";
     }},
    // Second of one year; cut to twenty characters.
    {"base64 of the clock's SHA-1 in hex", Bits(31536000),
     [](Generator& random) {
       return Encode(Digest("SHA1", Number(random, 1704067200, 1735603199) + "\n"), kBase64, 6).substr(0, 20);
     }},
    // Adjective, scientist, number of 1000.
    {"container names of Docker", Bits(Count(kAdjectives), Count(kScientists), 1000),
     [](Generator& random) {
       return Filled(One(random, kAdjectives) + "_" + One(random, kScientists) + Number(random, 0, 999), "_1");
     }},
    // Component, 32-bit revision hash whose decimal digits become letters, five of 27 characters.
    {"pod name of a Deployment", Bits(Count(kModules), 4294967296) + 5 * Bits(27),
     [](Generator& random) {
       const std::string hash = Map(Number(random, 0, 4294967295), kDigits, "456789bcdf");
       return Filled(
           "keptn-" + One(random, kModules) + "-" + hash + "-" + Chars(random, "bcdfghjklmnpqrstvwxz2456789", 5), "-0");
     }},
    // 15 bits each; the padding of short results is fixed.
    {"$RANDOM four times", 4 * Bits(32768),
     [](Generator& random) { return Filled(Repeat(4, "-", [&] { return Number(random, 0, 32767); }), "0"); }},
    // Twelve lower-case letters.
    {"twelve letters in fours", 12 * Bits(26),
     [](Generator& random) { return "k8s-" + Repeat(3, "-", [&] { return Chars(random, kLower, 4); }); }},
    // Seven bytes.
    {"seven bytes with colons", 14 * Bits(16),
     [](Generator& random) { return Repeat(7, ":", [&] { return Chars(random, "0123456789ABCDEF", 2); }); }},
    // Company, nine letters or digits.
    {"company and nine characters", Bits(Count(kCompanies)) + 9 * Bits(62),
     [](Generator& random) { return Filled(One(random, kCompanies) + "-" + Chars(random, kBase62, 9), "-v1"); }},
    // 100 ns ticks of one day, clock sequence of 16384, one of eight network cards.
    {"UUID version 1 of a known machine", Bits(864000000000, 16384, 8),
     [](Generator& random) {
       const std::uint64_t ticks = 0x1EEC0A2F0000000 + Below(random, 864000000000);
       const std::string card = One(
           random,
           "0242ac110002 0242ac110003 525400123456 080027a1b2c3 005056c00001 005056c00008 00155d012345 000c29abcdef");
       return Base(ticks & 0xFFFFFFFF, kHex, 8) + "-" + Base((ticks >> 32U) & 0xFFFF, kHex, 4) + "-1" +
              Base(ticks >> 48U, kHex, 3) + "-" + Base(0x8000 + Below(random, 16384), kHex, 4) + "-" + card;
     }},
};

}  // namespace detection::known::development
