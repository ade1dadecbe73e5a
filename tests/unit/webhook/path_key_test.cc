#include "webhook/path_key.h"

#include <gtest/gtest.h>

#include "testing/fakes.h"

namespace webhook {
namespace {

constexpr const char* kOne = "0123456789abcdef";
constexpr const char* kTwo = "fedcba9876543210";

TEST(PathKey, OpensForItsKeysAlone) {
  fakes::FakeFiles files;
  files.contents["k"] = std::string(kOne) + "\n\n" + kTwo + "\n";
  const auto key = PathKey::Open(files, "k");
  ASSERT_TRUE(key.has_value());
  EXPECT_TRUE((*key)->Opens(kOne));
  EXPECT_TRUE((*key)->Opens(kTwo));
  for (const auto* wrong : {"", "0123456789abcde", "0123456789abcdef0", "0123456789abcdeF"}) {
    EXPECT_FALSE((*key)->Opens(wrong)) << wrong;
  }
}

TEST(PathKey, RefusesAFileWithoutAKeyAndNeverShowsIt) {
  fakes::FakeFiles files;
  const std::string two = std::string(kOne) + "\n" + kTwo + "\n";
  for (const std::string& text : {std::string(), std::string("\n"), std::string("short"), std::string(kOne) + "/x",
                                  std::string(kOne) + " ", std::string(129, 'a'), two + kOne}) {
    files.contents["k"] = text;
    const auto key = PathKey::Open(files, "k");
    ASSERT_FALSE(key.has_value()) << text;
    EXPECT_NE(key.error().message.find("k holds no path key"), std::string::npos);
    EXPECT_EQ(key.error().message.find(kOne), std::string::npos);
  }
}

TEST(PathKey, TakesANewKeyUpAndKeepsTheOldOneWhereItIsBroken) {
  fakes::FakeFiles files;
  files.contents["k"] = kOne;
  auto opened = PathKey::Open(files, "k");
  ASSERT_TRUE(opened.has_value());
  PathKey& key = **opened;
  EXPECT_FALSE(*key.Refresh());
  files.contents["k"] = "broken";
  EXPECT_FALSE(key.Refresh().has_value());
  EXPECT_FALSE(*key.Refresh());  // Told once.
  files.contents.erase("k");
  EXPECT_FALSE(key.Refresh().has_value());
  EXPECT_TRUE(key.Opens(kOne));
  files.contents["k"] = kTwo;
  EXPECT_TRUE(*key.Refresh());
  EXPECT_FALSE(key.Opens(kOne));
  EXPECT_TRUE(key.Opens(kTwo));
}

}  // namespace
}  // namespace webhook
