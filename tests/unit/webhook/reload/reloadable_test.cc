#include "reload/reloadable.h"

#include <gtest/gtest.h>

#include <new>

#include "testing/fakes.h"

namespace reload {
namespace {

// A number in a file; "early" until second 100, "throw" throws.
class ReloadableTest : public testing::Test {
 protected:
  using Numbers = Reloadable<int>;
  static Numbers::WallTime At(int second) { return Numbers::WallTime(std::chrono::seconds(second)); }

  base::Result<std::shared_ptr<const int>> Parse(const Contents& contents, const int* current, Numbers::WallTime now) {
    ++parsed_;
    current_ = current == nullptr ? -1 : *current;
    const std::string text(contents.front().Reveal());
    if (text == "throw") {
      throw std::bad_alloc();
    }
    if (text == "early" && now < At(100)) {
      return base::Fail(base::Code::kInvalid, "too early");
    }
    if (text.substr(0, 6) == "broken") {
      return base::Fail(base::Code::kInvalid, "broken");
    }
    return std::make_shared<const int>(text == "early" ? 100 : std::stoi(text));
  }
  std::string FailureOfRefresh() {
    const auto result = numbers_.Refresh(At(0));
    return result ? (*result ? "changed" : "") : result.error().message;
  }

  fakes::FakeFiles files_;
  int parsed_ = 0;
  int current_ = 0;
  Numbers numbers_{FileSet(files_, {{"/n", "the number", 10}}),
                   [this](const Contents& contents, const int* current, Numbers::WallTime now) {
                     return Parse(contents, current, now);
                   }};
};

TEST_F(ReloadableTest, TakesUpWhatHasChangedAndParsesNothingTwice) {
  EXPECT_EQ(numbers_.Current(), nullptr);
  files_.contents["/n"] = "1";
  EXPECT_EQ(FailureOfRefresh(), "changed");
  EXPECT_EQ(current_, -1);
  EXPECT_EQ(FailureOfRefresh(), "");
  EXPECT_EQ(parsed_, 1);
  const auto kept = numbers_.Current();
  files_.contents["/n"] = "2";
  EXPECT_EQ(FailureOfRefresh(), "changed");
  EXPECT_EQ(current_, 1);
  EXPECT_EQ(*kept, 1);
  EXPECT_EQ(*numbers_.Current(), 2);
}

TEST_F(ReloadableTest, KeepsTheLastGoodVersionAndReportsEachFailureOnce) {
  files_.contents["/n"] = "1";
  EXPECT_EQ(FailureOfRefresh(), "changed");
  files_.contents["/n"] = "broken";
  EXPECT_EQ(FailureOfRefresh(), "broken");
  EXPECT_EQ(FailureOfRefresh(), "");
  files_.contents["/n"] = "broken 2";
  EXPECT_EQ(FailureOfRefresh(), "broken") << "another file, another report";
  files_.contents.erase("/n");
  EXPECT_EQ(FailureOfRefresh(), "the number: cannot read /n: No such file or directory");
  EXPECT_EQ(FailureOfRefresh(), "");
  EXPECT_EQ(*numbers_.Current(), 1);
}

TEST_F(ReloadableTest, ReportsThatTheFilesAreGoodAgainEvenIfTheyAreTheOldOnes) {
  files_.contents["/n"] = "1";
  EXPECT_EQ(FailureOfRefresh(), "changed");
  files_.contents.erase("/n");
  EXPECT_NE(FailureOfRefresh(), "");
  files_.contents["/n"] = "1";
  EXPECT_EQ(FailureOfRefresh(), "changed");
  files_.contents.erase("/n");
  EXPECT_NE(FailureOfRefresh(), "") << "a failure that came back is a new one";
}

TEST_F(ReloadableTest, TriesTheSameFilesAgainUntilTheirTimeHasCome) {
  files_.contents["/n"] = "early";
  EXPECT_EQ(FailureOfRefresh(), "too early");
  EXPECT_EQ(FailureOfRefresh(), "");
  EXPECT_TRUE(*numbers_.Refresh(At(100)));
  EXPECT_EQ(*numbers_.Current(), 100);
}

TEST_F(ReloadableTest, TriesAgainAfterAnException) {
  files_.contents["/n"] = "1";
  EXPECT_EQ(FailureOfRefresh(), "changed");
  files_.contents["/n"] = "throw";
  for (int i = 0; i < 2; ++i) {
    EXPECT_THROW((void)numbers_.Refresh(At(0)), std::bad_alloc);
  }
  files_.contents["/n"] = "1";
  EXPECT_EQ(FailureOfRefresh(), "changed");
}

}  // namespace
}  // namespace reload
