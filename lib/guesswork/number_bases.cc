// Bytes written as one number in another base, as base58 and its kin do, and groups of four bytes in base 85.
#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "guesswork/decoders.h"

namespace guesswork {
namespace {

using base::SecretText;

constexpr std::size_t kLongest = 128;  // Bounds the work, which is quadratic.

constexpr std::array<std::string_view, 6> kAlphabets{"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
                                                     "0123456789abcdefghijklmnopqrstuvwxyz",
                                                     "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                                                     "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
                                                     "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
                                                     "0123456789"};
constexpr double kChoiceBits = 3;  // One of the six, or one of two alphabets of base 85.

constexpr std::array<std::string_view, 2> kAlphabets85{
    "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstu",
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#"};

// Where a byte stands in an alphabet, or -1.
using Places = std::array<std::int16_t, 256>;

Places PlacesOf(std::string_view alphabet) {
  Places places{};
  places.fill(-1);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    places[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int16_t>(i);
  }
  return places;
}

template <std::size_t count>
std::array<Places, count> AllPlacesOf(const std::array<std::string_view, count>& alphabets) {
  std::array<Places, count> all{};
  std::transform(alphabets.begin(), alphabets.end(), all.begin(), PlacesOf);
  return all;
}

// The number's bytes without leading zeros; null if a character is not of the alphabet or the first digit is zero.
Inside Number(std::string_view text, const Places& places, std::uint32_t base) {
  std::vector<std::uint32_t, base::WipingAllocator<std::uint32_t>> limbs;  // From the least on.
  for (const char c : text) {
    const int digit = places[static_cast<unsigned char>(c)];
    if (digit < 0 || (limbs.empty() && digit == 0)) {
      return std::nullopt;
    }
    auto carry = static_cast<std::uint64_t>(digit);
    for (auto& limb : limbs) {
      carry += static_cast<std::uint64_t>(limb) * base;
      limb = static_cast<std::uint32_t>(carry);
      carry >>= 32U;
    }
    if (carry != 0) {
      limbs.push_back(static_cast<std::uint32_t>(carry));
    }
  }
  SecretText bytes;
  for (std::size_t i = limbs.size(); i-- > 0;) {
    for (int shift = 24; shift >= 0; shift -= 8) {
      const auto byte = static_cast<unsigned char>(limbs[i] >> static_cast<unsigned>(shift));
      if (byte != 0 || !bytes.empty()) {
        bytes.push_back(static_cast<char>(byte));
      }
    }
  }
  return bytes;
}

Inside Groups85(std::string_view text, const Places& places) {
  if (text.size() % 5 != 0) {
    return std::nullopt;
  }
  SecretText bytes;
  for (std::size_t i = 0; i < text.size(); i += 5) {
    std::uint64_t word = 0;
    for (std::size_t k = 0; k < 5; ++k) {
      const int digit = places[static_cast<unsigned char>(text[i + k])];
      if (digit < 0) {
        return std::nullopt;
      }
      word = word * 85 + static_cast<std::uint64_t>(digit);
    }
    if (word > 0xFFFFFFFFU) {
      return std::nullopt;
    }
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes.push_back(static_cast<char>((word >> static_cast<unsigned>(shift)) & 0xFFU));
    }
  }
  return bytes;
}

bool IsAscii(std::string_view bytes) {
  return !bytes.empty() && std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= 32 && c < 127; });
}

}  // namespace

// Of text alone: other bytes would be as long as they were.
Inside Rebased(std::string_view text, double& bits) {
  static const auto places = AllPlacesOf(kAlphabets);
  static const auto places85 = AllPlacesOf(kAlphabets85);
  if (text.size() < kShortestLayer || text.size() > kLongest) {
    return std::nullopt;
  }
  bits += kChoiceBits;
  for (std::size_t i = 0; i < kAlphabets.size(); ++i) {
    if (auto bytes = Number(text, places[i], static_cast<std::uint32_t>(kAlphabets[i].size()));
        bytes && IsAscii(bytes->Reveal())) {
      return bytes;
    }
  }
  for (const auto& alphabet : places85) {
    if (auto bytes = Groups85(text, alphabet); bytes && IsAscii(bytes->Reveal())) {
      return bytes;
    }
  }
  return std::nullopt;
}

}  // namespace guesswork
