#include "mounted/path_keys.h"

#include <algorithm>

namespace mounted {
namespace {

constexpr std::size_t kMaxBytes = 4096;
constexpr std::size_t kMinLength = 16;  // Characters: 96 bits if they are random.
constexpr std::size_t kMaxLength = 128;
constexpr std::size_t kMaxKeys = 2;

bool IsKeyCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool IsKey(std::string_view line) {
  return line.size() >= kMinLength && line.size() <= kMaxLength &&
         std::all_of(line.begin(), line.end(), IsKeyCharacter);
}

base::Result<std::shared_ptr<const PathKeys>> Parse(std::string_view text, const std::string& path) {
  std::vector<base::SecretBytes> keys;
  bool good = true;
  while (good && !text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (!line.empty()) {
      keys.emplace_back(line);
      good = IsKey(line) && keys.size() <= kMaxKeys;
    }
  }
  if (!good || keys.empty()) {
    return base::Fail(base::Code::kInvalid,
                      path +
                          " holds no path key: expected one or two lines, each of 16 to 128 letters, digits, '-' or "
                          "'_', as `openssl rand -hex 16` makes them");
  }
  return std::make_shared<const PathKeys>(std::move(keys));
}

}  // namespace

bool PathKeys::Contains(std::string_view key) const {
  bool found = false;
  for (const auto& known : keys_) {  // All of them, so that the time does not tell which one matched.
    found = base::EqualInConstantTime(known.Reveal(), key) || found;
  }
  return found;
}

base::Result<std::unique_ptr<PathKeyStore>> OpenPathKeyStore(ports::Files& files, const std::string& path) {
  auto store = std::make_unique<PathKeyStore>(
      reload::FileSet(files, {{path, "the path key", kMaxBytes}}),
      [path](const reload::Contents& contents, const PathKeys* /*current*/, ports::Clock::WallTime /*now*/) {
        return Parse(contents.front().Reveal(), path);
      });
  if (auto loaded = store->Refresh({}); !loaded) {
    return base::Fail(loaded.error());
  }
  return store;
}

}  // namespace mounted
