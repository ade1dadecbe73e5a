#include "webhook/memory_store.h"

#include <utility>

#include "base/time_text.h"

namespace webhook {

MemoryStore::MemoryStore(ports::Files& files, std::string directory, ports::Log& log, Metrics& metrics)
    : files_(files),
      directory_(std::move(directory)),
      log_(log),
      metrics_(metrics),
      current_(std::make_shared<const admission::Memory>()) {}

std::shared_ptr<const admission::Memory> MemoryStore::Current() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return current_;
}

base::Result<std::string> MemoryStore::ReadIfThere(std::string_view name) {
  constexpr std::size_t kMostBytes = 1U << 20U;  // A Secret's limit.
  auto bytes = files_.Read(directory_ + "/" + std::string(name), kMostBytes);
  if (!bytes && bytes.error().code == base::Code::kNotFound) {
    return std::string();
  }
  return bytes;
}

void MemoryStore::Complain(const base::Error& error) {
  if (error.message == complaint_) {
    return;
  }
  complaint_ = error.message;
  metrics_.Reloaded(Reload::kRetired, false);
  log_.Error("the retired list cannot be used; the last good one stays", {{"error", std::string_view(error.message)}});
}

void MemoryStore::Refresh() {
  if (directory_.empty()) {
    return;
  }
  auto key = ReadIfThere(retired::kKeyName);
  auto list = ReadIfThere(retired::kListName);
  if (!key || !list) {
    seen_ = false;
    Complain(key ? list.error() : key.error());
    return;
  }
  base::SecretBytes key_bytes(std::move(*key));
  if (seen_ && key_bytes.Equals(key_) && *list == list_) {
    return;
  }
  seen_ = false;  // Until all is done: an exception on the way is no reason not to try again.
  auto parsed = retired::Parse(*list);
  key_ = key_bytes.Clone();
  list_ = std::move(*list);
  if (!parsed) {
    seen_ = true;
    Complain(parsed.error());
    return;
  }
  complaint_.clear();
  auto memory = std::make_shared<admission::Memory>();
  memory->list = std::move(*parsed);
  if (!key_bytes.Empty()) {
    memory->key = std::move(key_bytes);
  }
  if (!memory->key) {
    log_.Warning("there is no fingerprint key: no token counts as retired until token-rotator has made one",
                 {{"directory", std::string_view(directory_)}});
  }
  metrics_.Reloaded(Reload::kRetired, true);
  metrics_.TokenRotated(base::ParseTime(memory->list.rotated_at).value_or(ports::Clock::WallTime()));
  log_.Info("retired list loaded", {{"tokens", static_cast<std::int64_t>(memory->list.entries.size())},
                                    {"rotatedAt", std::string_view(memory->list.rotated_at)},
                                    {"key", memory->key.has_value()}});
  seen_ = true;
  const std::lock_guard<std::mutex> lock(mutex_);
  current_ = std::move(memory);
}

}  // namespace webhook
