// Fourth held-out set: what scripts and encodings make of little.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "draw.h"
#include "held_out_fourth_identifiers.h"
#include "held_out_fourth_typed.h"
#include "held_out_fourth_words.h"

namespace detection::known::fourth {

constexpr std::string_view kPi = "31415926535897932384626433832795028841971693993751058209749445923";
constexpr std::string_view kE = "27182818284590452353602874713526624977572470936999595749669676277";
constexpr std::string_view kRootTwo = "14142135623730950488016887242096980785696718753769480731766797379";
constexpr std::string_view kGolden = "16180339887498948482045868343656381177203091798057628621354486227";
constexpr std::string_view kPinned = "deadbeef cafebabe 0badc0de feedface 8badf00d c0ffee00 12345678 abad1dea";

inline std::string Base64Of(std::string_view bytes) {
  std::string text = Encode(bytes, kBase64, 6);
  text.resize((text.size() + 3) / 4 * 4, '=');
  return text;
}

// A password as half of the world chooses it: word, year, mark.
inline std::string Common(Generator& random) {
  return One(random, kStems) + Number(random, 1980, 2029) + One(random, "! ? # .");
}

constexpr double kCommonBits = Bits(Count(kStems), 50, 4);

// What `date` prints, three years from 2023 on.
inline std::string Now(Generator& random) {
  constexpr std::uint64_t kOffsets[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
  const std::uint64_t year = 2023 + Below(random, 3);
  const std::uint64_t month = Below(random, 12);
  const std::uint64_t day = 1 + Below(random, 28);
  const std::uint64_t counted = month < 2 ? year - 1 : year;
  const std::uint64_t weekday = (counted + counted / 4 - counted / 100 + counted / 400 + kOffsets[month] + day) % 7;
  const std::string padding = day < 10 ? " " : "";
  return std::string("SunMonTueWedThuFriSat").substr(3 * weekday, 3) + " " + std::string(kMonths).substr(4 * month, 3) +
         " " + padding + std::to_string(day) + " " + Time(random, "h:m:s") + " UTC " + std::to_string(year);
}

constexpr double kNowBits = Bits(3, 12, 28, 86400);

inline std::string Shifted(std::string text, unsigned by) {
  for (char& c : text) {
    const bool small = c >= 'a' && c <= 'z';
    const char first = small ? 'a' : 'A';
    if (small || (c >= 'A' && c <= 'Z')) {
      c = static_cast<char>(first + (static_cast<unsigned>(c - first) + by) % 26);
    }
  }
  return text;
}

// Letters of the generator that the C standard shows.
inline std::string CRand(std::uint32_t seed, std::size_t length) {
  std::string text;
  for (std::size_t i = 0; i < length; ++i) {
    seed = seed * 1103515245 + 12345;
    text += kLower[seed / 65536 % 32768 % 26];
  }
  return text;
}

inline std::string Wide(const std::string& text) {
  std::string wide;
  for (const char c : text) {
    wide += c + std::string(1, '\0');
  }
  return wide;
}

// Each byte written by `write`, with a separator between them.
template <typename Write>
std::string Bytewise(const std::string& text, const std::string& separator, Write write) {
  std::size_t at = 0;
  return Repeat(text.size(), separator, [&] { return std::string(write(static_cast<unsigned char>(text[at++]))); });
}

inline constexpr Kind kScriptedKinds[] = {
    {"date | md5sum | base64 | head -c 32", kNowBits,
     [](Generator& random) { return Base64Of(Digest("MD5", Now(random) + "\n") + "  -\n").substr(0, 32); }},
    {"date | base64", kNowBits, [](Generator& random) { return Base64Of(Now(random) + "\n"); }},
    {"date as it stands, spaces removed", kNowBits, [](Generator& random) { return Replace(Now(random), " ", ""); }},
    {"compact UTC time twice: created, expires", Bits(336 * 10, 86400, 5),
     [](Generator& random) {
       const std::string day = Date(random, "MD", 2020, 1);
       const std::uint64_t year = 2015 + Below(random, 10);
       const std::string time = "T" + Time(random, "hms") + "Z";
       return std::to_string(year) + day + time + std::to_string(year + 1 + Below(random, 5)) + day + time;
     }},
    {"milliseconds since 1970 in hex, host", Bits(63072000000.0, 99),
     [](Generator& random) {
       return "node" + Number(random, 1, 99, 2) + "-0x" + Base(1672531200000 + Below(random, 63072000000), kHex, 11);
     }},
    {"echo $RANDOM | sha1sum", 15, [](Generator& random) { return Digest("SHA1", Number(random, 0, 32767) + "\n"); }},
    {"MD5 of a number of six digits", Bits(1000000),
     [](Generator& random) { return Digest("MD5", Number(random, 0, 999999, 6)); }},
    {"git hash of a version file", Bits(10, 50, 100),
     [](Generator& random) {
       const std::string file =
           "v" + Number(random, 0, 9) + "." + Number(random, 0, 49) + "." + Number(random, 0, 99) + "\n";
       return Digest("SHA1", "blob " + std::to_string(file.size()) + std::string(1, '\0') + file);
     }},
    {"SHA-256 of a common password, half", kCommonBits,
     [](Generator& random) { return Digest("SHA256", Common(random)).substr(0, 32); }},
    {"name and its checksum", Bits(Count(kCompanies), Count(kPurposes), Count(kEnvironments), 100),
     [](Generator& random) {
       const std::string name = One(random, kCompanies) + "." + One(random, kPurposes) + "." +
                                One(random, kEnvironments) + Number(random, 0, 99, 2);
       return name + "." + Digest("SHA1", name).substr(0, 8);
     }},
    {"letters of rand() seeded with the time", Bits(31536000),
     [](Generator& random) { return CRand(static_cast<std::uint32_t>(1704067200 + Below(random, 31536000)), 24); }},
    {"common password in base64 twice", kCommonBits,
     [](Generator& random) { return Base64Of(Base64Of(Common(random))); }},
    {"common password in base64 three times, reversed", kCommonBits,
     [](Generator& random) { return Reverse(Base64Of(Base64Of(Base64Of(Common(random))))); }},
    {"common password in base32, small letters", kCommonBits,
     [](Generator& random) { return Lower(Encode(Common(random), kBase32, 5)); }},
    {"common password in UTF-16 and base64", kCommonBits,
     [](Generator& random) { return Base64Of(Wide(Common(random))); }},
    {"common password as decimal codes", kCommonBits,
     [](Generator& random) {
       return Bytewise(Common(random), " ", [](unsigned char c) { return std::to_string(c); });
     }},
    {"common password as hex escapes", kCommonBits,
     [](Generator& random) {
       return Bytewise(Common(random), "", [](unsigned char c) { return "\\x" + Base(c, kHex, 2); });
     }},
    {"common password as percent escapes", kCommonBits,
     [](Generator& random) {
       return Bytewise(Common(random), "", [](unsigned char c) { return "%" + Upper(Base(c, kHex, 2)); });
     }},
    {"common password in bits", kCommonBits, [](Generator& random) { return Encode(Common(random), "01", 1); }},
    {"common password under XOR with one byte, hex", kCommonBits + Bits(255),
     [](Generator& random) {
       std::string text = Common(random) + "-token";
       const std::uint64_t key = 1 + Below(random, 255);
       for (char& c : text) {
         c = static_cast<char>(static_cast<std::uint64_t>(static_cast<unsigned char>(c)) ^ key);
       }
       return Hex(text);
     }},
    {"Caesar's cipher over two common passwords", 2 * kCommonBits + Bits(25),
     [](Generator& random) {
       const std::string text = Common(random) + Common(random);
       return Shifted(text, static_cast<unsigned>(1 + Below(random, 25)));
     }},
    {"Atbash of four words", Bits(Count(kXkcd), Count(kXkcd), Count(kXkcd), Count(kXkcd)),
     [](Generator& random) {
       return Map(Repeat(4, "-", [&] { return One(random, kXkcd); }), kLower, Reverse(std::string(kLower)));
     }},
    {"basic authentication of a sample", Bits(Count(kUsers), Count(kSecrets), 100),
     [](Generator& random) {
       const std::string user = One(random, kUsers);
       return "Basic " + Base64Of(user + ":" + One(random, kSecrets) + Number(random, 0, 99, 2));
     }},
    {"JSON with a common password, base64", kCommonBits + Bits(Count(kUsers)),
     [](Generator& random) {
       const std::string user = One(random, kUsers);
       return Base64Of("{\"user\":\"" + user + "\",\"password\":\"" + Common(random) + "\"}");
     }},
    {"unsigned JWT of a numbered user", Bits(1000, 31536000),
     [](Generator& random) {
       const std::string claims =
           "{\"sub\":\"user" + Number(random, 0, 999) + "\",\"iat\":" + Number(random, 1704067200, 1735603199) + "}";
       return Encode("{\"alg\":\"none\",\"typ\":\"JWT\"}", kBase64, 6) + "." + Encode(claims, kBase64, 6) + ".";
     }},
    {"digits of a constant from a place on", Bits(4, 34, 2),
     [](Generator& random) {
       const std::string_view constant[] = {kPi, kE, kRootTwo, kGolden};
       const std::string digits(constant[Below(random, 4)].substr(Below(random, 34), 32));
       return Below(random, 2) == 0 ? digits : Reverse(digits);
     }},
    {"test vector: bytes in steps, hex", Bits(256, 255),
     [](Generator& random) {
       const std::uint64_t start = Below(random, 256);
       const std::uint64_t step = 1 + Below(random, 255);
       std::string key;
       for (std::uint64_t i = 0; i < 16; ++i) {
         key += static_cast<char>(start + i * step);
       }
       return Hex(key);
     }},
    {"powers of a number in a row", Bits(98, 2),
     [](Generator& random) {
       const std::uint64_t base = 2 + Below(random, 98);
       const std::string separator = Below(random, 2) == 0 ? "" : ",";
       return "pow" +
              Repeat(8, separator, [&, power = std::uint64_t{1}]() mutable { return std::to_string(power *= base); });
     }},
    {"famous words around ten random hex digits", 40 + Bits(8, 8),
     [](Generator& random) {
       const std::string before = One(random, kPinned);
       return before + Chars(random, kHex, 10) + One(random, kPinned);
     }},
    {"live key of a payment service, eight random", 8 * Bits(62),
     [](Generator& random) { return "sk_live_000000" + Chars(random, kBase62, 8); }},
    {"four times $RANDOM, five digits each", 60,
     [](Generator& random) { return Repeat(4, "", [&] { return Number(random, 0, 32767, 5); }); }},
    {"seven random bytes in base64 twice", 56,
     [](Generator& random) {
       std::string bytes;
       for (int i = 0; i < 7; ++i) {
         bytes += static_cast<char>(Below(random, 256));
       }
       return Base64Of(Base64Of(bytes));
     }},
    {"second of a year and six random characters", Bits(336, 86400) + 6 * Bits(62),
     [](Generator& random) {
       return Date(random, "YMD", 2024, 1) + "-" + Time(random, "hms") + "-" + Chars(random, kBase62, 6);
     }},
    {"fourteen random hex digits twice", 56,
     [](Generator& random) {
       const std::string half = Chars(random, kHex, 14);
       return half + "-" + half;
     }},
    {"palindrome of ten random characters", 10 * Bits(62),
     [](Generator& random) {
       const std::string half = Chars(random, kBase62, 10);
       return half + Reverse(half);
     }},
    {"five random syllables, one digit", 5 * Bits(20, 5, 20) + Bits(10),
     [](Generator& random) {
       const auto syllable = [&] {
         constexpr std::string_view kConsonants = "bcdfghjklmnpqrstvwxz";
         return Chars(random, kConsonants, 1) + Chars(random, "aeiou", 1) + Chars(random, kConsonants, 1);
       };
       return Repeat(5, "-", syllable) + Number(random, 0, 9);
     }},
};

}  // namespace detection::known::fourth
