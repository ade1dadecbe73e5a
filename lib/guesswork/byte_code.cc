#include "guesswork/byte_code.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "guesswork/tables.h"

namespace guesswork {
namespace {

// 2^-bits of the forms: values 0.4, a repeated block 0.14, a range 0.06, four differences 0.03 each, a hash 0.06, few
// characters 0.13, numbers 0.08.
constexpr double kValuesBits = 1.32;
constexpr double kPeriodBits = 2.84;
constexpr double kRangeBits = 4.06;
constexpr double kDifferencesBits = 5.06;
constexpr double kHashBits = 4.06;
constexpr double kFewBits = 2.95;
constexpr double kNumbersBits = 3.65;

constexpr std::size_t kMaxBytes = 4096;  // Judged by its first ones, as text.

// Fitted to nothing: the pair that learns fastest on 16 bytes of few values while 16 random bytes cost no more than 10
// bits above 128 (estimates of Pitman and Yor's discount and strength).
constexpr double kDiscount = 0.6;
constexpr double kStrength = 0.65;

// log2 of the numbers that the code below needs, each once.
struct Logs {
  std::array<double, kMaxBytes + 1> strength;  // log2(n + strength)
  std::array<double, kMaxBytes + 1> seen;      // log2(n - discount), n > 0
  std::array<double, 257> fresh;               // log2((strength + discount * k) / (256 - k)), k < 256
};

Logs MakeLogs() {
  Logs logs{};
  for (std::size_t n = 0; n <= kMaxBytes; ++n) {
    logs.strength[n] = std::log2(static_cast<double>(n) + kStrength);
    logs.seen[n] = n == 0 ? 0 : std::log2(static_cast<double>(n) - kDiscount);
  }
  for (std::size_t k = 0; k < 256; ++k) {
    logs.fresh[k] = std::log2((kStrength + kDiscount * static_cast<double>(k)) / (256 - static_cast<double>(k)));
  }
  return logs;
}

// How often each value has come.
using Counts = std::array<std::uint16_t, 256>;

// Each value by how often it has come before. Stops at the limit. `counts` are zero before and after: clearing all of
// them takes longer than the few values up to the limit.
template <typename At>
double ValuesBits(std::size_t size, double limit, Counts& counts, At at) {
  static const Logs logs = MakeLogs();
  std::size_t kinds = 0;
  double bits = 0;
  std::size_t n = 0;
  for (; n < size && bits < limit; ++n) {
    auto& count = counts[at(n)];
    bits += logs.strength[n] - (count > 0 ? logs.seen[count] : logs.fresh[kinds]);
    kinds += count == 0 ? 1 : 0;
    ++count;
  }
  while (n > 0) {
    counts[at(--n)] = 0;
  }
  return bits;
}

std::size_t PeriodOf(std::string_view bytes) {
  for (std::size_t period = 1; period <= bytes.size() / 2; ++period) {
    if (bytes[period] == bytes[0] && bytes.starts_with(bytes.substr(period))) {
      return period;
    }
  }
  return 0;
}

// The class of characters that a few are taken from.
struct Pool {
  unsigned first;
  unsigned last;
  double bits;
};
// 2^-bits: 0.12 + 0.24 + 0.24 + 0.36 + 0.03.
constexpr std::array<Pool, 5> kPools{
    {{'0', '9', 3.06}, {'A', 'Z', 2.06}, {'a', 'z', 2.06}, {32, 126, 1.48}, {0, 255, 5.06}}};
constexpr unsigned kMaxFew = 4;  // Five of 26 letters stand in 16 random ones once in four million times.

// Two to four characters in any order: which ones (a set out of a class), then each place.
template <typename At>
double FewBits(std::size_t size, At at) {
  constexpr double kCountBits = 1.585;  // Two, three or four.
  std::array<bool, 256> seen{};
  unsigned count = 0;
  unsigned least = 255;
  unsigned most = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const unsigned c = at(i);
    count += seen[c] ? 0 : 1;
    seen[c] = true;
    least = std::min(least, c);
    most = std::max(most, c);
    if (count > kMaxFew) {
      return std::numeric_limits<double>::infinity();
    }
  }
  double best = std::numeric_limits<double>::infinity();
  for (const auto& pool : kPools) {
    if (pool.first <= least && most <= pool.last && count >= 2) {
      double bits = pool.bits + kCountBits + static_cast<double>(size) * std::log2(count);
      for (unsigned k = 0; k < count; ++k) {
        bits += std::log2(static_cast<double>(pool.last - pool.first + 1 - k) / (k + 1));
      }
      best = std::min(best, bits);
    }
  }
  return best;
}

// The first bytes as a number, the least first or last.
template <typename Number>
std::uint64_t NumberAt(std::string_view bytes, bool little) {
  Number number = 0;
  std::memcpy(&number, bytes.substr(0, sizeof(number)).data(), sizeof(number));
  if (little != (std::endian::native == std::endian::little)) {
    number = sizeof(number) == 8 ? __builtin_bswap64(number) : __builtin_bswap32(static_cast<std::uint32_t>(number));
  }
  return number;
}

// Numbers of four or eight bytes: how many of them count, and those; or the seconds of a time of these years.
double NumbersBits(std::string_view bytes, std::size_t width, bool little, double limit) {
  // 2^-bits: 0.35, 0.19, 0.19, 0.08, 0.07, four of 0.01; times 0.06.
  constexpr std::array<double, 9> kCountBits{1.52, 2.4, 2.4, 3.65, 3.84, 6.65, 6.65, 6.65, 6.65};
  constexpr std::uint64_t kFirstTime = 1600000000, kLastTime = 1900000000;
  constexpr double kTimeBits = 4.06 + 28.17;
  double bits = 0;
  for (; !bytes.empty() && bits < limit; bytes.remove_prefix(width)) {
    const auto value = width == 8 ? NumberAt<std::uint64_t>(bytes, little) : NumberAt<std::uint32_t>(bytes, little);
    const auto count = static_cast<std::size_t>(std::bit_width(value) + 7) / 8;
    const double plain = kCountBits[count] + 8 * static_cast<double>(count);
    bits += value >= kFirstTime && value < kLastTime ? std::min(plain, kTimeBits) : plain;
  }
  return bits;
}

// The first 6 bytes of a digest: 48 bits, of which the table holds one in 2^32.
double HashBits(std::string_view bytes) {
  constexpr std::size_t kEntry = 6;
  constexpr unsigned kOtherBits = 16;  // Of the eight bytes that are read.
  if (bytes.size() != 16 && bytes.size() != 20 && bytes.size() != 32) {
    return std::numeric_limits<double>::infinity();
  }
  const std::uint64_t prefix = NumberAt<std::uint64_t>(bytes, false) >> kOtherBits;
  const std::size_t entries = kHashPrefixes.size() / kEntry;
  std::size_t low = 0;
  std::size_t high = entries;
  std::uint64_t least = 0;
  std::uint64_t most = (std::uint64_t{1} << (8 * kEntry)) - 1;
  // Digests lie evenly: each look is where this one would be between the two bounds. Halving reads ten places of the
  // table that no cache holds; it is left for prefixes that somebody chose to be found late.
  constexpr int kLooks = 8;
  for (int look = 0; low < high; ++look) {
    const double share = look < kLooks ? static_cast<double>(prefix - least) / static_cast<double>(most - least) : 0.5;
    const std::size_t middle =
        std::min(high - 1, low + static_cast<std::size_t>(share * static_cast<double>(high - low)));
    const std::uint64_t entry = NumberAt<std::uint64_t>(kHashPrefixes.substr(middle * kEntry), false) >> kOtherBits;
    if (entry == prefix) {
      return kHashBits + std::log2(static_cast<double>(entries));
    }
    low = entry < prefix ? middle + 1 : low;
    least = entry < prefix ? entry : least;
    high = entry < prefix ? high : middle;
    most = entry < prefix ? most : entry;
  }
  return std::numeric_limits<double>::infinity();
}

}  // namespace

