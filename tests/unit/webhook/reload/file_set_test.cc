#include "reload/file_set.h"

#include <gtest/gtest.h>

#include "testing/fakes.h"

namespace reload {
namespace {

TEST(FileSet, ReadsAllFilesInTheirOrder) {
  fakes::FakeFiles files;
  files.contents = {{"/a", "one"}, {"/b", "two"}};
  const auto contents = FileSet(files, {{"/b", "b", 10}, {"/a", "a", 10}}).Read();
  ASSERT_TRUE(contents.has_value());
  ASSERT_EQ(contents->size(), 2U);
  EXPECT_EQ((*contents)[0].Reveal(), "two");
  EXPECT_EQ((*contents)[1].Reveal(), "one");
}

TEST(FileSet, TakesAMissingOptionalFileForAnEmptyOne) {
  fakes::FakeFiles files;
  const auto contents = FileSet(files, {{"/a", "a", 10, true}}).Read();
  ASSERT_TRUE(contents.has_value());
  EXPECT_TRUE(contents->front().Empty());
}

TEST(FileSet, NamesTheFileThatCannotBeRead) {
  fakes::FakeFiles files;
  const auto missing = FileSet(files, {{"/a", "the key", 10}}).Read();
  ASSERT_FALSE(missing.has_value());
  EXPECT_EQ(missing.error().message, "the key: cannot read /a: No such file or directory");
  files.contents["/a"] = "more than ten bytes";
  const auto large = FileSet(files, {{"/a", "the key", 10, true}}).Read();
  ASSERT_FALSE(large.has_value());
  EXPECT_EQ(large.error().message, "the key: cannot read /a: larger than the limit");
}

TEST(FileSet, ComparesContents) {
  const auto make = [](std::initializer_list<std::string_view> texts) {
    Contents contents;
    for (const auto text : texts) {
      contents.emplace_back(text);
    }
    return contents;
  };
  EXPECT_TRUE(SameContents(make({"a", "b"}), make({"a", "b"})));
  EXPECT_FALSE(SameContents(make({"a", "b"}), make({"a", "c"})));
  EXPECT_FALSE(SameContents(make({"a"}), make({"a", ""})));
}

}  // namespace
}  // namespace reload
