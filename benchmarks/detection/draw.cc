#include "draw.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <utility>

namespace detection::known {

std::uint64_t Below(Generator& random, std::uint64_t count) {
  return std::uniform_int_distribution<std::uint64_t>(0, count - 1)(random);
}

std::string Filled(std::string text, std::string_view filler) {
  while (text.size() < 16) {
    text += filler;
  }
  return text;
}

std::string Padded(std::uint64_t number, std::size_t width) { return Base(number, kDigits, width); }

std::string Number(Generator& random, std::uint64_t low, std::uint64_t high, std::size_t width) {
  return Padded(low + Below(random, high - low + 1), width);
}

std::string Chars(Generator& random, std::string_view alphabet, std::size_t length) {
  std::string text;
  for (std::size_t i = 0; i < length; ++i) {
    text += alphabet[Below(random, alphabet.size())];
  }
  return text;
}

std::string One(Generator& random, std::string_view list, char separator) {
  for (std::uint64_t skip = Below(random, static_cast<std::uint64_t>(Count(list, separator))); skip > 0; --skip) {
    list.remove_prefix(list.find(separator) + 1);
  }
  return std::string(list.substr(0, list.find(separator)));
}

std::string Date(Generator& random, std::string_view format, std::uint64_t first, std::uint64_t years) {
  const std::string day = Number(random, 1, 28, 2);
  const std::string month = Number(random, 1, 12, 2);
  const std::string year = Number(random, first, first + years - 1);
  std::string text;
  for (const char c : format) {
    switch (c) {
      case 'D':
        text += day;
        break;
      case 'M':
        text += month;
        break;
      case 'Y':
        text += year;
        break;
      case 'y':
        text += year.substr(2);
        break;
      default:
        text += c;
    }
  }
  return text;
}

std::string Time(Generator& random, std::string_view format) {
  const std::string hour = Number(random, 0, 23, 2);
  const std::string minute = Number(random, 0, 59, 2);
  const std::string second = Number(random, 0, 59, 2);
  return Replace(Replace(Replace(std::string(format), "h", hour), "m", minute), "s", second);
}

std::string Lower(std::string text) { return Map(std::move(text), kUpper, kLower); }

std::string Upper(std::string text) { return Map(std::move(text), kLower, kUpper); }

std::string Capital(const std::string& word) { return Upper(word.substr(0, 1)) + word.substr(1); }

std::string Reverse(const std::string& text) { return {text.rbegin(), text.rend()}; }

std::string Map(std::string text, std::string_view from, std::string_view to) {
  for (char& c : text) {
    const std::size_t place = from.find(c);
    c = place == std::string_view::npos ? c : to[place];
  }
  return text;
}

std::string Replace(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

std::string Encode(std::string_view bytes, std::string_view alphabet, unsigned width) {
  std::string text;
  for (std::size_t bit = 0; bit < bytes.size() * 8; bit += width) {
    std::size_t value = 0;
    for (std::size_t i = bit; i < bit + width; ++i) {
      const unsigned byte = i / 8 < bytes.size() ? static_cast<unsigned char>(bytes[i / 8]) : 0U;
      value = value * 2 + ((byte >> (7 - i % 8)) & 1U);
    }
    text += alphabet[value];
  }
  return text;
}

std::string Hex(std::string_view bytes) { return Encode(bytes, kHex, 4); }

std::string Base(std::uint64_t number, std::string_view alphabet, std::size_t width) {
  std::string text;
  for (; number > 0 || text.size() < width; number /= alphabet.size()) {
    text.insert(text.begin(), alphabet[number % alphabet.size()]);
  }
  return text;
}

std::string Digest(const char* algorithm, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  std::size_t length = 0;
  EVP_Q_digest(nullptr, algorithm, nullptr, bytes.data(), bytes.size(), digest.data(), &length);
  return Hex({reinterpret_cast<const char*>(digest.data()), length});
}

char Luhn(std::string_view digits) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const unsigned digit = static_cast<unsigned>(digits[digits.size() - 1 - i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += digit / 10 + digit % 10;
  }
  return kDigits[(10 - sum % 10) % 10];
}

}  // namespace detection::known
