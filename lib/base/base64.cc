#include "base/base64.h"

#include <array>
#include <cstdint>
#include <utility>

namespace base {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNone = 0xFF;

constexpr std::array<std::uint8_t, 256> MakeValues() {
  std::array<std::uint8_t, 256> values{};
  for (auto& value : values) {
    value = kNone;
  }
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}
constexpr std::array<std::uint8_t, 256> kValues = MakeValues();

std::uint8_t ValueOf(char c) { return kValues[static_cast<unsigned char>(c)]; }

std::string_view Describe(Base64Fault fault) {
  switch (fault) {
    case Base64Fault::kAlphabet:
      return "a character outside the base64 alphabet";
    case Base64Fault::kUrl:
      return "a character of the URL-safe alphabet";
    case Base64Fault::kPadding:
      return "missing, misplaced or excessive padding";
    case Base64Fault::kStrayBits:
      return "stray bits in the last character";
  }
  return "an unknown fault";
}

}  // namespace

std::optional<Base64Error> CheckBase64(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && ValueOf(text[length]) != kNone) {
    ++length;
  }
  if (length < text.size() && text[length] != '=') {
    const bool url = text[length] == '-' || text[length] == '_';
    return Base64Error{url ? Base64Fault::kUrl : Base64Fault::kAlphabet, length};
  }
  // Three characters need one '=', two need two; one character alone holds no byte.
  const std::size_t rest = length % 4;
  const std::size_t padding = rest == 0 ? 0 : 4 - rest;
  for (std::size_t i = length; i < text.size(); ++i) {
    if (text[i] != '=' || i - length >= padding) {
      return Base64Error{Base64Fault::kPadding, i};
    }
  }
  if (rest == 1 || text.size() - length != padding) {
    return Base64Error{Base64Fault::kPadding, text.size()};
  }
  const unsigned stray_mask = rest == 2 ? 0x0F : rest == 3 ? 0x03 : 0x00;
  if (length > 0 && (ValueOf(text[length - 1]) & stray_mask) != 0) {
    return Base64Error{Base64Fault::kStrayBits, length - 1};
  }
  return std::nullopt;
}

Result<SecretBytes> DecodeBase64(std::string_view text) {
  if (const auto error = CheckBase64(text)) {
    return Fail(Code::kInvalid, "not canonical base64: " + std::string(Describe(error->fault)) + " at offset " +
                                    std::to_string(error->offset));
  }
  std::string bytes(text.size() / 4 * 3, '\0');  // Once: nothing below allocates, so that no copy is left behind.
  auto* out = bytes.data();
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const auto value = [&](std::size_t k) -> std::uint32_t {
      return ValueOf(text[i + k]) & 0x3FU;
    };  // Of '=': dropped below.
    const std::uint32_t group = value(0) << 18U | value(1) << 12U | value(2) << 6U | value(3);
    *out++ = static_cast<char>(group >> 16U);
    *out++ = static_cast<char>((group >> 8U) & 0xFFU);
    *out++ = static_cast<char>(group & 0xFFU);
  }
  const std::size_t last = text.find_last_not_of('=');
  bytes.resize(bytes.size() - (last == std::string_view::npos ? 0 : text.size() - 1 - last));
  return SecretBytes(std::move(bytes));
}

std::string EncodeBase64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  std::size_t i = 0;
  const auto byte = [&](std::size_t at) {
    return at < bytes.size() ? static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at])) : 0U;
  };
  for (; i < bytes.size(); i += 3) {
    const std::uint32_t group = (byte(i) << 16U) | (byte(i + 1) << 8U) | byte(i + 2);
    text.push_back(kAlphabet[(group >> 18U) & 0x3FU]);
    text.push_back(kAlphabet[(group >> 12U) & 0x3FU]);
    text.push_back(i + 1 < bytes.size() ? kAlphabet[(group >> 6U) & 0x3FU] : '=');
    text.push_back(i + 2 < bytes.size() ? kAlphabet[group & 0x3FU] : '=');
  }
  return text;
}

}  // namespace base
