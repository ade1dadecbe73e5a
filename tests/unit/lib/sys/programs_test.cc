#include "sys/programs.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <string>

namespace sys {
namespace {

constexpr std::chrono::seconds kLong(60);
constexpr std::size_t kLimit = 100000;

base::Result<base::SecretBytes> Shell(const std::string& script, std::chrono::milliseconds deadline = kLong) {
  return PosixPrograms().Run({{"sh", "-c", script}, {{"NAME", "value"}}}, deadline, kLimit);
}

std::string Complaint(const std::string& script, std::chrono::milliseconds deadline = kLong) {
  const auto output = Shell(script, deadline);
  return output ? "no complaint" : output.error().message;
}

TEST(PosixPrograms, ReturnsStandardOutput) {
  EXPECT_EQ(Shell("printf text")->Reveal(), "text");
  EXPECT_EQ(Shell("head -c 100000 /dev/zero")->size(), kLimit);
}

TEST(PosixPrograms, AddsVariablesAndGivesNoInput) {
  EXPECT_EQ(Shell("printf %s \"$NAME\"; test -n \"$PATH\"; cat")->Reveal(), "value");
}

TEST(PosixPrograms, NamesHowTheProgramFailedAndNothingOfItsOutput) {
  EXPECT_EQ(Complaint("printf secret; exit 3"), "'sh' ended with exit code 3");
  EXPECT_EQ(Complaint("kill -9 $$"), "'sh' ended with signal 9");
  EXPECT_EQ(Complaint("head -c 100001 /dev/zero"), "'sh' printed more than 100000 bytes");
}

TEST(PosixPrograms, TellsAMissingProgramFromOneThatCannotBeStarted) {
  const auto missing = PosixPrograms().Run({{"/nonexistent/program"}, {}}, kLong, kLimit);
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, base::Code::kNotFound);
  const auto folder = PosixPrograms().Run({{"/tmp"}, {}}, kLong, kLimit);
  ASSERT_FALSE(folder.has_value());
  EXPECT_EQ(folder.error().code, base::Code::kInvalid);
}

TEST(PosixPrograms, KillsTheWholeProcessGroupAtTheDeadline) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);  // Inherited by the program and its child.
  const auto output = Shell("sleep 600 & sleep 600", std::chrono::milliseconds(50));
  ASSERT_FALSE(output.has_value());
  EXPECT_EQ(output.error().code, base::Code::kUnavailable);
  EXPECT_EQ(output.error().message, "'sh' did not exit within 0 s");
  close(ends[1]);
  char none = 0;
  EXPECT_EQ(read(ends[0], &none, 1), 0);  // Returns once no process holds the other end.
  close(ends[0]);
}

TEST(PosixPrograms, KillsAProgramThatClosesItsOutputAndStays) {
  EXPECT_EQ(Complaint("exec >&-; sleep 600", std::chrono::milliseconds(50)), "'sh' did not exit within 0 s");
}

}  // namespace
}  // namespace sys
