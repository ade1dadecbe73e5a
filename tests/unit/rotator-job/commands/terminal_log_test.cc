#include "commands/terminal_log.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

#include "testing/fakes.h"

namespace commands {
namespace {

class TerminalLogTest : public testing::Test {
 protected:
  TerminalLogTest() {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe(ends.data()), 0);
    read_ = ends[0];
    write_ = ends[1];
    log_ = std::make_unique<TerminalLog>(write_, clock_);
  }
  ~TerminalLogTest() override { close(read_); }

  // What was written, once the log has ended.
  std::string Output() {
    log_.reset();
    close(write_);
    std::string text(4096, '\0');
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(0, read(read_, text.data(), text.size()))));
    return text;
  }
  ports::Log& log() { return *log_; }

 private:
  fakes::FakeClock clock_;
  int read_ = -1;
  int write_ = -1;
  std::unique_ptr<TerminalLog> log_;
};

TEST_F(TerminalLogTest, PrintsNothingThatActsOnTheTerminalOrLooksLikeALineOfItsOwn) {
  log().Error("stopped", {{"error", std::string_view("a\033[2J\n{\"version\":2,\xE2\x80\xAE")}});
  EXPECT_EQ(Output(), "   0.0 s            ERROR: stopped: a\\u001B[2J\n                    {\"version\":2,\\u202E\n");
}

TEST_F(TerminalLogTest, WritesProgressOverItselfAndKeepsEverythingElse) {
  log().Info("any text", {{"step", std::string_view("prove")}});
  log().Info("any text",
             {{"podsReady", std::int64_t{0}}, {"podsWanted", std::int64_t{2}}, {"podsOld", std::int64_t{2}}});
  log().Info("any text",
             {{"podsReady", std::int64_t{2}}, {"podsWanted", std::int64_t{2}}, {"podsOld", std::int64_t{0}}});
  log().Info("rolled out", {{"deployment", std::string_view("bridge")}});
  EXPECT_EQ(Output(),
            "   0.0 s  prove     "
            "\r\033[K   0.0 s  prove     pods ready 0 of 2, 2 old ones terminating"
            "\r\033[K   0.0 s  prove     pods ready 2 of 2"
            "\r\033[K   0.0 s  prove     rolled out: bridge\n");
}

// They are for programs; the terminal shows the steps.
TEST_F(TerminalLogTest, DropsComposedLines) {
  log().WriteLine("{\"version\":2}");
  EXPECT_EQ(Output(), "");
}

TEST_F(TerminalLogTest, MarksWarningsAndErrors) {
  log().Warning("careful");
  log().Error("stopped", {{"error", std::string_view("no")}, {"code", std::int64_t{3}}});
  EXPECT_EQ(Output(),
            "   0.0 s            Warning: careful\n"
            "   0.0 s            ERROR: stopped\n                    error: no\n                    code: 3\n");
}

}  // namespace
}  // namespace commands
