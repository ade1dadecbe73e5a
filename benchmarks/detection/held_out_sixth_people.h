// Families, sports, music and the numbers that authorities give to people.
#pragma once

#include <array>
#include <vector>

#include "draw.h"

namespace detection::sixth {

using namespace known;

inline constexpr std::string_view kSongs =
    "Bohemian Rhapsody|Stairway to Heaven|Hotel California|Smells Like Teen Spirit|Sweet Child of Mine|Dancing "
    "Queen|Nothing Else Matters|Wonderwall Oasis|Ninety Nine Luftballons|Enjoy the Silence|Another Brick in the "
    "Wall|Smoke on the Water|Losing My Religion|Born to Run Springsteen|Like a Rolling Stone|Highway to "
    "Hell|Volare Modugno|La Vie en Rose Piaf|Guantanamera Celia|Despacito Fonsi";
inline constexpr std::string_view kClubs =
    "Dortmund Schalke Bayern Juventus Napoli Fiorentina Benfica Sporting Porto Ajax Feyenoord Arsenal Chelsea Everton "
    "Sevilla Valencia Galatasaray Fenerbahce Celtic Rangers Legia Boca River Flamengo";
inline constexpr std::string_view kStreets =
    "Lindenstrasse Hauptstrasse Bahnhofstrasse Gartenweg Schillerstrasse Goethestrasse Kirchgasse Bergstrasse "
    "Dorfstrasse "
    "Schulstrasse Waldweg Rosenstrasse Birkenweg Mozartstrasse Wiesenstrasse Ringstrasse";
inline constexpr std::string_view kTowns =
    "50674 Koeln|10115 Berlin|80331 Muenchen|20095 Hamburg|70173 Stuttgart|60311 Frankfurt|04109 Leipzig|01067 "
    "Dresden|30159 Hannover|90402 Nuernberg|28195 Bremen|45127 Essen|44135 Dortmund|53111 Bonn|68159 Mannheim|79098 "
    "Freiburg";
inline constexpr std::string_view kBanks = "37040044 50070010 10050000 70150000 20050550 60050101 43060967 12030000";
inline constexpr std::string_view kRanks = "23456789TJQKA";
inline constexpr std::string_view kSuits = "shdc";

// The rest of a division of a decimal number of any length.
inline unsigned Rest(std::string_view digits, unsigned divisor) {
  unsigned rest = 0;
  for (const char c : digits) {
    rest = (rest * 10 + static_cast<unsigned>(c - '0')) % divisor;
  }
  return rest;
}

// The next check digit of a Brazilian taxpayer's number.
inline char TaxDigit(std::string_view digits) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    sum += static_cast<unsigned>(digits[i] - '0') * static_cast<unsigned>(digits.size() + 1 - i);
  }
  const unsigned rest = sum * 10 % 11;
  return kDigits[rest == 10 ? 0 : rest];
}

// `count` different cards of one pack.
inline std::vector<std::string> Cards(Generator& random, std::size_t count) {
  std::vector<std::string> pack;
  for (const char rank : kRanks) {
    for (const char suit : kSuits) {
      pack.push_back({rank, suit});
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    std::swap(pack[i], pack[i + Below(random, pack.size() - i)]);
  }
  pack.resize(count);
  return pack;
}

inline std::vector<Kind> PeopleKinds() {
  return {
      {"song, written in one of four ways, and a year", Bits(Count(kSongs, '|'), 4, 60),
       [](Generator& random) {
         const std::string song = One(random, kSongs, '|');
         const std::string year = Number(random, 1965, 2024);
         switch (Below(random, 4)) {
           case 0:
             return Replace(song, " ", "") + year;
           case 1:
             return Lower(Replace(song, " ", "_")) + "_" + year;
           case 2:
             return Upper(song) + " " + year;
           default:
             return Map(Lower(Replace(song, " ", "-")), "aeio", "4310") + "-" + year;
         }
       }},
      {"result of a match", Bits(Count(kClubs), Count(kClubs), 6, 6, 35),
       [](Generator& random) {
         return One(random, kClubs) + " " + Number(random, 0, 5) + ":" + Number(random, 0, 5) + " " +
                One(random, kClubs) + " " + Number(random, 1990, 2024);
       }},
      {"ingredients of a cake", Bits(10, 8, 5, 8, 6),
       [](Generator& random) {
         return Padded(50 + 50 * Below(random, 10), 2) + "gMehl" + Padded(25 * (1 + Below(random, 8)), 2) + "gButter" +
                Number(random, 1, 5) + "Eier" + Padded(20 * (1 + Below(random, 8)), 2) + "gZucker" +
                One(random, "Vanille Zimt Zitrone Mandeln Rosinen Mohn");
       }},
      {"street, house and town", Bits(Count(kStreets), 150, 4, Count(kTowns, '|')),
       [](Generator& random) {
         return One(random, kStreets) + " " + Number(random, 1, 150) + One(random, "|a|b|c", '|') + ", " +
                One(random, kTowns, '|');
       }},
      {"German bank account with its check digits", Bits(Count(kBanks), 1e10),
       [](Generator& random) {
         const std::string account = One(random, kBanks) + Number(random, 0, 9999999999, 10);
         return "DE" + Padded(98 - Rest(account + "131400", 97), 2) + account;
       }},
      {"French social security number", Bits(2, 60, 12, 75, 400, 300),
       [](Generator& random) {
         const std::array<std::string, 6> fields{Number(random, 1, 2),      Number(random, 40, 99, 2),
                                                 Number(random, 1, 12, 2),  Number(random, 21, 95, 2),
                                                 Number(random, 1, 400, 3), Number(random, 1, 300, 3)};
         std::string digits;
         std::string spaced;
         for (const std::string& field : fields) {
           digits += field;
           spaced += field + " ";
         }
         return spaced + Padded(97 - Rest(digits, 97), 2);
       }},
      {"Brazilian taxpayer's number", Bits(1e9, 2),
       [](Generator& random) {
         std::string digits = Number(random, 0, 999999999, 9);
         digits += TaxDigit(digits);
         digits += TaxDigit(digits);
         return One(random, "CPF cpf:") + digits.substr(0, 3) + "." + digits.substr(3, 3) + "." + digits.substr(6, 3) +
                "-" + digits.substr(9);
       }},
      {"two verses of the Bible", Bits(12, 16, 24, 12, 16, 24),
       [](Generator& random) {
         return Repeat(2, " + ", [&] {
           return One(random, "Genesis Exodus Isaiah Jeremiah Matthew Mark Luke John Acts Romans Hebrews Revelation") +
                  Number(random, 1, 16) + ":" + Number(random, 1, 24);
         });
       }},
      {"seven cards of a game of poker", Bits(52, 51, 50, 49, 48, 47, 46),
       [](Generator& random) {
         const auto cards = Cards(random, 7);
         return cards[0] + cards[1] + "-" + cards[2] + cards[3] + cards[4] + "-" + cards[5] + "-" + cards[6];
       }},
  };
}

}  // namespace detection::sixth
