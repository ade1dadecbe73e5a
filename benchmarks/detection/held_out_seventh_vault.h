// Honest kinds: uniformly random characters and bytes in the forms of vaults and vendors.
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
using known::Chars;
using known::Repeat;

inline constexpr std::string_view kClear32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
inline constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
inline constexpr std::string_view kBase85 =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

inline std::string RandomBytes(Generator& random, std::size_t count) {
  std::string bytes;
  for (std::size_t i = 0; i < count; ++i) {
    bytes += static_cast<char>(Below(random, 256));
  }
  return bytes;
}

inline std::string Groups(std::string_view text, std::size_t width, std::string_view separator) {
  std::string groups;
  for (std::size_t i = 0; i < text.size(); i += width) {
    groups += (i == 0 ? "" : std::string(separator)) + std::string(text.substr(i, width));
  }
  return groups;
}

// Seventeen characters; the last is the sum of the others modulo 37.
inline std::string CheckedClear32(Generator& random) {
  std::string text = Chars(random, kClear32, 16);
  std::uint64_t rest = 0;
  for (const char c : text) {
    rest = (rest * 32 + kClear32.find(c)) % 37;
  }
  return Groups(text, 4, "-") + "-" + (std::string(kClear32) + "*~$=U")[rest];
}

// Sixteen bits as consonant, vowel, consonant, vowel, consonant.
inline std::string SpokenWord(Generator& random) {
  constexpr std::string_view kConsonants = "bdfghjklmnprstvz";
  constexpr std::string_view kVowels = "aiou";
  return Chars(random, kConsonants, 1) + Chars(random, kVowels, 1) + Chars(random, kConsonants, 1) +
         Chars(random, kVowels, 1) + Chars(random, kConsonants, 1);
}

inline std::string VendorKey(Generator& random) {
  const std::string body = Chars(random, known::kBase62, 20);
  return "acme_live_" + body + "_" + known::Digest("SHA256", body).substr(0, 4);
}

inline std::string BracedIdentifier(Generator& random) {
  std::string hex = Chars(random, known::kHex, 32);
  hex[12] = '4';
  hex[16] = "89ab"[Below(random, 4)];
  hex.insert(20, "-").insert(16, "-").insert(12, "-").insert(8, "-");
  return "{" + known::Upper(hex) + "}";
}

inline std::string PrivateAddress(Generator& random) { return Groups("fd" + Chars(random, known::kHex, 30), 4, ":"); }

inline std::string BrailleBytes(Generator& random) {
  return Repeat(11, "", [&] {
    const auto byte = static_cast<unsigned>(Below(random, 256));
    return std::string{'\xE2', static_cast<char>(0xA0 + byte / 64), static_cast<char>(0x80 + byte % 64)};
  });
}

inline std::string KeyDocument(Generator& random) {
  constexpr std::string_view kUrl64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return R"({"kty":"oct","k":")" + known::Encode(RandomBytes(random, 15), kUrl64, 6) + R"("})";
}

inline std::vector<Kind> CharacterVaultKinds() {
  return {
      {"base thirty-two without lookalikes, with a check character", 16 * Bits(32), CheckedClear32},
      {"five speakable words of sixteen bits", 80,
       [](Generator& random) { return Repeat(5, "-", [&] { return SpokenWord(random); }); }},
      {"sixteen characters of base eighty-five", 16 * Bits(85),
       [](Generator& random) { return Chars(random, kBase85, 16); }},
      {"vendor key with environment and checksum", 20 * Bits(62), VendorKey},
      {"base fifty-eight in groups of six", 18 * Bits(58),
       [](Generator& random) { return Groups(Chars(random, kBase58, 18), 6, " "); }},
  };
}

inline std::vector<Kind> ByteVaultKinds() {
  return {
      {"random identifier in braces and capitals", 30 * Bits(16) + Bits(4), BracedIdentifier},
      {"private network address of random digits", 30 * Bits(16), PrivateAddress},
      {"eleven random bytes as braille", 11 * Bits(256), BrailleBytes},
      {"symmetric key in a key document", 120, KeyDocument},
      {"ten random bytes percent-encoded", 10 * Bits(256),
       [](Generator& random) { return "%" + Groups(Chars(random, "0123456789ABCDEF", 20), 2, "%"); }},
  };
}

}  // namespace detection::seventh
