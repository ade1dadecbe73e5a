// A value that is read from files and replaced while it is in use: a certificate, a key, a list.
//
//   Reloadable<Limits> limits(FileSet(files, {{"/etc/limits", "the limits", 4096}}), ParseLimits);
//   if (auto loaded = limits.Refresh(now); !loaded) { ... }     // Once at the start, then every second.
//   const auto in_force = limits.Current();                     // Any thread, at any time.
//
// If the files cannot be read or parsed, the last good version stays in force and Refresh() reports the failure once.
// Files are compared by content, because the kubelet replaces mounted files without a useful modification time.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/thread_annotations.h"
#include "ports/clock.h"
#include "reload/file_set.h"

namespace reload {

template <typename T>
class Reloadable {
 public:
  using WallTime = ports::Clock::WallTime;
  // Makes a version from the files' contents. `current` is the version in force, null before the first one. A failure
  // (kInvalid) names the file and what is wrong with it, never a secret. May refuse a version now and accept the same
  // contents later, for example a certificate that is not valid yet.
  using Parse = std::function<base::Result<std::shared_ptr<const T>>(const Contents&, const T* current, WallTime now)>;

  // `initial` is in force until the first successful Refresh(); may be null.
  Reloadable(FileSet files, Parse parse, std::shared_ptr<const T> initial = nullptr)
      : files_(std::move(files)), parse_(std::move(parse)), current_(std::move(initial)) {}

  // The version in force. Any number of threads. A caller may keep it for as long as it likes.
  [[nodiscard]] std::shared_ptr<const T> Current() const EXCLUDES(mutex_) {
    const base::MutexLock lock(mutex_);
    return current_;
  }

  // Reads the files. True if a new version is now in force; false if nothing changed. One thread.
  // On failure the version in force stays. The same failure of the same files is reported by the first call alone;
  // later calls return false. If the files become good again, the call returns true, even if the contents are those of
  // the version in force.
  base::Result<bool> Refresh(WallTime now) {
    auto read = files_.Read();
    if (!read) {
      return Report(read.error(), false);
    }
    const bool same = SameContents(*read, contents_);
    if (same && good_) {
      return false;
    }
    good_ = false;  // Until the end: after an exception the next call tries again.
    auto parsed = parse_(*read, Current().get(), now);
    contents_ = std::move(*read);
    if (!parsed) {
      return Report(parsed.error(), !same);
    }
    failure_.clear();
    Replace(std::move(*parsed));
    good_ = true;
    return true;
  }

 private:
  base::Result<bool> Report(const base::Error& error, bool again) {
    good_ = false;
    if (error.message == failure_ && !again) {
      return false;
    }
    failure_ = error.message;
    return base::Fail(error);
  }

  void Replace(std::shared_ptr<const T> version) EXCLUDES(mutex_) {
    const base::MutexLock lock(mutex_);
    current_ = std::move(version);
  }

  // Used by Refresh() alone.
  FileSet files_;
  const Parse parse_;
  Contents contents_;    // Of the last successful read.
  bool good_ = false;    // The last read succeeded and its version is in force.
  std::string failure_;  // The last message reported since the last success.

  mutable base::Mutex mutex_;
  std::shared_ptr<const T> current_ GUARDED_BY(mutex_);
};

}  // namespace reload
