// Numbers and names that identify something else.
#pragma once

#include <cstdint>
#include <string>

#include "development_words.h"
#include "draw.h"
#include "kinds.h"

namespace detection::known::development {

inline constexpr Kind kIdentifiers[] = {
    // Class of three, two bytes, port of 12, job.
    {"private address, port and user", Bits(3, 65536, 12, Count(kJobs)),
     [](Generator& random) {
       return Filled(One(random, kJobs) + "@" + One(random, "192.168 10.0 172.16") + "." + Number(random, 0, 255) +
                         "." + Number(random, 0, 255) + ":" +
                         One(random, "22 80 443 5432 6443 8080 8443 9090 3306 6379 27017 9200"),
                     "/");
     }},
    // Plate of four letters and three digits, brand, department of 95.
    {"French car plate and brand", 4 * Bits(26) + Bits(999, Count(kBrands), 95),
     [](Generator& random) {
       return Filled(Chars(random, kUpper, 2) + "-" + Number(random, 1, 999, 3) + "-" + Chars(random, kUpper, 2) + "_" +
                         One(random, kBrands) + Number(random, 1, 95, 2),
                     "-F");
     }},
    // Twelve banks of Germany with their codes, ten digits; the check digits follow.
    {"IBAN", Bits(12, 100000, 100000),
     [](Generator& random) {
       const std::string bank = One(random,
                                    "10050000 20050550 37040044 50010517 70150000 60050101 12030000 50070010 43060967 "
                                    "76026000 20041133 66050101");
       const std::string account = Number(random, 0, 99999, 5) + Number(random, 0, 99999, 5);
       std::uint64_t rest = 0;
       for (const char c : bank + account + "131400") {
         rest = (rest * 10 + static_cast<std::uint64_t>(c - '0')) % 97;
       }
       return "DE" + Padded(98 - rest, 2) + bank + account;
     }},
    // Product and edition fixed, eight free characters of 36.
    {"licence key with a fixed beginning", 8 * Bits(36),
     [](Generator& random) {
       const std::string alphabet = std::string(kUpper) + std::string(kDigits);
       return "KPTN-2023-ENTR-" + Chars(random, alphabet, 4) + "-" + Chars(random, alphabet, 4);
     }},
    // Language group of six, publisher and title of eight digits; the check digit follows.
    {"ISBN with dashes", Bits(6, 100000000),
     [](Generator& random) {
       const std::string group = One(random, "0 1 2 3 84 83");
       const std::string digits = Number(random, 0, 99999999, 8).substr(group.size() - 1);
       std::uint64_t sum = 0;
       const std::string all = "978" + group + digits;
       for (std::size_t i = 0; i < all.size(); ++i) {
         sum += static_cast<std::uint64_t>(all[i] - '0') * (i % 2 == 0 ? 1 : 3);
       }
       return "978-" + group + "-" + digits.substr(0, 4) + "-" + digits.substr(4) + "-" +
              Padded((10 - sum % 10) % 10, 1);
     }},
    // Maker, fixed model part, year letter, plant, serial of six digits.
    {"chassis number", Bits(12, 12, 6, 1000000),
     [](Generator& random) {
       return One(random,
                  "WVWZZZ1KZ WBAVA3108 WDB203042 WAUZZZ8K5 VF1BB0B0F ZFA312000 1HGCM8263 JTDBR32E7 5YJSA1E20 TMBJJ7NE3 "
                  "VSSZZZ5FZ 3VWFE21C0") +
              Chars(random, "56789ABCDEFG", 1) + Chars(random, "WEPDMA", 1) + Number(random, 0, 999999, 6);
     }},
    // Country of eight, area of 40, seven digits, name.
    {"telephone number and name", Bits(8, 40, 10000000, Count(kNames)),
     [](Generator& random) {
       return One(random, "+49 +33 +48 +90 +34 +55 +62 +91") + " (0)" + Number(random, 151, 190) + " " +
              Number(random, 0, 9999999, 7) + " " + One(random, kNames);
     }},
    // Address made of a network card's: maker of eight, 24 bits.
    {"IPv6 link-local address", Bits(8, 16777216),
     [](Generator& random) {
       return "fe80::" + One(random, "250:56 20c:29 a00:27 5054:00 215:5d ba27:eb dea6:32 3e22:fb") + "ff:fe" +
              Chars(random, kHex, 2) + ":" + Chars(random, kHex, 4);
     }},
    // District, one or two letters as 26 + 676, number below 10000; twice.
    {"two German car plates", 2 * Bits(Count(kPrefectures), 702, 9999),
     [](Generator& random) {
       return Filled(Repeat(2, "/",
                            [&] {
                              const std::uint64_t letters = Below(random, 702);
                              return One(random, kPrefectures) + "-" +
                                     (letters < 26 ? Base(letters, kUpper, 1) : Base(letters - 26, kUpper, 2)) + " " +
                                     Number(random, 1, 9999);
                            }),
                     "/D");
     }},
};

}  // namespace detection::known::development
