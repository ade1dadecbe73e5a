// What vendors' tools make: keys with prefixes and checksums, and random text within other text.
#pragma once

#include <vector>

#include "draw.h"

namespace detection::sixth {

using namespace known;

// The checksum that archives use.
inline std::uint32_t Crc32(std::string_view bytes) {
  std::uint32_t crc = 0xffffffff;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xedb88320U : 0U);
    }
  }
  return ~crc;
}

// The value of `text` in the base of its alphabet, modulo `divisor`.
inline std::size_t Remainder(std::string_view text, std::string_view alphabet, std::size_t divisor) {
  std::size_t rest = 0;
  for (const char c : text) {
    rest = (rest * alphabet.size() + alphabet.find(c)) % divisor;
  }
  return rest;
}

// `text` with `separator` after each `size` characters but the last.
inline std::string Grouped(const std::string& text, std::size_t size, std::string_view separator) {
  std::string grouped;
  for (std::size_t at = 0; at < text.size(); at += size) {
    grouped += (at == 0 ? "" : std::string(separator)) + text.substr(at, size);
  }
  return grouped;
}

inline constexpr std::string_view kLicence = "BCDFGHJKMPQRTVWXY346789";
inline constexpr std::string_view kCrockford = "0123456789abcdefghjkmnpqrstvwxyz";
inline constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
inline constexpr std::string_view kBase85 =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

// A character of three bytes in UTF-8.
inline std::string ThreeBytes(std::uint64_t point) {
  return {static_cast<char>(0xe0U | point >> 12), static_cast<char>(0x80U | (point >> 6 & 0x3fU)),
          static_cast<char>(0x80U | (point & 0x3fU))};
}

inline std::vector<Kind> KeyKinds() {
  return {
      {"vendor's key with its checksum", 11 * Log2(62),
       [](Generator& random) {
         const std::string key = Chars(random, kBase62, 11);
         return "acme_pat_" + key + Base(Crc32(key), kBase62, 6);
       }},
      {"licence key of three groups, and a check character", 15 * Log2(static_cast<double>(kLicence.size())),
       [](Generator& random) {
         const std::string key = Chars(random, kLicence, 15);
         return "PRO-" + Grouped(key, 5, "-") + "-" + kLicence[Remainder(key, kLicence, 19)];
       }},
      {"base 32 that is hard to misread, with a check character", 13 * Log2(32),
       [](Generator& random) {
         const std::string key = Chars(random, kCrockford, 13);
         constexpr std::string_view kCheck = "0123456789abcdefghjkmnpqrstvwxyz*~$=u";
         return Grouped(key + kCheck[Remainder(key, kCrockford, kCheck.size())], 5, "-");
       }},
      {"twenty digits in groups of four", 20 * Log2(10),
       [](Generator& random) { return Grouped(Chars(random, kDigits, 20), 4, " "); }},
      {"address of a hook", 12 * Log2(62),
       [](Generator& random) { return "https://hooks.example.com/services/T024BE7LD/" + Chars(random, kBase62, 12); }},
      {"JSON with a user and 16 hex digits", 16 * Log2(16) + Log2(8),
       [](Generator& random) {
         const std::string user = One(random, "ci backup grafana deploy argo flux vault runner");
         return R"({"user":")" + user + R"(","key":")" + Chars(random, kHex, 16) + R"("})";
       }},
      {"header with eleven characters of base64url", 11 * Log2(64),
       [](Generator& random) { return "Authorization: Bearer " + Chars(random, kBase64Url, 11); }},
      {"eleven characters of base 85 after a label", 11 * Log2(85),
       [](Generator& random) { return "curve:" + Chars(random, kBase85, 11); }},
      {"six characters of 4096 Chinese ones", 6 * Log2(4096),
       [](Generator& random) { return Repeat(6, "", [&] { return ThreeBytes(0x4e00 + Below(random, 4096)); }); }},
      {"client number and key as fields of a form", Log2(1e6) + 8 * Log2(62),
       [](Generator& random) {
         const std::string client = Number(random, 0, 999999, 6);
         return "client_id=" + client + "&client_secret=" + Chars(random, kBase62, 8);
       }},
  };
}

}  // namespace detection::sixth
