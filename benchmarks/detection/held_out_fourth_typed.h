// Fourth held-out set: what fingers do on keys, and what people do to an old password.
#pragma once

#include <string>
#include <string_view>

#include "draw.h"

namespace detection::known::fourth {

constexpr std::string_view kStems =
    "Sommer Winter Fruehling Herbst Welcome Password Passwort Secret Admin Qwerty Monkey Dragon Letmein Sunshine "
    "Princess Football Iloveyou Shadow Master Superman Batman Charlie Computer Internet";
constexpr std::string_view kCompanies =
    "acme contoso globex initech umbrella hooli northwind fabrikam tailspin stark wayne soylent cyberdyne tyrell "
    "wonka vandelay";
constexpr std::string_view kEnvironments = "prod staging dev test qa uat int preprod";
constexpr std::string_view kPurposes = "api-token webhook keptn-token deploy-key ci-secret service-account bridge auth";
constexpr std::string_view kPlaceholders =
    "changeme replace-me your-api-token-here insert-token-here TODO-set-a-real-token dummy-token-do-not-use "
    "my-super-secret-token example-token-please-change xxxx-fill-in-xxxx not-a-real-secret placeholder-value "
    "supersecretpassword";
constexpr std::string_view kCities =
    "Berlin Hamburg Muenchen Koeln Frankfurt Stuttgart Leipzig Dresden Hannover Bremen Nuernberg Essen";
constexpr std::string_view kStreets =
    "Hauptstrasse Bahnhofstrasse Gartenweg Schulstrasse Dorfstrasse Bergstrasse Lindenallee Birkenweg Kirchplatz "
    "Goethestrasse Schillerstrasse Ringstrasse Waldweg Wiesenweg Mozartstrasse Rosenweg";
constexpr std::string_view kPlates = "B M HH K F S L DD H HB N E KA MA A BN MS AC";
constexpr std::string_view kGivenNames =
    "Anna Ben Clara David Emma Felix Greta Hannes Ida Jonas Klara Leon Mia Noah Olga Paul Romy Simon Tilda Victor";
constexpr std::string_view kVanity =
    "FLOWERS LAWYERS MATTRES CONTACT PLUMBER COLLECT WEATHER HOLIDAY TICKETS SUPPORT DENTIST KITCHEN";
constexpr std::string_view kMonths = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";
constexpr std::string_view kWalks =
    "qwertz|asdfgh|yxcvbn|azerty|qsdfgh|wxcvbn|qwerty|zxcvbn|1qay2wsx|789456123|147258369|poiuzt|lkjhgf|mnbvcxy|!\"§$%&"
    "|"
    "^1234567|dvorak|qaywsxedc";

inline std::string PhoneKeys(const std::string& upper) { return Map(upper, kUpper, "22233344455566677778889999"); }

inline std::string Plate(Generator& random) {
  const std::string city = One(random, kPlates);
  const std::string letters = Chars(random, kUpper, 2);
  return city + "-" + letters + " " + Number(random, 1, 9999);
}

// A walk over neighbouring keys that leaves the keyboard on one side and returns on the other.
inline std::string Stroll(Generator& random, std::size_t steps) {
  constexpr std::string_view kRows = "1234567890qwertyuiopasdfghjkl;zxcvbnm,./";
  constexpr std::size_t kMoves[] = {1, 9, 10, 30};
  std::size_t key = Below(random, kRows.size());
  std::string typed(1, kRows[key]);
  for (std::size_t i = 0; i < steps; ++i) {
    const std::size_t move = kMoves[Below(random, 4)];
    key = move < 10 ? key / 10 * 10 + (key + move) % 10 : (key + move) % 40;
    typed += kRows[key];
  }
  return typed;
}

inline std::string Morse(const std::string& lower) {
  constexpr std::string_view kCodes =
      ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..";
  std::string morse;
  for (const char c : lower) {
    std::string_view rest = kCodes;
    for (char skip = c; skip > 'a'; --skip) {
      rest.remove_prefix(rest.find(' ') + 1);
    }
    morse += (morse.empty() ? "" : " ") + std::string(rest.substr(0, rest.find(' ')));
  }
  return morse;
}

// `count` terms, `step` apart.
inline std::string Series(std::uint64_t start, std::uint64_t step, std::size_t count, const std::string& prefix,
                          const std::string& separator) {
  return Repeat(count, separator, [&, at = start - step]() mutable { return prefix + Padded(at += step, 2); });
}

inline std::string Doubled(const std::string& text) {
  std::string doubled;
  for (const char c : text) {
    doubled.append(2, c);
  }
  return doubled;
}

inline std::string Interleaved(const std::string& text, std::uint64_t first) {
  std::string mixed;
  for (const char c : text) {
    mixed += c + std::to_string(first++ % 10);
  }
  return mixed;
}

inline constexpr Kind kTypedKinds[] = {
    {"old password, arrow, next year's", Bits(Count(kStems), 30, 4),
     [](Generator& random) {
       const std::string stem = One(random, kStems);
       const std::uint64_t year = 1995 + Below(random, 30);
       const std::string mark = One(random, "! ? # .");
       return stem + std::to_string(year) + mark + "->" + stem + std::to_string(year + 1) + mark;
     }},
    {"company, purpose, environment, counter", Bits(Count(kCompanies), Count(kPurposes), Count(kEnvironments), 100),
     [](Generator& random) {
       return One(random, kCompanies) + "-" + One(random, kPurposes) + "-" + One(random, kEnvironments) + "-" +
              Number(random, 0, 99, 3);
     }},
    {"company, quarter, fiscal year, rotation", Bits(Count(kCompanies), 4, 15, Count(kEnvironments), 20),
     [](Generator& random) {
       return Capital(One(random, kCompanies)) + "Q" + Number(random, 1, 4) + "FY" + Number(random, 15, 29) +
              Upper(One(random, kEnvironments)) + "_Rot" + Number(random, 1, 20, 2);
     }},
    {"placeholder of a sample config, environment, number", Bits(Count(kPlaceholders), Count(kEnvironments), 100),
     [](Generator& random) {
       return Filled(One(random, kPlaceholders) + "-" + One(random, kEnvironments) + Number(random, 0, 99, 2), "-0");
     }},
    {"every letter twice, year", Bits(Count(kStems), 50),
     [](Generator& random) { return Filled(Doubled(Lower(One(random, kStems)) + Number(random, 1980, 2029)), "!"); }},
    {"letters and digits in turn, name after it", Bits(Count(kStems), 10, Count(kGivenNames)),
     [](Generator& random) {
       const std::uint64_t first = Below(random, 10);
       return Filled(Interleaved(One(random, kStems), first) + One(random, kGivenNames), "x");
     }},
    {"word and date filled up to 32 with one character", Bits(Count(kStems), 336, 30, 6),
     [](Generator& random) {
       std::string text = Lower(One(random, kStems)) + Date(random, "DMy", 1970, 30);
       text.resize(32, "=A0!.x"[Below(random, 6)]);
       return text;
     }},
    {"three walks of foreign keyboards", Bits(Count(kWalks, '|'), Count(kWalks, '|'), Count(kWalks, '|'), 10),
     [](Generator& random) { return Repeat(3, "", [&] { return One(random, kWalks, '|'); }) + Number(random, 0, 9); }},
    {"stroll over neighbouring keys, 18 steps", Bits(40) + 18 * 2.0,
     [](Generator& random) { return Stroll(random, 18); }},
    {"stroll over neighbouring keys, then back", Bits(40) + 10 * 2.0,
     [](Generator& random) {
       const std::string there = Stroll(random, 10);
       return there + Reverse(there);
     }},
    {"random block of five, four or five times", 5 * Bits(62) + 1,
     [](Generator& random) {
       const std::string block = Chars(random, kBase62, 5);
       return Repeat(4 + Below(random, 2), "", [&] { return block; });
     }},
    {"eight hex digits, small, large, reversed", 32,
     [](Generator& random) {
       const std::string block = Chars(random, kHex, 8);
       return block + Upper(block) + Reverse(block);
     }},
    {"eight random characters and 12345678", 8 * Bits(62),
     [](Generator& random) { return Chars(random, kBase62, 8) + "12345678"; }},
    {"palindrome of eight random characters", 8 * Bits(62),
     [](Generator& random) {
       const std::string half = Chars(random, kBase62, 8);
       return half + Reverse(half);
     }},
    {"two words on telephone keys, year", Bits(Count(kVanity), Count(kVanity), 50),
     [](Generator& random) {
       return Repeat(2, "", [&] { return PhoneKeys(One(random, kVanity)); }) + Number(random, 1980, 2029);
     }},
    {"vanity number, extension", Bits(3, Count(kVanity), 10000),
     [](Generator& random) {
       return "1-8" + One(random, "00 77 88") + "-" + One(random, kVanity) + " ext. " + Number(random, 0, 9999, 4);
     }},
    {"German postal address", Bits(Count(kStreets), 199, 90000, Count(kCities)),
     [](Generator& random) {
       return One(random, kStreets) + " " + Number(random, 1, 199) + ", " + Number(random, 10000, 99999) + " " +
              One(random, kCities);
     }},
    {"two children and their birthdays", Bits(Count(kGivenNames), Count(kGivenNames), 336 * 30, 336 * 30),
     [](Generator& random) {
       return Repeat(2, "+", [&] { return One(random, kGivenNames) + Date(random, "D.M.Y", 1990, 30); });
     }},
    {"German car plate and the one before", 2 * Bits(Count(kPlates), 26, 26, 9999),
     [](Generator& random) {
       const std::string before = Plate(random);
       return "Auto " + before + ", " + Plate(random);
     }},
    {"Turkish car plate, town, model year", Bits(81, 23 * 23 * 23, 900, 30),
     [](Generator& random) {
       return "plaka" + Number(random, 1, 81, 2) + Chars(random, "ABCDEFGHIJKLMNOPRSTUVYZ", 3) +
              Number(random, 100, 999) + "-" + Number(random, 1996, 2025);
     }},
    {"mobile number in two notations", Bits(6, 10000000),
     [](Generator& random) {
       const std::string network = One(random, "151 160 170 171 175 176");
       const std::string number = Chars(random, kDigits, 7);
       return "+49" + network + number + "/0" + network + "-" + number;
     }},
    {"word and its Morse code", Bits(Count(kStems), 100),
     [](Generator& random) {
       const std::string word = Lower(One(random, kStems));
       return word + " " + Morse(word) + " " + Number(random, 0, 99, 2);
     }},
    {"sums of a times table", Bits(90, 90),
     [](Generator& random) {
       const auto sum = [&] {
         const std::uint64_t a = 10 + Below(random, 90);
         return std::to_string(a) + "*" + std::to_string(a) + "=" + std::to_string(a * a);
       };
       return Repeat(2, "; ", sum);
     }},
    {"arithmetic series, separator", Bits(100, 50, 4),
     [](Generator& random) {
       const std::uint64_t start = 1 + Below(random, 100);
       const std::uint64_t step = 1 + Below(random, 50);
       return Series(start, step, 7, "", One(random, "- , / :"));
     }},
    {"fill series of a spreadsheet", Bits(6, 90, 10),
     [](Generator& random) {
       const std::string label = One(random, "Item Row Key Token Test User") + "-";
       const std::uint64_t start = Below(random, 90);
       return Series(start, 1 + Below(random, 10), 5, label, "");
     }},
    {"months from one on, year, join", Bits(12, 50, 3),
     [](Generator& random) {
       const std::uint64_t start = Below(random, 12);
       std::string names = std::string(kMonths) + " " + std::string(kMonths);
       names = names.substr(4 * start, 4 * 5 - 1);
       return Replace(names, " ", One(random, "/ - .")) + Number(random, 1980, 2029);
     }},
    {"six keys of the left hand, six of the right", 12 * Bits(15),
     [](Generator& random) {
       const std::string left = Chars(random, "qwertasdfgzxcvb", 6);
       const std::string right = Repeat(6, "", [&] { return Chars(random, "yuiophjkl;nm,./", 1); });
       return Filled(left + right, "1234");
     }},
};

}  // namespace detection::known::fourth
