#include "guesswork/byte_code.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "guesswork/tables.h"

namespace guesswork {
namespace {

// 2^-bits of the forms: values 0.5, a repeated block 0.18, a range 0.06, four differences 0.03 each, a hash 0.06.
constexpr double kValuesBits = 1;
constexpr double kPeriodBits = 2.5;
constexpr double kRangeBits = 4;
constexpr double kDifferencesBits = 5;
constexpr double kHashBits = 4;

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

// Each value by how often it has come before.
template <typename At>
double ValuesBits(std::size_t size, At at) {
  static const Logs logs = MakeLogs();
  std::array<std::uint16_t, 256> counts{};
  std::size_t kinds = 0;
  double bits = 0;
  for (std::size_t n = 0; n < size; ++n) {
    auto& count = counts[at(n)];
    bits += logs.strength[n] - (count > 0 ? logs.seen[count] : logs.fresh[kinds]);
    kinds += count == 0 ? 1 : 0;
    ++count;
  }
  return bits;
}

std::size_t PeriodOf(std::string_view bytes) {
  for (std::size_t period = 1; period <= bytes.size() / 2; ++period) {
    if (std::equal(bytes.begin() + static_cast<std::ptrdiff_t>(period), bytes.end(), bytes.begin())) {
      return period;
    }
  }
  return 0;
}

}  // namespace

ByteCode BytesCode(std::string_view bytes) {
  bytes = bytes.substr(0, kMaxBytes);
  const std::size_t size = bytes.size();
  const auto value = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  ByteCode best{kValuesBits + ValuesBits(size, value), ByteForm::kValues};
  const auto offer = [&](double bits, ByteForm form) {
    if (bits < best.bits) {
      best = {bits, form};
    }
  };
  if (const std::size_t period = PeriodOf(bytes); period != 0) {
    offer(kPeriodBits + std::log2(static_cast<double>(size)) + ValuesBits(period, value), ByteForm::kPeriod);
  }
  for (const std::size_t lag : {1U, 2U, 4U, 8U}) {
    if (size > lag) {
      offer(kDifferencesBits + 8 * static_cast<double>(lag) +
                ValuesBits(size - lag,
                           [&](std::size_t i) { return static_cast<unsigned char>(value(i + lag) - value(i)); }),
            ByteForm::kDifferences);
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
  if (size == 16 || size == 20 || size == 32) {
    // The first 8 bytes: 64 bits, of which the table holds one in 2^49. 1 bit for the rest of what can be listed.
    std::size_t low = 0;
    std::size_t high = kHashPrefixes.size() / 8;
    const auto prefix = bytes.substr(0, 8);
    const double count = static_cast<double>(high);
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      const auto entry = kHashPrefixes.substr(middle * 8, 8);
      if (entry == prefix) {
        offer(kHashBits + std::log2(count), ByteForm::kHash);
        break;
      }
      (entry < prefix ? low : high) = entry < prefix ? middle + 1 : middle;
    }
  }
  return best;
}

}  // namespace guesswork
