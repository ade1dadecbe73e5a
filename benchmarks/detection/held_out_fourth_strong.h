// Fourth held-out set: honest random tokens of unusual form.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "draw.h"
#include "held_out_fourth_identifiers.h"
#include "held_out_fourth_scripted.h"
#include "held_out_fourth_words.h"

namespace detection::known::fourth {

constexpr std::string_view kBech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kCyrillicLetters = "а б в г д е ж з и к л м н о п р с т у ф х ц ч ш щ ы ь э ю я";

inline std::string Random(Generator& random, std::size_t bytes) {
  std::string drawn;
  for (std::size_t i = 0; i < bytes; ++i) {
    drawn += static_cast<char>(Below(random, 256));
  }
  return drawn;
}

// 16 bits as five letters that can be spoken.
inline std::string Proquint(Generator& random) {
  const auto consonant = [&] { return Chars(random, "bdfghjklmnprstvz", 1); };
  const std::string head = consonant() + Chars(random, "aiou", 1) + consonant();
  return head + Chars(random, "aiou", 1) + consonant();
}

// The first `count` cards of a shuffled pack.
inline std::string Cards(Generator& random, std::size_t count) {
  int pack[52];
  for (int i = 0; i < 52; ++i) {
    pack[i] = i;
  }
  std::size_t dealt = 0;
  return Repeat(count, " ", [&] {
    std::swap(pack[dealt], pack[dealt + Below(random, 52 - dealt)]);
    const int card = pack[dealt++];
    return std::string(1, "A23456789TJQK"[card % 13]) + "SHDC"[card / 13];
  });
}

constexpr double CardBits(int count) {
  double bits = 0;
  for (int i = 0; i < count; ++i) {
    bits += Log2(52 - i);
  }
  return bits;
}

inline constexpr Kind kStrongKinds[] = {
    {"UUIDv4 in braces, capitals", 122,
     [](Generator& random) {
       const std::string head = Chars(random, kHex, 8) + "-" + Chars(random, kHex, 4) + "-4" + Chars(random, kHex, 3);
       return "{" +
              Upper(head + "-" + Chars(random, "89ab", 1) + Chars(random, kHex, 3) + "-" + Chars(random, kHex, 12)) +
              "}";
     }},
    {"urandom in hex, groups with dashes", 96,
     [](Generator& random) { return Grouped(Chars(random, kHex, 24), 4, "-"); }},
    {"16 random bytes in base32, small letters", 128,
     [](Generator& random) { return Lower(Encode(Random(random, 16), kBase32, 5)); }},
    {"token of the shape of a JWT", 43 * 6,
     [](Generator& random) {
       const std::string head =
           Encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", kBase64, 6) + "." + Encode("{\"sub\":\"keptn\"}", kBase64, 6);
       return head + "." + Chars(random, kBase64Url, 43);
     }},
    {"WireGuard key", 256, [](Generator& random) { return Base64Of(Random(random, 32)); }},
    {"secret key of age's shape", 58 * 5,
     [](Generator& random) { return "AGE-SECRET-KEY-1" + Upper(Chars(random, kBech32, 58)); }},
    {"fingerprint of an SSH key", 256,
     [](Generator& random) { return "SHA256:" + Encode(Random(random, 32), kBase64, 6); }},
    {"bootstrap token of a cluster", 22 * Bits(36),
     [](Generator& random) {
       constexpr std::string_view kBase36 = "0123456789abcdefghijklmnopqrstuvwxyz";
       return Chars(random, kBase36, 6) + "." + Chars(random, kBase36, 16);
     }},
    {"product key", 25 * Bits(24),
     [](Generator& random) { return Grouped(Chars(random, "BCDFGHJKMPQRTVWXY2346789", 25), 5, "-"); }},
    {"eight proquints", 128, [](Generator& random) { return Repeat(8, "-", [&] { return Proquint(random); }); }},
    {"seed phrase as twelve word numbers", 12 * 11,
     [](Generator& random) { return Repeat(12, " ", [&] { return Number(random, 1, 2048, 4); }); }},
    {"seven rolls of five dice", 35 * Bits(6),
     [](Generator& random) { return Repeat(7, " ", [&] { return Chars(random, "123456", 5); }); }},
    {"fifteen random words of a short list", 15 * Bits(Count(kXkcd)),
     [](Generator& random) { return Repeat(15, " ", [&] { return One(random, kXkcd); }); }},
    {"eighteen random letters in the radio alphabet", 18 * Bits(26),
     [](Generator& random) { return Repeat(18, " ", [&] { return One(random, kNato); }); }},
    {"hand of seventeen cards", CardBits(17), [](Generator& random) { return Cards(random, 17); }},
    {"thirty random digits in groups of five", 30 * Bits(10),
     [](Generator& random) { return Grouped(Chars(random, kDigits, 30), 5, " "); }},
    {"128 random bits as zeros and ones", 128, [](Generator& random) { return Chars(random, "01", 128); }},
    {"16 random bytes as hex escapes", 128,
     [](Generator& random) {
       return Bytewise(Random(random, 16), "", [](unsigned char c) { return "\\x" + Base(c, kHex, 2); });
     }},
    {"16 random bytes as an array of C", 128,
     [](Generator& random) {
       return "{" + Bytewise(Random(random, 16), ", ", [](unsigned char c) { return "0x" + Base(c, kHex, 2); }) + "}";
     }},
    {"16 random bytes in decimal", 128,
     [](Generator& random) {
       return "[" + Bytewise(Random(random, 16), ",", [](unsigned char c) { return std::to_string(c); }) + "]";
     }},
    {"16 random bytes in hex with colons", 128,
     [](Generator& random) { return Upper(Grouped(Chars(random, kHex, 32), 2, ":")); }},
    {"twenty random Cyrillic letters", 20 * Bits(Count(kCyrillicLetters)),
     [](Generator& random) { return Repeat(20, "", [&] { return One(random, kCyrillicLetters); }); }},
    {"eighteen random emoji", 18 * Bits(Count(kEmoji)),
     [](Generator& random) { return Repeat(18, "", [&] { return One(random, kEmoji); }); }},
    {"time-ordered identifier with 80 random bits", 80 + Bits(31536000000.0),
     [](Generator& random) {
       constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
       return Base(1704067200000 + Below(random, 31536000000), kCrockford, 10) + Chars(random, kCrockford, 16);
     }},
    {"sixteen random printable characters", 16 * Bits(94),
     [](Generator& random) {
       std::string text;
       for (int i = 0; i < 16; ++i) {
         text += static_cast<char>('!' + Below(random, 94));
       }
       return text;
     }},
    {"16 random bytes in base64 twice", 128, [](Generator& random) { return Base64Of(Base64Of(Random(random, 16))); }},
};

}  // namespace detection::known::fourth
