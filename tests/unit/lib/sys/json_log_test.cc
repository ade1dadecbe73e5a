#include "sys/json_log.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/time_text.h"
#include "json/read.h"
#include "testing/fakes.h"

namespace sys {
namespace {

class JsonLogTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(pipe2(ends_.data(), O_NONBLOCK), 0); }
  void TearDown() override {
    close(ends_[0]);
    close(ends_[1]);
  }
  // What has been written and not read yet.
  std::string Written() {
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t count = 0; (count = read(ends_[0], buffer.data(), buffer.size())) > 0;) {
      text.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return text;
  }
  void FillPipe() {
    const std::string page(4096, '.');
    while (write(ends_[1], page.data(), page.size()) > 0) {
    }
  }

  std::array<int, 2> ends_{};
  fakes::FakeClock clock_;
};

TEST_F(JsonLogTest, WritesOneObjectALine) {
  JsonLog log(ends_[1], clock_);
  log.Warning("a \"message\"",
              {{"text", std::string_view("line\nbreak")}, {"count", std::int64_t{3}}, {"seconds", 1.5}, {"on", true}});
  log.Info("second");
  log.Error("third");
  const std::string time = "{\"time\":\"" + base::FormatTime(clock_.Now()) + "\",\"level\":\"";
  EXPECT_EQ(Written(),
            time +
                "warning\",\"message\":\"a \\\"message\\\"\",\"text\":\"line\\nbreak\",\"count\":3,\"seconds\":1.5,"
                "\"on\":true}\n" +
                time + "info\",\"message\":\"second\"}\n" + time + "error\",\"message\":\"third\"}\n");
}

TEST_F(JsonLogTest, EscapesWhatCouldActOnATerminal) {
  JsonLog log(ends_[1], clock_);
  std::string hostile;
  for (int byte = 0; byte < 0x80; ++byte) {
    hostile.push_back(static_cast<char>(byte));
  }
  hostile += "\xC2\x9B\xE2\x80\xAE\xE2\x81\xA6\xE2\x80\x8F";  // CSI, and marks of direction.
  log.Warning(hostile, {{"field", std::string_view(hostile)}});
  std::string line = Written();
  line.pop_back();
  EXPECT_TRUE(std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; }));
  const auto parsed = json::Object::Parse(line);
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(json::Text(&parsed->Root(), {"message"}), hostile);
  EXPECT_EQ(json::Text(&parsed->Root(), {"field"}), hostile);
}

TEST_F(JsonLogTest, DropsLinesWhileTheReaderIsBlockedAndGoesOnAfterwards) {
  JsonLog log(ends_[1], clock_);
  FillPipe();
  for (int i = 0; i < 100; ++i) {  // Only the first of them waits.
    log.Info("dropped");
  }
  EXPECT_EQ(Written().find("dropped"), std::string::npos);
  log.Info("kept");
  EXPECT_NE(Written().find("kept"), std::string::npos);
}

TEST_F(JsonLogTest, SurvivesAReaderThatIsGoneAndAFullDisk) {
  const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
  JsonLog(full, clock_).Info("lost");
  close(full);
  JsonLog(-1, clock_).Info("lost");
}

}  // namespace
}  // namespace sys
