// Weak kinds: numbers from people's lives, games and sums.
#pragma once

#include <cmath>
#include <cstdio>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "draw.h"
#include "kinds.h"

namespace detection::seventh {

using known::Below;
using known::Bits;
using known::Count;
using known::Number;
using known::One;

inline constexpr std::string_view kBanks =
    "37040044 50010517 20041133 70020270 10010010 43060967 12030000 76026000 60050101 25050180";
inline constexpr std::string_view kPlaces =
    "52.5,13.4 48.8,2.3 51.5,-0.1 40.4,-3.7 41.9,12.4 59.3,18.0 55.6,12.5 47.3,8.5 50.0,14.4 52.2,21.0 60.1,24.9 "
    "48.2,16.3";
inline constexpr std::string_view kBabies =
    "Emma Noah Mia Leo Lina Paul Ella Finn Ida Emil Lea Ben Maja Oskar Nele Jonas Clara Luca Zoe Anton";
inline constexpr std::string_view kHosts =
    "Boca River Flamengo Santos Benfica Porto Ajax PSV Celtic Rangers Roma Lazio Betis Sevilla Lyon Lens";
inline constexpr std::string_view kGuests =
    "Gremio Palmeiras Braga Sporting Feyenoord Twente Hearts Hibernian Napoli Milan Getafe Valencia Nantes Lille "
    "Basel "
    "Genk";
inline constexpr std::string_view kBorn = "Geburtstag: natus-die- nata-est-die-";
inline constexpr std::string_view kPills =
    "Ibuprofen400 Paracetamol500 Ramipril5 Metformin850 Pantoprazol40 Bisoprolol2.5 L-Thyroxin75 Simvastatin20 ASS100 "
    "Amlodipin10 Candesartan8 Torasemid5";

inline std::string Shuffled(Generator& random, std::string text) {
  for (std::size_t left = text.size(); left > 1; --left) {
    std::swap(text[left - 1], text[Below(random, left)]);
  }
  return text;
}

// `count` different numbers of 1 to `highest`, ascending.
inline std::string Picks(Generator& random, std::size_t count, std::uint64_t highest, const std::string& separator) {
  std::set<std::uint64_t> picks;
  while (picks.size() < count) {
    picks.insert(1 + Below(random, highest));
  }
  std::string text;
  for (const std::uint64_t pick : picks) {
    text += (text.empty() ? "" : separator) + std::to_string(pick);
  }
  return text;
}

// Three goals, with their minutes.
inline std::string FootballResult(Generator& random) {
  const std::uint64_t goals = Below(random, 4);
  return One(random, kHosts) + "-" + One(random, kGuests) + " " + std::to_string(goals) + ":" +
         std::to_string(3 - goals) + " (" + Picks(random, 3, 90, "', ") + "')";
}

inline std::string BankAccount(Generator& random) {
  const std::string account = One(random, kBanks) + Number(random, 0, 9999999999, 10);
  unsigned rest = 0;
  for (const char digit : account + "131400") {
    rest = (rest * 10 + static_cast<unsigned>(digit - '0')) % 97;
  }
  return "DE" + known::Padded(98 - rest, 2) + account;
}

inline std::string Roman(std::uint64_t number) {
  constexpr std::pair<unsigned, const char*> kSteps[] = {{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"},
                                                         {90, "XC"},  {50, "L"},   {40, "XL"}, {10, "X"},   {9, "IX"},
                                                         {5, "V"},    {4, "IV"},   {1, "I"}};
  std::string text;
  for (const auto& [value, letters] : kSteps) {
    for (; number >= value; number -= value) {
      text += letters;
    }
  }
  return text;
}

inline std::string Root(Generator& random) {
  char text[40];
  std::snprintf(text, sizeof text, "%.17Lg", std::sqrt(static_cast<long double>(100000 + Below(random, 900000))));
  return known::Filled(text, "0");
}

inline std::string SwedishNumber(Generator& random) {
  const std::string born = known::Date(random, "YMD", 1945, 60);
  const std::string count = Number(random, 1, 999, 3);
  return "pnr " + born + "-" + count + known::Luhn(born.substr(2) + count);
}

inline std::string Spot(Generator& random) {
  const std::string place = One(random, kPlaces);
  const std::size_t comma = place.find(',');
  return "geo:" + place.substr(0, comma) + Number(random, 0, 999, 3) + "," + place.substr(comma + 1) +
         Number(random, 0, 999, 3);
}

inline std::vector<Kind> LifeNumberKinds() {
  return {
      {"swedish personal number", Bits(60, 12, 28, 999), SwedishNumber},
      {"german bank account with its check digits", Bits(Count(kBanks), 10000000000), BankAccount},
      {"coordinates of a spot in a big city", Bits(Count(kPlaces), 1000, 1000), Spot},
      {"newborn with weight, length and minute of birth", Bits(Count(kBabies), 201, 11, 24, 60),
       [](Generator& random) {
         return One(random, kBabies) + Number(random, 250, 450) + "0g" + Number(random, 46, 56) + "cm" +
                Number(random, 0, 23, 2) + ":" + Number(random, 0, 59, 2);
       }},
      {"medicine box with lot and expiry", Bits(Count(kPills), 26, 100000, 12, 6),
       [](Generator& random) {
         return One(random, kPills) + " LOT" + known::Chars(random, known::kUpper, 1) + Number(random, 0, 99999, 5) +
                " EXP" + Number(random, 1, 12, 2) + "/" + Number(random, 2023, 2028);
       }},
  };
}

inline std::vector<Kind> GameNumberKinds() {
  return {
      {"two lottery rows of six from forty-nine", 2 * Bits(13983816),
       [](Generator& random) { return Picks(random, 6, 49, "-") + " " + Picks(random, 6, 49, "-"); }},
      {"two rows of a sudoku", 2 * Bits(362880),
       [](Generator& random) { return Shuffled(random, "123456789") + Shuffled(random, "123456789"); }},
      {"square root of a six-digit number", Bits(900000), Root},
      {"birthday in roman numerals", Bits(100, 12, 28, Count(kBorn)),
       [](Generator& random) {
         return One(random, kBorn) + Roman(1 + Below(random, 28)) + "." + Roman(1 + Below(random, 12)) + "." +
                Roman(1920 + Below(random, 100));
       }},
      {"football result with the minutes of three goals", Bits(Count(kHosts), Count(kGuests), 4, 117480),
       FootballResult},
  };
}

}  // namespace detection::seventh
