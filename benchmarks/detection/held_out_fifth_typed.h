// Tokens that people type at a keyboard, and what they do by hand to a short password to make it long.
#pragma once

#include <algorithm>
#include <vector>

#include "draw.h"
#include "held_out_fifth_life_lists.h"
#include "held_out_fifth_words_lists.h"
#include "held_out_fifth_work_lists.h"
#include "kinds.h"

namespace detection::fifth {

using namespace known;

inline constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyz0123456789";

// Four columns of a keyboard, side by side; each typed down or up, with or without Shift.
inline std::string Columns(Generator& random) {
  constexpr std::string_view kColumns[] = {"1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik,", "9ol."};
  const std::uint64_t first = Below(random, 6);
  const bool to_left = Below(random, 2) == 1;
  std::string text;
  for (std::uint64_t i = 0; i < 4; ++i) {
    std::string column(kColumns[to_left ? first + 3 - i : first + i]);
    column = Below(random, 2) == 1 ? Reverse(column) : column;
    text += Below(random, 2) == 1 ? Map(Upper(column), "123456789,.", "!@#$%^&*(<>") : column;
  }
  return text;
}

// A walk of 16 digits over the keypad, one key up, down, left or right each time. A key is as likely as the number of
// its neighbours, from the first on: so each of the 24 pairs of neighbours is equally likely at each step.
inline std::string KeypadWalk(Generator& random) {
  constexpr std::string_view kNeighbours[] = {"", "24", "135", "26", "157", "2468", "359", "48", "579", "68"};
  std::string text(1, "112223344455556667788899"[Below(random, 24)]);
  while (text.size() < 16) {
    const std::string_view next = kNeighbours[text.back() - '0'];
    text += next[Below(random, next.size())];
  }
  return text;
}

// First key: 4 corners of 2/24, 4 edges of 3/24, the middle with 4/24; then 2, 3 or 4 neighbours, 15 times.
constexpr double kKeypadBits = 8.0 / 24 * Log2(12) + 12.0 / 24 * Log2(8) + 4.0 / 24 * Log2(6) +
                               15 * (8.0 / 24 * 1 + 12.0 / 24 * Log2(3) + 4.0 / 24 * 2);

inline std::vector<Kind> KeyboardKinds() {
  return {
      {"both hands on the home row by turns", 1 + 16 * Bits(4),
       [](Generator& random) {
         const std::uint64_t first = Below(random, 2);
         std::string text;
         for (std::uint64_t i = 0; i < 16; ++i) {
           text += Chars(random, (i + first) % 2 == 0 ? "asdf" : "jkl;", 1);
         }
         return text;
       }},
      {"four columns, up, down or with Shift", Bits(6, 2) + 8, Columns},
      {"four times four keys side by side", 4 * Bits(Count(kKeys)),
       [](Generator& random) { return Repeat(4, "", [&] { return One(random, kKeys); }); }},
      {"walk over the keypad", kKeypadBits, KeypadWalk},
      {"PIN four times", Bits(10000, 6),
       [](Generator& random) {
         const std::string pin = Chars(random, kDigits, 4);
         const std::string sign = Chars(random, "-.#_/ ", 1);
         return Repeat(4, sign, [&] { return pin; });
       }},
      {"birthday, then with Shift", Bits(28, 12, 60),
       [](Generator& random) {
         const std::string date = Date(random, "DMY", 1950, 60);
         return date + Map(date, kDigits, ")!@#$%^&*(");
       }},
      {"six random characters, filled up", 6 * Bits(kPlain.size()) + Bits(8),
       [](Generator& random) {
         const std::string text = Chars(random, kPlain, 6);
         return Filled(text, Chars(random, "0.x-_*#1", 1));
       }},
      {"seven random letters, a sign, and back", 7 * Bits(26) + Bits(8),
       [](Generator& random) {
         const std::string text = Chars(random, kLower, 7);
         const std::string sign = Chars(random, "-_.!#+*=", 1);
         return text + sign + sign + Reverse(text);
       }},
      {"word with one character before or after", Bits(Count(kWords), 14, 2),
       [](Generator& random) {
         const std::string word = One(random, kWords);
         const std::string filling = Filled("", Chars(random, "01239!x.-_*#+=", 1)).substr(word.size());
         return Below(random, 2) == 0 ? word + filling : filling + word;
       }},
  };
}

inline std::vector<Kind> TransformedKinds() {
  return {
      {"adjective and noun in leet, digits and sign", Bits(Count(kAdjectives), Count(kNouns), 100, 8),
       [](Generator& random) {
         std::string text = One(random, kAdjectives);
         text = Map(text + Capital(One(random, kNouns)), "aeios", "4310$");
         text += Number(random, 0, 99, 2);
         return Filled(text + Chars(random, "!?#$%&*+", 1), "!");
       }},
      {"Password and year twice", Bits(Count(kWords), 40, 6),
       [](Generator& random) {
         const std::string text = Capital(One(random, kWords)) + Number(random, 1986, 2025);
         const std::string sign = Chars(random, "-._!/#", 1);
         return text + sign + text;
       }},
      {"company, tool and year backwards", Bits(Count(kCompanies), Count(kTools), 12),
       [](Generator& random) {
         std::string text = One(random, kCompanies);
         text += One(random, kTools);
         return Filled(Reverse(text + Number(random, 2014, 2025)), "token");
       }},
      {"upper case between signs", Bits(Count(kStages), Count(kPurposes), 12, 8, 3),
       [](Generator& random) {
         const std::string sign = Chars(random, "!#*=-+_~", 1);
         std::string signs;
         for (std::uint64_t i = Below(random, 3) + 1; i > 0; --i) {
           signs += sign;
         }
         std::string text = signs + "KEPTN_" + Upper(One(random, kStages)) + "_";
         text += Upper(One(random, kPurposes)) + "_";
         return text + Number(random, 2014, 2025) + signs;
       }},
      {"company, its letters among those of a date", Bits(Count(kCompanies), 28, 12, 30),
       [](Generator& random) {
         const std::string word = One(random, kCompanies) + "keptn";
         const std::string date = Date(random, "DMY", 1995, 30);
         std::string text;
         for (std::size_t i = 0; i < std::max(word.size(), date.size()); ++i) {
           text += i < word.size() ? word.substr(i, 1) : "";
           text += i < date.size() ? date.substr(i, 1) : "";
         }
         return text;
       }},
      {"random password of 8, typed twice", 8 * Bits(kPlain.size()),
       [](Generator& random) {
         const std::string text = Chars(random, kPlain, 8);
         return text + text;
       }},
  };
}

}  // namespace detection::fifth
