#include "sys/files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string>

#include "testing/temporary_file.h"

namespace sys {
namespace {

using fakes::TemporaryFile;

TEST(PosixFiles, ReadsAWholeFileOfAnySize) {
  for (const std::size_t size : {0U, 1U, 65535U, 65536U, 200000U}) {
    const TemporaryFile file(std::string(size, 'x'));
    const auto read = PosixFiles().Read(file.path(), 200000);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->Reveal(), std::string(size, 'x'));
  }
}

TEST(PosixFiles, ReadsWhatHasNoSize) {
  const auto read = PosixFiles().Read("/proc/self/comm", 100);
  ASSERT_TRUE(read.has_value());
  EXPECT_FALSE(read->Empty());
}

TEST(PosixFiles, RejectsAFileOverTheLimit) {
  const TemporaryFile file("12345");
  const auto read = PosixFiles().Read(file.path(), 4);
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().code, base::Code::kInvalid);
  EXPECT_EQ(read.error().message, "cannot read " + file.path() + ": larger than the limit of 4 bytes");
}

TEST(PosixFiles, NamesPathAndCause) {
  const auto missing = PosixFiles().Read("/nonexistent/file", 10);
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, base::Code::kNotFound);
  EXPECT_EQ(missing.error().message, "cannot read /nonexistent/file: No such file or directory");
  const auto folder = PosixFiles().Read("/", 10);
  ASSERT_FALSE(folder.has_value());
  EXPECT_EQ(folder.error().message, "cannot read /: Is a directory");
}

TEST(PosixFiles, ReadsStandardInputAndLeavesItOpen) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  ASSERT_EQ(write(ends[1], "text", 4), 4);
  close(ends[1]);
  ASSERT_EQ(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
  close(ends[0]);
  EXPECT_EQ(PosixFiles().Read("-", 10)->Reveal(), "text");
  EXPECT_EQ(PosixFiles().Read("-", 10)->Reveal(), "");
}

}  // namespace
}  // namespace sys
