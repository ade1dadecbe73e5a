#include "honest.h"

#include "base/base64.h"

namespace detection {

std::string Utf16(const std::string& text) {
  std::string bytes;
  for (const char c : text) {
    bytes += {c, '\0'};
  }
  return bytes;
}

namespace {

constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kAlphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view kPunctuation = "!@#$%^&*()_-+=[{]};:>|./?";

std::string Pick(Generator& random, std::string_view alphabet, std::size_t length) {
  std::uniform_int_distribution<std::size_t> index(0, alphabet.size() - 1);
  std::string text;
  for (std::size_t i = 0; i < length; ++i) {
    text.push_back(alphabet[index(random)]);
  }
  return text;
}

std::string Bytes(Generator& random, std::size_t length) {
  std::string bytes;
  for (std::size_t i = 0; i < length; ++i) {
    bytes.push_back(static_cast<char>(random() >> 56U));
  }
  return bytes;
}

// Uniform over letters, digits and punctuation until at least two are punctuation, as .NET's GeneratePassword(16, 2).
std::string PowerShellPassword(Generator& random) {
  const std::string alphabet = std::string(kAlphanumeric) + std::string(kPunctuation);
  for (;;) {
    std::string password = Pick(random, alphabet, 16);
    int punctuation = 0;
    for (const char c : password) {
      punctuation += kPunctuation.find(c) != std::string_view::npos ? 1 : 0;
    }
    if (punctuation >= 2) {
      return password;
    }
  }
}

std::string Uuid(Generator& random) {
  std::string hex = Pick(random, "0123456789abcdef", 32);
  hex[12] = '4';
  hex[16] = std::string_view("89ab")[random() & 3U];
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-" +
         hex.substr(20);
}

}  // namespace

std::vector<HonestClass> HonestClasses() {
  using token::Encoding;
  const auto bytes = [](std::size_t length) {
    return [length](Generator& random) { return base::EncodeBase64(Bytes(random, length)); };
  };
  const auto from_to = [](std::size_t least, std::size_t most, auto make) {
    return [=](Generator& random) {
      return make(std::uniform_int_distribution<std::size_t>(least, most)(random))(random);
    };
  };
  const auto typed = [](std::string_view alphabet, std::size_t length) {
    return [=](Generator& random) { return base::EncodeBase64(Pick(random, alphabet, length)); };
  };
  const auto plain = [](std::string_view alphabet, std::size_t length) {
    return [=](Generator& random) { return Pick(random, alphabet, length); };
  };
  static const std::string printable = std::string(kAlphanumeric) + std::string(kPunctuation);
  static const std::string lower_digits = std::string(kLower) + "0123456789";
  return {
      {"16 random bytes", Encoding::kBase64, bytes(16)},
      {"17 to 64 random bytes", Encoding::kBase64, from_to(17, 64, bytes)},
      {"32 random bytes", Encoding::kBase64, bytes(32)},
      {"PowerShell recipe, UTF-16LE", Encoding::kBase64,
       [](Generator& random) { return base::EncodeBase64(Utf16(PowerShellPassword(random))); }},
      {"typed, 16 printable", Encoding::kBase64, typed(printable, 16)},
      {"typed, 16 letters and digits", Encoding::kBase64, typed(kAlphanumeric, 16)},
      {"typed, 16 lower case", Encoding::kBase64, typed(kLower, 16)},
      {"typed, 16 lower case and digits", Encoding::kBase64, typed(lower_digits, 16)},
      {"chart token, 45, any", Encoding::kAny, plain(kAlphanumeric, 45)},
      {"letters and digits, 16, any", Encoding::kAny, plain(kAlphanumeric, 16)},
      {"letters and digits, 16 to 64, any", Encoding::kAny,
       from_to(16, 64, [=](std::size_t length) { return plain(kAlphanumeric, length); })},
      {"UUID v4, any", Encoding::kAny, Uuid},
      {"UUID v4 in base64", Encoding::kBase64, [](Generator& random) { return base::EncodeBase64(Uuid(random)); }},
      {"hex, 32, any", Encoding::kAny, plain("0123456789abcdef", 32)},
      {"hex, 64, base64", Encoding::kBase64, plain("0123456789abcdef", 64)},
      {"hex, 64, any", Encoding::kAny, plain("0123456789abcdef", 64)},
  };
}

}  // namespace detection
