// Numbers and names that identify something else.
#pragma once

#include <string>

#include "draw.h"
#include "held_out_words.h"
#include "kinds.h"

namespace detection::known::held_out {

inline constexpr Kind kIdentifiers[] = {
    // School of six, year of 20, matriculation number of seven digits.
    {"student and course", Bits(6, 20, 10000000),
     [](Generator& random) {
       return One(random, "TUM RWTH KIT ETHZ UCL MIT") + "-" + Number(random, 2005, 2024) + "-" +
              Number(random, 0, 9999999, 7);
     }},
    // Airline, number below 10000, two airports, day of six years.
    {"flight", Bits(Count(kAirlines), 9999, Count(kAirports), Count(kAirports), 28, 12, 6),
     [](Generator& random) {
       return One(random, kAirlines) + Number(random, 1, 9999) + "-" + One(random, kAirports) + "-" +
              One(random, kAirports) + "-" + Date(random, "YMD", 2019, 6);
     }},
    // One of four textbook UUIDs, its last six digits replaced.
    {"UUID edited by hand", Bits(4) + 6 * Bits(16),
     [](Generator& random) {
       return One(random,
                  "123e4567-e89b-12d3-a456-426614 550e8400-e29b-41d4-a716-446655 00000000-0000-0000-0000-000000 "
                  "6ba7b810-9dad-11d1-80b4-00c04f") +
              Chars(random, kHex, 6);
     }},
    // Three groups of 16 bits.
    {"IPv6 documentation address", 3 * Bits(65536),
     [](Generator& random) {
       return "2001:db8:" + Repeat(3, ":", [&] { return Base(Below(random, 65536), kHex, 4); }) + "::1";
     }},
    // Latitude and longitude of Europe with four decimals.
    {"coordinates", Bits(250000, 350000),
     [](Generator& random) {
       return Number(random, 35, 59) + "." + Number(random, 0, 9999, 4) + "N," + Number(random, 0, 34, 2) + "." +
              Number(random, 0, 9999, 4) + "E";
     }},
    // Ten issuers, nine digits, check digit; with or without blanks.
    {"credit card", Bits(10, 1000, 1000000, 2),
     [](Generator& random) {
       std::string digits = One(random, "453275 491673 402400 552461 513427 545454 601100 410039 424242 557338") +
                            Number(random, 0, 999, 3) + Number(random, 0, 999999, 6);
       digits += Luhn(digits);
       return Below(random, 2) == 0 ? digits
                                    : digits.substr(0, 4) + " " + digits.substr(4, 4) + " " + digits.substr(8, 4) +
                                          " " + digits.substr(12);
     }},
    // Maker of 16, 24 bits.
    {"MAC address", Bits(16, 16777216),
     [](Generator& random) {
       return One(random,
                  "00:50:56 00:0c:29 08:00:27 52:54:00 00:15:5d b8:27:eb dc:a6:32 3c:22:fb f0:18:98 00:1b:21 a4:bb:6d "
                  "00:25:90 ac:de:48 28:6f:7f d8:3a:dd 02:42:ac") +
              Repeat(3, "", [&] { return ":" + Chars(random, kHex, 2); });
     }},
    // Eight known type codes, six digits, check digit.
    {"IMEI with a label", Bits(8, 1000000),
     [](Generator& random) {
       const std::string digits =
           One(random, "35332811 35693803 35875507 86482403 01332700 35209900 99000086 35405008") +
           Number(random, 0, 999999, 6);
       return "IMEI:" + digits + Luhn(digits);
     }},
    // Seven digits after one of 20 prefixes, twice.
    {"two telephone numbers", 2 * Bits(20, 10000000),
     [](Generator& random) {
       return Repeat(2, "", [&] { return "06" + Number(random, 10, 29) + Number(random, 0, 9999999, 7); });
     }},
};

}  // namespace detection::known::held_out
