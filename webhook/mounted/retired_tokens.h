// The retired tokens as the mounted Secret token-guard-retired lists them (retired/list.h has its form).
//
// The type itself, admission::RetiredTokens, belongs to the decision, which uses it and reads no file.
#pragma once

#include <memory>
#include <string>

#include "admission/decision.h"
#include "ports/files.h"
#include "reload/reloadable.h"

namespace mounted {

using RetiredTokenStore = reload::Reloadable<admission::RetiredTokens>;

// `directory` is the mount. Missing files are an empty list and no key: the Secret is installed without data. In force
// before the first Refresh(): no key, an empty list. `files` is borrowed.
std::unique_ptr<RetiredTokenStore> MakeRetiredTokenStore(ports::Files& files, const std::string& directory);

}  // namespace mounted
