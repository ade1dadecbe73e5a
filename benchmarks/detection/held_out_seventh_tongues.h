// Weak kinds: words of several languages, scripts and keyboards.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "draw.h"
#include "kinds.h"

namespace detection::seventh {

using known::Bits;
using known::Count;
using known::Number;
using known::One;
using known::Repeat;

inline constexpr std::string_view kArabizi =
    "7abibi 3omri 2albi ya3ni inshallah 7amdella shukran sa7bi saba7 5alas mar7aba yalla ma3lesh 3arabi 7elwa nour";
inline constexpr std::string_view kRussianKeys =
    "gfhjkm ghbdtn k.,jdm vfif rjirf vjcrdf hjccbz cjkywt yfnfif fylhtq cgfhnfr ptybn cj,frf vfvf gfgf lfxf";
inline constexpr std::string_view kKoreanKeys =
    "dkssudgktpdy tkfkdgo qlalfqjsgh dnflwlq eogksalsrnr rhdiddl rkddkwl djaak dkQk godqhr clsrn gkrry tjdnf qntks "
    "rlacl fkaus";
inline constexpr std::string_view kPinyin =
    "woaini nihao zhongguo beijing baobei xiaoming mima laopo laogong jiayou facai gongxi shanghai meili kaixin";
inline constexpr std::string_view kLuck = "520 1314 888 666 168 5201314 9527 886 518 1688";
inline constexpr std::string_view kTelex =
    "tieengs vieetj nam haf nooij ddaf nawngx yeeu em anh ddepj mej ba hoa bieenr nuis meof cows troiwf ddaats";
inline constexpr std::string_view kGreek =
    "θάλασσα ήλιος νησί ψωμί σπίτι αγάπη μητέρα καφές ουρανός "
    "φεγγάρι ελιά δρόμος βουνό γάτα σκύλος κρασί";
inline constexpr std::string_view kEmoji =
    "😀 😂 😍 😎 😭 😡 👍 👎 🙏 💪 🔥 🎉 🎂 🎁 "
    "🐶 🐱 🐷 🐸 "
    "🍕 🍔 🍺 🍷 🚗 🚀 ⚽ 🏀 🏠 💩 💰 💀 👻 🌈";
inline constexpr std::string_view kSpoken =
    "call mama home door open sesame blue moon give more beer love that girl work sucks stop this rain soon good luck "
    "nine lives";
inline constexpr std::string_view kRadio =
    "alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo "
    "sierra tango uniform victor whiskey xray yankee zulu";

inline constexpr std::string_view kWho = "mera tera uska hamara apna sabka";
inline constexpr std::string_view kThing = "dil ghar bhai dost paisa khana kaam pyaar gaana sapna naam desh";
inline constexpr std::string_view kIs = "hai tha hoga nahi_hai kahan_hai";
inline constexpr std::string_view kAdjective = "bahut_accha sabse_bada ekdum_mast thoda_pagal bilkul_sahi sach_mein";
inline constexpr std::string_view kCall = "yaar bhaiya didi boss beta jaan";

inline std::string KeypadDigits(const std::string& text) {
  return known::Map(text, known::kLower, "22233344455566677778889999");
}

inline std::vector<Kind> KeyboardTongueKinds() {
  return {
      {"arabic words in chat letters and digits", 4 * Bits(Count(kArabizi)) + Bits(100, 4),
       [](Generator& random) {
         return Repeat(4, "_", [&] { return One(random, kArabizi); }) + Number(random, 0, 99, 2) +
                One(random, "! @ # $");
       }},
      {"russian words typed on a latin layout", 3 * Bits(Count(kRussianKeys)) + Bits(4, 70),
       [](Generator& random) {
         const std::string separator = One(random, "_ - + =");
         return Repeat(3, separator, [&] { return One(random, kRussianKeys); }) + Number(random, 1950, 2019);
       }},
      {"korean words typed on an english layout with a birthday", 2 * Bits(Count(kKoreanKeys)) + Bits(50, 12, 28, 4),
       [](Generator& random) {
         return One(random, kKoreanKeys) + One(random, kKoreanKeys) + known::Date(random, "YMD", 1960, 50) +
                One(random, "! !! ~ *");
       }},
      {"chinese words in latin letters with lucky numbers", 2 * Bits(Count(kPinyin), Count(kLuck)) + Bits(40, 12, 28),
       [](Generator& random) {
         return Repeat(2, "", [&] { return One(random, kPinyin) + One(random, kLuck); }) + "@" +
                known::Date(random, "yMD", 1965, 40);
       }},
      {"vietnamese phrase left in telex keys", 5 * Bits(Count(kTelex)) + Bits(1000),
       [](Generator& random) {
         return Repeat(5, " ", [&] { return One(random, kTelex); }) + Number(random, 0, 999, 3);
       }},
  };
}

inline std::vector<Kind> PhraseTongueKinds() {
  return {
      {"greek words with a house number", 3 * Bits(Count(kGreek)) + Bits(120),
       [](Generator& random) { return Repeat(3, "", [&] { return One(random, kGreek); }) + Number(random, 1, 120); }},
      {"eight emoji from the phone's first page", 8 * Bits(Count(kEmoji)),
       [](Generator& random) { return Repeat(8, "", [&] { return One(random, kEmoji); }); }},
      {"hindi sentence in latin letters",
       Bits(Count(kWho), Count(kThing), Count(kAdjective), Count(kIs), Count(kCall), 100),
       [](Generator& random) {
         const std::string subject = One(random, kWho) + "_" + One(random, kThing);
         return subject + "_" + One(random, kAdjective) + "_" + One(random, kIs) + "_" + One(random, kCall) +
                Number(random, 0, 99);
       }},
      {"english phrase in telephone keypad digits", 6 * Bits(Count(kSpoken)),
       [](Generator& random) { return KeypadDigits(Repeat(6, "", [&] { return One(random, kSpoken); })); }},
      {"four initials in the radio alphabet with a tail number", 4 * Bits(Count(kRadio)) + Bits(9000),
       [](Generator& random) {
         return Repeat(4, " ", [&] { return One(random, kRadio); }) + " " + Number(random, 1000, 9999);
       }},
  };
}

}  // namespace detection::seventh
