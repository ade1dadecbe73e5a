// The secret part of the served paths, /validate/KEY and /mutate/KEY: tells kube-apiserver from other callers.
//
// This folder holds what a Secret mounted by the kubelet provides to the endpoints. It is a module of its own because
// the admission module is pure and reads no file, and the reload module knows no content.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/secret_bytes.h"
#include "ports/files.h"
#include "reload/reloadable.h"

namespace mounted {

class PathKeys {
 public:
  explicit PathKeys(std::vector<base::SecretBytes> keys) : keys_(std::move(keys)) {}

  // Whether `key` is one of the keys. The time depends on lengths alone. Any number of threads.
  [[nodiscard]] bool Contains(std::string_view key) const;

 private:
  const std::vector<base::SecretBytes> keys_;
};

using PathKeyStore = reload::Reloadable<PathKeys>;

// The file holds one key, or two while the registrations move from the old key to the new one: a line each, 16 to 128
// letters, digits, '-' or '_'. Fails (kInvalid, kNotFound, kDenied) with a sentence that names the file and never the
// key. `files` is borrowed.
base::Result<std::unique_ptr<PathKeyStore>> OpenPathKeyStore(ports::Files& files, const std::string& path);

}  // namespace mounted