ByteCode BytesCode(std::string_view bytes, double limit) {
  bytes = bytes.substr(0, kMaxBytes);
  const std::size_t size = bytes.size();
  const auto value = [data = bytes.data()](std::size_t i) { return static_cast<unsigned char>(data[i]); };
  Counts counts{};
  ByteCode best{kValuesBits + ValuesBits(size, limit, counts, value), ByteForm::kValues};
  const auto offer = [&](double bits, ByteForm form) {
    if (bits < best.bits) {
      best = {bits, form};
    }
  };
  if (const std::size_t period = PeriodOf(bytes); period != 0) {
    offer(kPeriodBits + std::log2(static_cast<double>(size)) + ValuesBits(period, limit, counts, value),
          ByteForm::kPeriod);
  }
  for (const std::size_t lag : {1U, 2U, 4U, 8U}) {
    const double before = kDifferencesBits + 8 * static_cast<double>(lag);
    if (size > lag && before < limit) {
      const auto step = [&](std::size_t i) { return static_cast<unsigned char>(value(i + lag) - value(i)); };
      offer(before + ValuesBits(size - lag, limit - before, counts, step), ByteForm::kDifferences);
    }
  }
  if (size > 0) {
    unsigned least = 255;
    unsigned most = 0;
    for (std::size_t i = 0; i < size; ++i) {
      least = std::min<unsigned>(least, value(i));
      most = std::max<unsigned>(most, value(i));
    }
    offer(kRangeBits + 16 + static_cast<double>(size) * std::log2(most - least + 1.0), ByteForm::kRange);
  }
  if (size >= 8) {
    offer(kFewBits + FewBits(size, value), ByteForm::kFew);
  }
  constexpr std::size_t kMaxNumbers = 64;  // Bytes.
  // 2^-bits: four bytes, the least first 0.5; others 0.16 each.
  for (const std::size_t width : {4U, 8U}) {
    for (const bool little : {true, false}) {
      if (size >= 8 && size <= kMaxNumbers && size % width == 0) {
        offer(kNumbersBits + (width == 4 && little ? 1 : 2.65) + NumbersBits(bytes, width, little, limit),
              ByteForm::kNumbers);
      }
    }
  }
  offer(HashBits(bytes), ByteForm::kHash);
  return best;
}

}  // namespace guesswork
