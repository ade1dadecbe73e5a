#include "honest.h"

#include <cctype>
#include <fstream>

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

// The list of the Electronic Frontier Foundation: 7,776 words (Debian: diceware).
std::string Diceware(Generator& random, int count, const char* separator) {
  static const std::vector<std::string> words = [] {
    std::vector<std::string> list;
    std::ifstream file("/usr/lib/python3/dist-packages/diceware/wordlists/wordlist_en_eff.txt");
    std::string roll;
    std::string word;
    while (file >> roll >> word) {
      list.push_back(word);
    }
    return list;
  }();
  std::string text;
  for (int i = 0; i < count && !words.empty(); ++i) {
    text += (i == 0 ? "" : separator) + words[random() % words.size()];
  }
  return text;
}

// As password managers offer them: Capital-Words-With-One7-Digit, 5 x 12.9 + log2 10 bits and the place.
std::string CapitalWords(Generator& random) {
  const std::string words = "-" + Diceware(random, 5, "-") + "-";
  const auto with_digit = random() % 5;
  std::string text;
  std::size_t word = 0;
  for (std::size_t i = 1; i + 1 < words.size(); ++i) {
    text.push_back(words[i - 1] == '-' ? static_cast<char>(std::toupper(words[i])) : words[i]);
    if (words[i + 1] == '-' && word++ == with_digit) {
      text.push_back(static_cast<char>('0' + random() % 10));
    }
  }
  return text;
}

// Consonant and vowel in turn, 16 letters: 8 x (log2 21 + log2 5) = 54 bits; with two digits at random places, 68.
std::string Pronounceable(Generator& random) {
  std::string text;
  for (int i = 0; i < 8; ++i) {
    text += {"bcdfghjklmnpqrstvwxyz"[random() % 21], "aeiou"[random() % 5]};
  }
  for (int i = 0; i < 2; ++i) {
    text.insert(random() % text.size(), 1, static_cast<char>('0' + random() % 10));
  }
  return text;
}

}  // namespace

const std::vector<Kind>& HonestKinds() {
  static const std::vector<Kind> kinds{
      {"16 letters and digits", 95.3, [](Generator& random) { return Pick(random, kAlphanumeric, 16); }},
      {"16 lower case", 75.2, [](Generator& random) { return Pick(random, kLower, 16); }},
      {"24 digits", 79.7, [](Generator& random) { return Pick(random, "0123456789", 24); }},
      {"32 hex digits", 128, [](Generator& random) { return Pick(random, "0123456789abcdef", 32); }},
      {"base64 of 16 bytes", 128, [](Generator& random) { return base::EncodeBase64(Bytes(random, 16)); }},
      {"UUID", 122, Uuid},
      {"diceware, 5 words", 64.6, [](Generator& random) { return Diceware(random, 5, "-"); }},
      {"diceware, 6 words", 77.5, [](Generator& random) { return Diceware(random, 6, " "); }},
  };
  return kinds;
}

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
  const auto diceware = [](int words, const char* separator) {
    return [=](Generator& random) { return base::EncodeBase64(Diceware(random, words, separator)); };
  };
  static const std::string printable = std::string(kAlphanumeric) + std::string(kPunctuation);
  static const std::string lower_digits = std::string(kLower) + "0123456789";
  return {
      {"16 random bytes", 128, Encoding::kBase64, bytes(16)},
      {"17 to 64 random bytes", 136, Encoding::kBase64, from_to(17, 64, bytes)},
      {"32 random bytes", 256, Encoding::kBase64, bytes(32)},
      {"PowerShell recipe, UTF-16LE", 102, Encoding::kBase64,
       [](Generator& random) { return base::EncodeBase64(Utf16(PowerShellPassword(random))); }},
      {"typed, 16 printable", 102, Encoding::kBase64, typed(printable, 16)},
      {"typed, 16 letters and digits", 95.3, Encoding::kBase64, typed(kAlphanumeric, 16)},
      {"typed, 16 lower case", 75.2, Encoding::kBase64, typed(kLower, 16)},
      {"typed, 16 lower case and digits", 82.7, Encoding::kBase64, typed(lower_digits, 16)},
      {"chart token, 45, any", 268, Encoding::kAny, plain(kAlphanumeric, 45)},
      {"letters and digits, 16, any", 95.3, Encoding::kAny, plain(kAlphanumeric, 16)},
      {"letters and digits, 16 to 64, any", 95.3, Encoding::kAny,
       from_to(16, 64, [=](std::size_t length) { return plain(kAlphanumeric, length); })},
      {"UUID v4, any", 122, Encoding::kAny, Uuid},
      {"UUID v4 in base64", 122, Encoding::kBase64, [](Generator& random) { return base::EncodeBase64(Uuid(random)); }},
      {"hex, 32, any", 128, Encoding::kAny, plain("0123456789abcdef", 32)},
      {"hex, 64, base64", 256, Encoding::kBase64, plain("0123456789abcdef", 64)},
      {"hex, 64, any", 256, Encoding::kAny, plain("0123456789abcdef", 64)},
      {"digits, 20", 66.4, Encoding::kBase64, typed("0123456789", 20)},
      {"digits, 24", 79.7, Encoding::kBase64, typed("0123456789", 24)},
      {"digits, 40", 132.9, Encoding::kBase64, typed("0123456789", 40)},
      {"hex, 20", 80, Encoding::kBase64, typed("0123456789abcdef", 20)},
      {"base32, 16", 80, Encoding::kBase64, typed("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)},
      {"diceware, 5 words", 64.6, Encoding::kBase64, diceware(5, "-")},
      {"diceware, 5 words, joined", 64.6, Encoding::kBase64, diceware(5, "")},
      {"diceware, 6 words", 77.5, Encoding::kBase64, diceware(6, " ")},
      {"pronounceable, 18", 68, Encoding::kBase64,
       [](Generator& random) { return base::EncodeBase64(Pronounceable(random)); }},
      {"diceware, 5 capital words and a digit", 68, Encoding::kBase64,
       [](Generator& random) { return base::EncodeBase64(CapitalWords(random)); }},
      {"prefix, 16 hex digits", 64, Encoding::kAny,
       [](Generator& random) { return "keptn_token_" + Pick(random, "0123456789abcdef", 16); }},
      {"prefix, 12 letters and digits", 71.5, Encoding::kAny,
       [](Generator& random) { return "prod-api-" + Pick(random, kAlphanumeric, 12); }},
      {"word, 13 lower case and digits", 67.2, Encoding::kAny,
       [](Generator& random) { return "password" + Pick(random, lower_digits, 13); }},
      {"user, 16 letters and digits", 95.3, Encoding::kAny,
       [](Generator& random) { return "admin:" + Pick(random, kAlphanumeric, 16); }},
      {"JSON, 12 letters and digits", 71.5, Encoding::kBase64,
       [](Generator& random) { return base::EncodeBase64("{\"token\":\"" + Pick(random, kAlphanumeric, 12) + "\"}"); }},
      {"groups of base32, 4 of 4", 80, Encoding::kAny,
       [](Generator& random) {
         const std::string characters = Pick(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16);
         return characters.substr(0, 4) + "-" + characters.substr(4, 4) + "-" + characters.substr(8, 4) + "-" +
                characters.substr(12);
       }},
  };
}

}  // namespace detection
