#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <fstream>
#include <thread>

#include "base/time_text.h"
#include "json/read.h"
#include "sys/clock.h"
#include "sys/files.h"
#include "sys/json_log.h"
#include "sys/process.h"
#include "sys/random.h"
#include "sys/stop_signal.h"
#include "testing/fakes.h"

namespace sys {
namespace {

std::string TemporaryFile(const std::string& contents) {
  std::string path = testing::TempDir() + "sys_test_XXXXXX";
  const int fd = mkstemp(path.data());
  EXPECT_EQ(write(fd, contents.data(), contents.size()), static_cast<ssize_t>(contents.size()));
  close(fd);
  return path;
}

TEST(PosixFiles, ReadsAWholeFileOfAnySize) {
  for (const std::size_t size : {0U, 1U, 65535U, 65536U, 200000U}) {
    const std::string path = TemporaryFile(std::string(size, 'x'));
    const auto read = PosixFiles().Read(path, 200000);
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->size(), size);
    unlink(path.c_str());
  }
}

TEST(PosixFiles, RefusesWhatIsLargerThanTheLimit) {
  const std::string path = TemporaryFile("12345");
  const auto read = PosixFiles().Read(path, 4);
  ASSERT_FALSE(read.has_value());
  EXPECT_EQ(read.error().message, "cannot read " + path + ": larger than the limit of 4 bytes");
  unlink(path.c_str());
}

TEST(PosixFiles, NamesThePathAndTheCause) {
  const auto missing = PosixFiles().Read("/nonexistent/file", 10);
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().code, base::Code::kNotFound);
  EXPECT_EQ(missing.error().message, "cannot read /nonexistent/file: No such file or directory");
  const auto folder = PosixFiles().Read("/", 10);
  ASSERT_FALSE(folder.has_value());
  EXPECT_EQ(folder.error().message, "cannot read /: Is a directory");
}

TEST(JsonLog, WritesOneObjectALine) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  fakes::FakeClock clock;
  JsonLog log(ends[1], clock);
  log.Warning("a \"message\"", {{"text", std::string_view("line\nbreak")}, {"count", std::int64_t{3}}, {"on", true}});
  std::array<char, 512> buffer{};
  const ssize_t count = read(ends[0], buffer.data(), buffer.size());
  ASSERT_GT(count, 0);
  EXPECT_EQ(std::string(buffer.data(), static_cast<std::size_t>(count)),
            "{\"time\":\"" + base::FormatTime(clock.Now()) +
                "\",\"level\":\"warning\",\"message\":\"a \\\"message\\\"\",\"text\":\"line\\nbreak\",\"count\":3,"
                "\"on\":true}\n");
  close(ends[0]);
  close(ends[1]);
}

TEST(JsonLog, EscapesWhatCouldActOnATerminal) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe(ends.data()), 0);
  fakes::FakeClock clock;
  JsonLog log(ends[1], clock);
  std::string hostile;
  for (int byte = 0; byte < 0x80; ++byte) {
    hostile.push_back(static_cast<char>(byte));
  }
  hostile += "\xC2\x9B\xE2\x80\xAE\xE2\x81\xA6\xE2\x80\x8F";  // CSI, and marks of direction.
  log.Warning(hostile, {{"field", std::string_view(hostile)}});
  std::array<char, 4096> buffer{};
  const ssize_t count = read(ends[0], buffer.data(), buffer.size());
  ASSERT_GT(count, 0);
  const std::string line(buffer.data(), static_cast<std::size_t>(count) - 1);
  EXPECT_TRUE(std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; }));
  const auto parsed = json::Object::Parse(line);
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(json::Text(&parsed->Root(), {"message"}), hostile);
  EXPECT_EQ(json::Text(&parsed->Root(), {"field"}), hostile);
  close(ends[0]);
  close(ends[1]);
}

TEST(OpenSslRandom, GivesAsManyBytesAsAskedAndNotTwiceTheSame) {
  OpenSslRandom random;
  const auto a = random.Bytes(32);
  const auto b = random.Bytes(32);
  ASSERT_TRUE(a.has_value() && b.has_value());
  EXPECT_EQ(a->size(), 32U);
  EXPECT_FALSE(a->Equals(*b));
}

TEST(StopSignal, EndsASleepAndStaysRequested) {
  StopSignal stop;
  SystemClock clock(&stop);
  EXPECT_TRUE(clock.Sleep(std::chrono::milliseconds(1)));
  kill(getpid(), SIGTERM);
  EXPECT_FALSE(clock.Sleep(std::chrono::hours(1)));
  EXPECT_FALSE(clock.Sleep(std::chrono::hours(1)));
}

TEST(ForbidDumps, LeavesNoCoreAndNoReader) {
  ForbidDumps();
  rlimit limit{};
  getrlimit(RLIMIT_CORE, &limit);
  EXPECT_EQ(limit.rlim_max, 0U);
  EXPECT_EQ(prctl(PR_GET_DUMPABLE), 0);
}

}  // namespace
}  // namespace sys
