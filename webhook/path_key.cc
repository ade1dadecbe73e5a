#include "webhook/path_key.h"

#include <algorithm>

namespace webhook {
namespace {

constexpr std::size_t kMostBytes = 4096;
constexpr std::size_t kShortest = 16;  // Characters: 96 bits where they are random.
constexpr std::size_t kLongest = 128;
constexpr std::size_t kMostKeys = 2;

bool IsKeyCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

}  // namespace

base::Result<std::unique_ptr<PathKey>> PathKey::Open(ports::Files& files, std::string path) {
  std::unique_ptr<PathKey> made(new PathKey(files, std::move(path)));
  if (auto read = made->Refresh(); !read) {
    return base::Fail(read.error());
  }
  return made;
}

bool PathKey::Opens(std::string_view key) const {
  std::shared_ptr<const Keys> keys;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    keys = keys_;
  }
  bool opens = false;
  for (const auto& known : *keys) {  // Each of them, so that time does not tell which.
    opens = base::EqualInConstantTime(known.Reveal(), key) || opens;
  }
  return opens;
}

base::Result<bool> PathKey::Refresh() {
  auto text = files_.Read(path_, kMostBytes);
  base::SecretBytes now(text ? std::move(*text) : std::string(text.error().message));
  if (keys_ && now.Equals(read_)) {
    return false;
  }
  if (!text) {
    read_ = std::move(now);
    return base::Fail(text.error().With("the path key"));
  }
  auto keys = std::make_shared<Keys>();
  keys->reserve(kMostKeys);
  auto rest = now.Reveal();
  while (!rest.empty()) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.empty()) {
      continue;
    }
    if (line.size() < kShortest || line.size() > kLongest || !std::all_of(line.begin(), line.end(), IsKeyCharacter) ||
        keys->size() == kMostKeys) {
      keys->clear();
      break;
    }
    keys->emplace_back(line);
  }
  read_ = std::move(now);
  if (keys->empty()) {
    return base::Fail(base::Code::kInvalid,
                      path_ +
                          " holds no path key: expected one or two lines, each of 16 to 128 letters, digits, '-' or "
                          "'_', as `openssl rand -hex 16` makes them");
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  keys_ = std::move(keys);
  return true;
}

}  // namespace webhook
