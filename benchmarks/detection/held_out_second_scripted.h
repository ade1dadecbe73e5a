// Little secrets under an encoding, and tokens of scripts, tools and weak generators.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "draw.h"
#include "held_out_second_words.h"
#include "kinds.h"

namespace detection::known::second {

// A word, a year of 30: the little secret of most encodings below.
inline std::string Secret(Generator& random) {
  return One(random, kInstruments) + "-" + One(random, kTools) + Number(random, 1995, 2024);
}
constexpr double kSecretBits = Bits(Count(kInstruments), Count(kTools), 30);

// The text with `open`, each byte's number in `alphabet` with `width` digits, and `close` for each character.
inline std::string Coded(std::string_view text, std::string_view open, std::string_view alphabet, std::size_t width,
                         std::string_view close) {
  std::string out;
  for (const char c : text) {
    out.append(open).append(Base(static_cast<unsigned char>(c), alphabet, width)).append(close);
  }
  return out;
}

// The bytes as one big number in another base.
inline std::string Rebased(std::string bytes, std::string_view alphabet) {
  std::string digits;
  while (!bytes.empty()) {
    std::size_t rest = 0;
    std::string quotient;
    for (const char c : bytes) {
      rest = rest * 256 + static_cast<unsigned char>(c);
      const char next = static_cast<char>(rest / alphabet.size());
      rest %= alphabet.size();
      if (!quotient.empty() || next != 0) {
        quotient += next;
      }
    }
    digits += alphabet[rest];
    bytes = quotient;
  }
  return Reverse(digits);
}

inline std::string Ascii85(std::string bytes) {
  bytes.resize((bytes.size() + 3) / 4 * 4, ' ');
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    std::uint32_t word = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      word = word * 256 + static_cast<unsigned char>(bytes[i + k]);
    }
    std::string group(5, '!');
    for (std::size_t k = 5; k-- > 0; word /= 85) {
      group[k] = static_cast<char>('!' + word % 85);
    }
    text += group;
  }
  return text;
}

inline std::string Bytes(const void* data, std::size_t size) {
  std::string bytes(size, '\0');
  std::memcpy(bytes.data(), data, size);
  return bytes;
}

inline constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

inline constexpr Kind kEncoded[] = {
    {"octal escapes", kSecretBits, [](Generator& random) { return Coded(Secret(random), "\\", "01234567", 3, ""); }},
    {"escapes of JavaScript", kSecretBits, [](Generator& random) { return Coded(Secret(random), "\\u", kHex, 4, ""); }},
    {"entities in hex", kSecretBits, [](Generator& random) { return Coded(Secret(random), "&#x", kHex, 2, ";"); }},
    {"quoted-printable", kSecretBits,
     [](Generator& random) { return Coded(Secret(random), "=", "0123456789ABCDEF", 2, ""); }},
    {"hex with colons", kSecretBits, [](Generator& random) { return "70" + Coded(Secret(random), ":", kHex, 2, ""); }},
    {"binary digits with blanks", kSecretBits,
     [](Generator& random) { return "01110000" + Coded(Secret(random).substr(0, 7), " ", "01", 8, ""); }},
    {"hex with 0x and commas", kSecretBits,
     [](Generator& random) { return "0x70" + Coded(Secret(random), ",0x", kHex, 2, ""); }},
    {"base58", kSecretBits, [](Generator& random) { return Rebased(Secret(random), kBase58); }},
    {"base36", kSecretBits, [](Generator& random) { return Rebased(Secret(random), kBase62.substr(0, 36)); }},
    {"one decimal number", kSecretBits, [](Generator& random) { return Rebased(Secret(random), kDigits); }},
    {"ASCII85", kSecretBits, [](Generator& random) { return Ascii85(Secret(random)); }},
    {"base64 for URLs of Dutch words", 3 * Bits(Count(kDutch)) + Bits(10),
     [](Generator& random) {
       return Encode(Repeat(3, "-", [&] { return One(random, kDutch); }) + Number(random, 0, 9), kBase64, 6);
     }},
    {"UTF-16 in hex", kSecretBits, [](Generator& random) { return Coded(Secret(random), "00", kHex, 2, ""); }},
    {"ROT47", kSecretBits,
     [](Generator& random) {
       std::string text = Secret(random) + "!";
       std::transform(text.begin(), text.end(), text.begin(),
                      [](char c) { return static_cast<char>(33 + (c - 33 + 47) % 94); });
       return text;
     }},
    // Key of three letters, fixed.
    {"Vigenere cipher", 3 * Bits(Count(kTools)),
     [](Generator& random) {
       std::string text = Repeat(3, "", [&] { return One(random, kTools); });
       for (std::size_t i = 0; i < text.size(); ++i) {
         text[i] = static_cast<char>('a' + (text[i] - 'a' + "key"[i % 3] - 'a') % 26);
       }
       return Filled(text, "x");
     }},
    {"rail fence of two rails", kSecretBits,
     [](Generator& random) {
       const std::string text = Secret(random) + "!";
       std::string rails[2];
       for (std::size_t i = 0; i < text.size(); ++i) {
         rails[i % 2] += text[i];
       }
       return rails[0] + rails[1];
     }},
    {"backwards", kSecretBits, [](Generator& random) { return Reverse(Secret(random) + "!"); }},
    {"German spelling alphabet", 6 * Bits(26),
     [](Generator& random) { return Repeat(6, "-", [&] { return One(random, kGermanSpelling); }); }},
    {"letters by presses of a telephone's keys", 8 * Bits(26),
     [](Generator& random) {
       return Repeat(8, "-", [&] {
         const std::size_t letter = Below(random, 26);
         const std::string_view keys = "22233344455566677778889999";
         const std::size_t first = keys.find(keys[letter]);
         return std::string(letter - first + 1, keys[letter]);
       });
     }},
    {"letters by numbers of two digits", 2 * Bits(Count(kTools)),
     [](Generator& random) {
       std::string text;
       for (const char c : One(random, kTools) + One(random, kTools)) {
         text += (text.empty() ? "" : "-") + Padded(static_cast<std::uint64_t>(c - 'a' + 1), 2);
       }
       return text;
     }},
};

