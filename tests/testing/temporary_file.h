#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace fakes {

// A file of its own, removed with the object: the cases of a test program run side by side.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& contents) : path_(testing::TempDir() + "guard_test_XXXXXX") {
    const int fd = mkstemp(path_.data());
    EXPECT_EQ(write(fd, contents.data(), contents.size()), static_cast<ssize_t>(contents.size()));
    close(fd);
  }
  ~TemporaryFile() { unlink(path_.c_str()); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace fakes
