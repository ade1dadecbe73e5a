// Tokens that people build from family, sport, hobbies and holidays, and from their own language.
#pragma once

#include <vector>

#include "draw.h"
#include "held_out_fifth_life_lists.h"
#include "held_out_fifth_words_lists.h"
#include "kinds.h"

namespace detection::fifth {

using namespace known;

// Russian text in small letters, typed while the keyboard is set to English.
inline std::string OnEnglishKeys(std::string_view text) {
  constexpr std::string_view kRussianKeys = "йцукенгшщзхъфывапролджэячсмитьбюё";
  constexpr std::string_view kEnglishKeys = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
  std::string typed;
  for (std::size_t i = 0; i < text.size(); i += 2) {  // Each letter takes two bytes.
    typed += kEnglishKeys[kRussianKeys.find(text.substr(i, 2)) / 2];
  }
  return typed;
}

inline std::vector<Kind> LifeKinds() {
  return {
      {"two children with their birthdays", Bits(Count(kFirstNames), Count(kFirstNames), 28, 12, 20, 28, 12, 20),
       [](Generator& random) {
         return Repeat(2, "", [&] {
           const std::string name = Capital(One(random, kFirstNames));
           return name + Date(random, "DMY", 2003, 20);
         });
       }},
      {"couple and wedding day", Bits(Count(kFirstNames), Count(kFirstNames), 28, 12, 30, 5),
       [](Generator& random) {
         std::string text = Capital(One(random, kFirstNames));
         text += Chars(random, "&+-_ ", 1);
         text += Capital(One(random, kFirstNames));
         return Filled(text + Date(random, "D.M.Y", 1994, 30), "!");
       }},
      {"club, player and number", Bits(Count(kClubs), Count(kPlayers), 99, 4),
       [](Generator& random) {
         std::string text = Capital(One(random, kClubs)) + Chars(random, "-_.#", 1);
         text += Capital(One(random, kPlayers));
         return Filled(text + Number(random, 1, 99), "forever");
       }},
      {"what somebody says about a hobby", Bits(Count(kHobbyLines, '|'), Count(kHobbies), 4, 4),
       [](Generator& random) {
         constexpr std::string_view kJoiners[] = {"", " ", "-", "_"};
         constexpr std::string_view kEnds[] = {"", "!", "!!!", " :-)"};
         const std::string line = One(random, kHobbyLines, '|');
         std::string text = Replace(line, "#", One(random, kHobbies));
         text = Replace(text, " ", kJoiners[Below(random, 4)]);
         return Filled(text + std::string(kEnds[Below(random, 4)]), "4ever");
       }},
      {"car and its plate", Bits(Count(kCars), Count(kPlates), 26, 26, 9999),
       [](Generator& random) {
         std::string text = Capital(One(random, kCars)) + " ";
         text += One(random, kPlates) + "-";
         text += Chars(random, kUpper, 2) + " ";
         return Filled(text + Number(random, 1, 9999), "!");
       }},
      {"two holidays", Bits(Count(kCities), Count(kCities), 15, 15),
       [](Generator& random) {
         return Filled(Repeat(2, "",
                              [&] {
                                const std::string place = Capital(One(random, kCities));
                                return place + Number(random, 2010, 2024);
                              }),
                       "!");
       }},
      {"colleague and song", Bits(Count(kFirstNames), Count(kLastNames), Count(kSongs, '|')),
       [](Generator& random) {
         std::string text = One(random, kFirstNames) + ".";
         text += One(random, kLastNames) + ":";
         return Filled(text + Replace(One(random, kSongs, '|'), " ", ""), "!");
       }},
  };
}

inline std::vector<Kind> LanguageKinds() {
  return {
      {"German: my, adjective, noun and digits", Bits(Count(kGermanAdjectives), Count(kGermanNouns), 100),
       [](Generator& random) {
         std::string text = "mein" + Capital(One(random, kGermanAdjectives));
         text += One(random, kGermanNouns);
         return Filled(text + Number(random, 0, 99, 2), "!");
       }},
      {"Spanish: a sentence and a year", Bits(Count(kSpanishNouns), Count(kSpanishAdjectives), 40, 3),
       [](Generator& random) {
         constexpr std::string_view kJoiners[] = {"", " ", "-"};
         std::string text = "mi " + One(random, kSpanishNouns) + " es ";
         text += One(random, kSpanishAdjectives) + " ";
         text += Number(random, 1986, 2025);
         return Filled(Replace(text, " ", kJoiners[Below(random, 3)]), "!");
       }},
      {"French: a dish and a city", Bits(Count(kFrenchFoods, '|'), Count(kFrenchCities), 100),
       [](Generator& random) {
         std::string text = "j'adore " + One(random, kFrenchFoods, '|') + " de ";
         text += One(random, kFrenchCities);
         return text + Number(random, 0, 99, 2);
       }},
      {"Chinese: words in pinyin, lucky number", Bits(Count(kPinyin), Count(kPinyin), 12),
       [](Generator& random) {
         std::string text = One(random, kPinyin);
         text += One(random, kPinyin);
         return Filled(text + One(random, "520 1314 888 666 168 518 8888 123 1234 321 999 88"), "com");
       }},
      {"Russian: two words on English keys, a year", Bits(Count(kRussian), Count(kRussian), 40),
       [](Generator& random) {
         std::string text = OnEnglishKeys(One(random, kRussian));
         text += OnEnglishKeys(One(random, kRussian));
         return Filled(text + Number(random, 1986, 2025), "!");
       }},
  };
}

}  // namespace detection::fifth
