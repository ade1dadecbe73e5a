#include "certificates/path_keys.h"

#include <algorithm>

#include "base/hex.h"

namespace certificates {
namespace {

constexpr std::size_t kMinLength = 16;
constexpr std::size_t kMaxLength = 128;
constexpr std::size_t kMaxKeys = 2;
constexpr std::size_t kNewLength = 16;  // Bytes.

// A part of a registration's path must be a DNS name (Kubernetes' ValidateWebhookService).
bool IsKey(std::string_view line) {
  return line.size() >= kMinLength && line.size() <= kMaxLength && line.front() != '-' && line.back() != '-' &&
         std::all_of(line.begin(), line.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::string_view Part(std::string_view entry) { return entry.substr(0, entry.find('.')); }

}  // namespace

std::vector<base::SecretBytes> ReadPathKeys(std::string_view value) {
  std::vector<base::SecretBytes> keys;
  while (!value.empty()) {
    const auto line = value.substr(0, value.find('\n'));
    value.remove_prefix(std::min(value.size(), line.size() + 1));
    if (line.empty()) {
      continue;
    }
    if (!IsKey(line) || keys.size() == kMaxKeys) {
      return {};
    }
    keys.emplace_back(line);
  }
  return keys;
}

base::Result<base::SecretBytes> MakePathKey(ports::Random& random) {
  const auto bytes = random.Bytes(kNewLength);
  return bytes ? base::Result<base::SecretBytes>(base::SecretBytes(base::Hex(bytes->Reveal())))
               : base::Fail(bytes.error());
}

std::string PathFor(std::string_view entry, std::string_view key) {
  return (Part(entry) == "mutate" ? "/mutate/" : "/validate/") + std::string(key);
}

std::vector<std::string> OperationsFor(std::string_view entry) {
  return Part(entry) == "delete" ? std::vector<std::string>{"DELETE"} : std::vector<std::string>{"CREATE", "UPDATE"};
}

}  // namespace certificates
