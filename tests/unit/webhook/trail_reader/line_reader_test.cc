#include "trail_reader/line_reader.h"

#include <gtest/gtest.h>

#include "testing/fake_streams.h"

namespace trail_reader {
namespace {

std::vector<std::string> Lines(const std::string& text, std::size_t most_bytes) {
  fakes::FakeStreams streams;
  streams.files["f"] = text;
  streams.most_bytes = most_bytes;
  const auto stream = streams.Open("f");
  LineReader reader(**stream);
  std::vector<std::string> lines;
  while (*reader.Next()) {
    lines.emplace_back(reader.TooLong() ? "too long" : reader.Line());
  }
  lines.push_back("rest: " + std::string(reader.Rest()));
  EXPECT_EQ(reader.Number() + 1, lines.size());
  return lines;
}

TEST(LineReader, SplitsTheSameHoweverTheBytesCome) {
  const std::vector<std::string> expected{"one", "", "three", "rest: fo"};
  for (const std::size_t most : {1, 2, 3, 100}) {
    EXPECT_EQ(Lines("one\n\nthree\nfo", most), expected) << most;
  }
  EXPECT_EQ(Lines("", 5), std::vector<std::string>{"rest: "});
}

TEST(LineReader, LeavesOutWhatIsTooLongAndGoesOn) {
  const std::string longest(LineReader::kMaxLine, 'a');
  EXPECT_EQ(Lines("x\n" + longest + "\n" + longest + "b\ny\n", 100'000),
            (std::vector<std::string>{"x", longest, "too long", "y", "rest: "}));
  EXPECT_EQ(Lines(longest + longest + longest + "\ny\n", 300'000),
            (std::vector<std::string>{"too long", "y", "rest: "}));
  EXPECT_EQ(Lines(longest + longest + longest, 300'000), std::vector<std::string>{"rest: "});
}

}  // namespace
}  // namespace trail_reader
