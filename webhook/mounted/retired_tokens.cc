#include "mounted/retired_tokens.h"

#include <string_view>
#include <utility>

namespace mounted {
namespace {

constexpr std::size_t kMaxBytes = 1U << 20U;  // The size limit of a Secret.

base::Result<std::shared_ptr<const admission::RetiredTokens>> Parse(const reload::Contents& contents) {
  const auto& key = contents[0];
  auto list = retired::Parse(contents[1].Reveal());
  if (!list) {
    return base::Fail(list.error());
  }
  auto tokens = std::make_shared<admission::RetiredTokens>();
  tokens->list = std::move(*list);
  if (!key.Empty()) {
    tokens->key = key.Clone();
  }
  return std::shared_ptr<const admission::RetiredTokens>(std::move(tokens));
}

}  // namespace

std::unique_ptr<RetiredTokenStore> MakeRetiredTokenStore(ports::Files& files, const std::string& directory) {
  const auto file = [&](std::string_view name, const char* label) {
    return reload::File{directory + "/" + std::string(name), label, kMaxBytes, true};
  };
  return std::make_unique<RetiredTokenStore>(
      reload::FileSet(files,
                      {file(retired::kKeyName, "the fingerprint key"), file(retired::kListName, "the retired list")}),
      [](const reload::Contents& contents, const admission::RetiredTokens* /*current*/,
         ports::Clock::WallTime /*now*/) { return Parse(contents); },
      std::make_shared<const admission::RetiredTokens>());
}

}  // namespace mounted
