// Weak kinds: what one-liners, templates, tools and hasty hands make.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "draw.h"
#include "kinds.h"

namespace detection::seventh {

using known::Below;
using known::Bits;
using known::Count;
using known::Number;
using known::One;

inline constexpr std::string_view kUsers =
    "admin root user test deploy jenkins backup postgres grafana svc_app ansible guest oracle operator nagios kafka";
inline constexpr std::string_view kFavourites =
    "Welcome Password Summer Winter Spring Autumn Secret London Berlin Madrid Monday Friday Changeme Letmein Company "
    "Dragon Orange Coffee Football Chelsea Hello Qwerty Database Server";
inline constexpr std::string_view kServices =
    "payments orders billing auth search catalog mailer gateway reports inventory shipping users events media cart "
    "jobs";
inline constexpr std::string_view kStubs = "CHANGE_ME REPLACE_THIS INSERT_TOKEN YOUR_SECRET TODO_FILL_IN dummy-token";

inline constexpr std::string_view kColumns = "1qay 2wsx 3edc 4rfv 5tgb 6zhn 7ujm 8ik, 9ol.";

// The generator of the Java library: 48 bits, seeded with the clock.
inline std::string ClockSeeded(std::uint64_t milliseconds) {
  constexpr std::uint64_t kFactor = 0x5DEECE66D;
  constexpr std::uint64_t kMask = (std::uint64_t{1} << 48) - 1;
  std::uint64_t state = (milliseconds ^ kFactor) & kMask;
  std::string text;
  for (int i = 0; i < 24; ++i) {
    state = (state * kFactor + 11) & kMask;
    text += known::kBase62[(state >> 17) % 62];
  }
  return text;
}

inline std::string Base64(std::string_view bytes) {
  std::string text = known::Encode(bytes, known::kBase64, 6);
  while (text.size() % 4 != 0) {
    text += '=';
  }
  return text;
}

inline std::string UnsignedWebToken(Generator& random) {
  const std::string claims =
      R"({"sub":")" + Number(random, 1, 9999) + R"(","iat":)" + Number(random, 1672531200, 1704067199) + "}";
  return known::Encode(R"({"alg":"none"})", known::kBase64, 6) + "." + known::Encode(claims, known::kBase64, 6) + ".";
}

inline std::string ColumnWalk(Generator& random) {
  return known::Repeat(5, "", [&] {
    std::string column = One(random, kColumns);
    column = Below(random, 2) == 0 ? column : known::Reverse(column);
    return Below(random, 2) == 0 ? column : known::Upper(column);
  });
}

inline std::vector<Kind> ShellKinds() {
  return {
      {"date piped into md5sum and cut to twenty", Bits(94608000),
       [](Generator& random) {
         return known::Digest("MD5", Number(random, 1609459200, 1704067199) + "\n").substr(0, 20);
       }},
      {"three shell random numbers", 3 * Bits(32768),
       [](Generator& random) { return known::Repeat(3, "-", [&] { return Number(random, 0, 32767, 5); }); }},
      {"letters of a java generator seeded with the clock", Bits(63072000000),
       [](Generator& random) { return ClockSeeded(1640995200000 + Below(random, 63072000000)); }},
      {"basic login header copied as the token", Bits(Count(kUsers), Count(kFavourites), 20, 6, 2),
       [](Generator& random) {
         const std::string user = One(random, kUsers);
         const std::string mark = One(random, "! # $ . @ *");
         const std::string year = Number(random, 2005, 2024);
         const std::string word = One(random, kFavourites);
         return Base64(user + ":" + (Below(random, 2) == 0 ? word + year + mark : word + mark + year));
       }},
      {"ten random hex digits pasted twice", 10 * Bits(16),
       [](Generator& random) {
         const std::string half = known::Chars(random, known::kHex, 10);
         return half + half;
       }},
  };
}

inline std::vector<Kind> ToolKinds() {
  return {
      {"message number of clock and worker", Bits(63072000000, 1024),
       [](Generator& random) {
         const std::uint64_t milliseconds = 350000000000 + Below(random, 63072000000);
         return known::Padded(milliseconds << 22 | Below(random, 1024) << 12, 1);
       }},
      {"version described by git", Bits(5, 30, 10, 150) + 7 * Bits(16),
       [](Generator& random) {
         return "v" + Number(random, 1, 5) + "." + Number(random, 0, 29) + "." + Number(random, 0, 9) + "-" +
                Number(random, 1, 150) + "-g" + known::Chars(random, known::kHex, 7);
       }},
      {"placeholder of a chart never filled in", Bits(Count(kStubs), Count(kServices), 5, 20, 4),
       [](Generator& random) {
         const std::string text = One(random, kStubs) + "_" + One(random, kServices) + "_" +
                                  One(random, "dev test staging prod demo") + "_v" + Number(random, 1, 20);
         return known::Replace(One(random, "<@> {{@}} ${@} __@__"), "@", text);
       }},
      {"unsigned web token of a user number and a second", Bits(9999, 31536000), UnsignedWebToken},
      {"german keyboard columns up and down", 5 * Bits(Count(kColumns), 2, 2), ColumnWalk},
  };
}

}  // namespace detection::seventh
