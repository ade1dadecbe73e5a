// Languages, scripts and keys.
#pragma once

#include <vector>

#include "draw.h"

namespace detection::sixth {

using namespace known;

// Russian words as they come out when the keyboard is still set to Latin.
inline constexpr std::string_view kRussian =
    "gfhjkm cthdth njrty ljcneg flvby rjirf cj,frf vjcrdf k.,jdm cjkywt dtcyf hf,jnf ctrhtn ltymub ghbdtn hjccbz "
    "lhfrjy j,kfrj ktnj pbvf";
inline constexpr std::string_view kStations =
    "shibuya shinjuku ikebukuro akihabara shinagawa ueno harajuku ebisu meguro gotanda osaki tamachi yurakucho kanda "
    "okachimachi uguisudani nippori komagome sugamo otsuka mejiro takadanobaba shinokubo yoyogi";
inline constexpr std::string_view kIdioms =
    "守株待兔 画蛇添足 亡羊补牢 井底之蛙 对牛弹琴 狐假虎威 掩耳盗铃 刻舟求剑 马到成功 一帆风顺 心想事成 万事如意 "
    "年年有余 "
    "龙马精神 步步高升 天下无双";
inline constexpr std::string_view kPictures =
    "🚀 🔒 🔑 🐳 🐧 🐍 🦀 🔥 💥 🎉 🎸 🍕 🍺 🐱 🐶 🦊 "
    "🐼 🌍 🌈 🌙 💎 💡 💾 📦 🤖 👻 👑 🎯 🎲 🏆 🚗 🏠";
inline constexpr std::string_view kColumns = "1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik, 9ol. 0p;/";
inline constexpr std::string_view kPlainWords =
    "summer winter dragon monkey secret master coffee orange purple silver garden pirate castle rocket turtle banana "
    "cookie hunter shadow ginger falcon wizard thunder diamond freedom chicken penguin mustang rainbow chelsea "
    "phoenix gandalf";
inline constexpr std::string_view kBeginnings =
    "OmSaiRam JaiShriRam JaiMataDi WaheGuru Inshallah Bismillah OmNamahShivaya";

inline std::vector<Kind> TypedKinds() {
  return {
      {"three Russian words typed on Latin keys, and a year",
       Bits(Count(kRussian), Count(kRussian), Count(kRussian), 30),
       [](Generator& random) {
         return Repeat(3, "", [&] { return One(random, kRussian); }) + Number(random, 1995, 2024);
       }},
      {"three stations of a line in Tokyo", Bits(Count(kStations), Count(kStations), Count(kStations)),
       [](Generator& random) { return Repeat(3, "->", [&] { return One(random, kStations); }); }},
      {"two Chinese idioms and a short date", Bits(Count(kIdioms), Count(kIdioms), 336),
       [](Generator& random) {
         return One(random, kIdioms) + One(random, kIdioms) + Number(random, 1, 12, 2) + Number(random, 1, 28, 2);
       }},
      {"five pictures", Bits(32, 32, 32, 32, 32),
       [](Generator& random) { return Repeat(5, "", [&] { return One(random, kPictures); }); }},
      {"four columns of the keyboard, up or down, perhaps with Shift", Bits(40, 40, 40, 40),
       [](Generator& random) {
         return Repeat(4, "", [&] {
           std::string column = One(random, kColumns);
           column = Below(random, 2) == 0 ? column : Reverse(column);
           return Below(random, 2) == 0 ? column : Map(Upper(column), "1234567890,.;/", "!@#$%^&*()<>:?");
         });
       }},
      {"four words on the keys of a telephone", Bits(32, 32, 32, 32),
       [](Generator& random) {
         return Repeat(4, "0", [&] { return Map(One(random, kPlainWords), kLower, "22233344455566677778889999"); });
       }},
      {"word and year, each character twice", Bits(32, 100, 6),
       [](Generator& random) {
         std::string text;
         for (const char c :
              Capital(One(random, kPlainWords)) + Number(random, 1925, 2024) + One(random, "! . # @ ? *")) {
           text += std::string(2, c);
         }
         return text;
       }},
      {"four chords, three times", Bits(21, 21, 21, 21),
       [](Generator& random) {
         const std::string chords =
             Repeat(4, "-", [&] { return One(random, "C Cm C7 D Dm D7 E Em E7 F Fm F7 G Gm G7 A Am A7 B Bm B7"); });
         return chords + "|" + chords + "|" + chords;
       }},
      {"blessing, family and year", Bits(Count(kBeginnings), 20, 70, 3),
       [](Generator& random) {
         return One(random, kBeginnings) + One(random, "@ # _") +
                One(random,
                    "Patel Sharma Reddy Iyer Nair Gupta Singh Khan Kumar Desai Mehta Verma Joshi Pillai Chopra "
                    "Kapoor Malhotra Banerjee Bose Rao") +
                Number(random, 1950, 2019);
       }},
  };
}

}  // namespace detection::sixth
