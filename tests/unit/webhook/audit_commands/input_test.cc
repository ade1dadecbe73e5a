#include "audit_commands/input.h"

#include <gtest/gtest.h>

#include "testing/audit_lines.h"
#include "testing/fake_streams.h"
#include "testing/fakes.h"

namespace audit_commands {
namespace {

class InputTest : public testing::Test {
 protected:
  base::Result<Tally> Read(const std::vector<std::string>& paths) {
    seen.clear();
    return ReadAuditLines({streams, clock, progress, {}}, paths, [this](const AuditLine& line) {
      seen += std::string(line.source) + ":" + std::to_string(line.event.sequence) + " ";
      return base::Result<void>();
    });
  }
  fakes::FakeStreams streams;
  fakes::FakeClock clock;
  std::function<void(const std::string&)> progress;
  std::string seen;
};

TEST_F(InputTest, SortsAuditLinesFromOthers) {
  fakes::AuditChain chain("web/1");
  chain.Open();
  chain.Lost(1);
  chain.Close();
  streams.files["log"] = "{\"message\":\"listening\"}\n" + chain.lines[0] + "\n[pod/a/b] " + chain.lines[1] +
                         "\n{\"version\":2,\"typ\n{\"version\":7}\n" + std::string((1U << 20U) + 1, 'x') + "\n" +
                         chain.lines[2];
  const auto tally = Read({"log"});
  ASSERT_TRUE(tally);
  EXPECT_EQ(seen, "log:0 pod/a/b:1 log:2 ");
  EXPECT_EQ(tally->audit_lines, 3U);
  EXPECT_EQ(tally->other_lines, 2U);  // The one that is too long counts as one of another log.
  EXPECT_EQ(Remarks(*tally),
            "1 line is torn, the first one at log, line 4\n"
            "1 line has a version that this program does not know, the first one at log, line 5\n"
            "1 line is over 1,048,576 bytes and left out\n");
}

TEST_F(InputTest, SaysThatAFileEndsWithinALine) {
  fakes::AuditChain chain("web/1");
  streams.files["-"] = chain.Open() + "\n" + chain.Close().substr(0, 50);
  const auto tally = Read({});
  ASSERT_TRUE(tally);
  EXPECT_EQ(Remarks(*tally), "1 line is torn, the first one at standard input, line 2; a file ends within a line\n");
}

TEST_F(InputTest, SaysWhatIsWrongWithTheInput) {
  streams.files = {{"empty", ""}, {"other", "text\n"}, {"new", "{\"version\":9}\n"}};
  EXPECT_EQ(Read({"none"}).error().message, "cannot read none: No such file or directory");
  for (const auto* file : {"empty", "other"}) {
    EXPECT_EQ(Read({file}).error().message,
              std::string(file) + " holds no audit line; expected the output of 'kubectl logs' of token-webhook");
  }
  EXPECT_EQ(Read({"new"}).error().message,
            "new holds no audit line of a version that this program knows: use the version that wrote it");
}

TEST_F(InputTest, SaysHowToReadWhatIsNoTextInUtf8) {
  const auto line = fakes::AuditChain("web/1").Open() + "\n";
  streams.files = {{"whole", "\xEF\xBB\xBF" + line}, {"gzip", "\x1F\x8B\x08\nx"}, {"utf-16", "\xFF\xFE{"}};
  EXPECT_TRUE(Read({"whole"}));
  EXPECT_EQ(Read({"whole", "gzip"}).error().message, "gzip is compressed: decompress it first, with zcat or zstdcat");
  EXPECT_EQ(Read({"utf-16"}).error().message, "utf-16 is UTF-16 text: convert it first, with iconv -f UTF-16 -t UTF-8");
}

TEST_F(InputTest, ShowsProgressToAPersonAndCleansUp) {
  std::vector<std::string> shown;
  progress = [&](const std::string& text) { shown.push_back(text); };
  const auto line = fakes::AuditChain("web/1").Open() + "\n";
  for (int i = 0; i < 10'000; ++i) {
    streams.files["log"] += line;
  }
  const auto read = ReadAuditLines({streams, clock, progress, {}}, {"log"}, [this](const AuditLine& /*line*/) {
    clock.Advance(std::chrono::milliseconds(1));
    return base::Result<void>();
  });
  ASSERT_TRUE(read);
  EXPECT_EQ(shown,
            (std::vector<std::string>{"reading log: 4,096 lines, 0 MiB", "reading log: 8,192 lines, 1 MiB", ""}));
}

TEST(ReadAll, IsBounded) {
  fakes::FakeStreams streams;
  streams.files["f"] = std::string(70'000, 'a');
  EXPECT_EQ(ReadAll(streams, "f", 70'000).value().size(), 70'000U);
  EXPECT_EQ(ReadAll(streams, "f", 69'999).error().message, "f is larger than 69,999 bytes");
}

TEST(Grouped, PutsACommaBetweenThousands) {
  EXPECT_EQ(Grouped(0) + " " + Grouped(999) + " " + Grouped(1000) + " " + Grouped(1234567), "0 999 1,000 1,234,567");
  EXPECT_EQ(Counted(1, "line") + ", " + Counted(2000, "line"), "1 line, 2,000 lines");
}

}  // namespace
}  // namespace audit_commands