inline constexpr Kind kScripted[] = {
    {"SHA-256 of a role and four digits", Bits(Count(kRoles), 10000),
     [](Generator& random) { return Digest("SHA256", One(random, kRoles) + Number(random, 0, 9999, 4)); }},
    {"MD5 of a second of one year", Bits(31536000),
     [](Generator& random) { return Digest("MD5", Number(random, 1672531200, 1704067199)); }},
    {"name of a temporary file", 6 * Bits(62),
     [](Generator& random) { return "/tmp/tmp.keptn" + Chars(random, kBase62, 6); }},
    {"name of a cloud role", Bits(4, Count(kRoles), Count(kThings)),
     [](Generator& random) {
       return "arn:aws:iam::" + One(random, "123456789012 111122223333 444455556666 000000000000") + ":role/" +
              Lower(One(random, kThings)) + "-" + One(random, kRoles);
     }},
    {"kernel and build", Bits(5, 20, 200, 300),
     [](Generator& random) {
       return One(random, "4 5 6 3 2") + "." + Number(random, 0, 19) + ".0-" + Number(random, 0, 199) + "-generic-#" +
              Number(random, 0, 299);
     }},
    {"short digest of an image", 9 * Bits(16), [](Generator& random) { return "sha256:" + Chars(random, kHex, 9); }},
    {"serial number with zeros", Bits(1U << 24U),
     [](Generator& random) { return Base(Below(random, 1U << 24U), kHex, 24); }},
    {"time of a web server's log", Bits(28, 12, 10, 86400),
     [](Generator& random) {
       return "[" + Number(random, 1, 28, 2) + "/" + One(random, "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec") +
              "/" + Number(random, 2014, 2023) + Time(random, ":h:m:s +0100]");
     }},
    {"environment", Bits(Count(kCroatianNames), 6, 3),
     [](Generator& random) {
       return "HOME=/home/" + Lower(One(random, kCroatianNames)) +
              ";LANG=" + One(random, "de_DE en_US fr_FR hr_HR it_IT en_GB") + One(random, ".UTF-8 .ISO-8859-1 @euro");
     }},
    {"UUID of zeros and a number", Bits(4294967296),
     [](Generator& random) { return "00000000-0000-4000-8000-0000" + Base(Below(random, 4294967296), kHex, 8); }},
    {"host in a rack", Bits(10000, 50, 6, 9),
     [](Generator& random) {
       return "srv-" + Number(random, 0, 9999, 4) + ".rack" + Number(random, 1, 50) + "." +
              One(random, "fra ams lon nyc sin syd") + Number(random, 1, 9) + ".example.net";
     }},
    // Two integers below 1000 as doubles.
    {"two small numbers as doubles", Bits(1000, 1000),
     [](Generator& random) {
       const double pair[] = {static_cast<double>(Below(random, 1000)), static_cast<double>(Below(random, 1000))};
       return Bytes(pair, sizeof pair);
     }},
    {"four small numbers in four bytes each", 4 * Bits(1000),
     [](Generator& random) {
       std::uint32_t words[4];
       for (auto& word : words) {
         word = static_cast<std::uint32_t>(Below(random, 1000));
       }
       return Bytes(words, sizeof words);
     }},
    {"linear generator of 16 bits", Bits(65536),
     [](Generator& random) {
       std::uint64_t state = Below(random, 65536);
       return Repeat(16, "", [&] {
         state = (state * 25173 + 13849) % 65536;
         return std::string(1, kBase62[state % 62]);
       });
     }},
};

}  // namespace detection::known::second
