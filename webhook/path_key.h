// The secret part of the served paths, /validate/KEY and /mutate/KEY, where client certificates are not to be had.
//
// The file holds one key a line, 16 to 128 letters, digits, '-' or '_': one, or two while the registration moves from
// the old one to the new one. Opens() may be called by any number of threads; Refresh() by one.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/secret_bytes.h"
#include "ports/files.h"

namespace webhook {

class PathKey {
 public:
  // Fails (kInvalid, kNotFound, kDenied) with a sentence that names the file and never the key. `files` is borrowed.
  static base::Result<std::unique_ptr<PathKey>> Open(ports::Files& files, std::string path);

  // Whether this is one of the keys; in time that depends on lengths alone.
  [[nodiscard]] bool Opens(std::string_view key) const;

  // Reads the file again. True if it holds other good keys, which count from now on; false if nothing has changed. On
  // failure, reported once until the file changes again, the old keys stay.
  base::Result<bool> Refresh();

 private:
  using Keys = std::vector<base::SecretBytes>;
  PathKey(ports::Files& files, std::string path) : files_(files), path_(std::move(path)) {}

  ports::Files& files_;
  const std::string path_;
  base::SecretBytes read_;  // What the last look found, or why it could not. Refresh() alone.
  mutable std::mutex mutex_;
  std::shared_ptr<const Keys> keys_;
};

}  // namespace webhook
