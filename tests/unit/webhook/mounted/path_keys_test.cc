#include "mounted/path_keys.h"

#include <gtest/gtest.h>

#include "testing/fakes.h"

namespace mounted {
namespace {

constexpr const char* kOne = "0123456789abcdef";
constexpr const char* kTwo = "fedcba9876543210";

TEST(PathKeys, ContainTheKeysOfTheFileAlone) {
  fakes::FakeFiles files;
  files.contents["k"] = std::string(kOne) + "\n\n" + kTwo + "\n";
  const auto store = OpenPathKeyStore(files, "k");
  ASSERT_TRUE(store.has_value());
  const auto keys = (*store)->Current();
  EXPECT_TRUE(keys->Contains(kOne));
  EXPECT_TRUE(keys->Contains(kTwo));
  for (const auto* wrong : {"", "0123456789abcde", "0123456789abcdef0", "0123456789abcdeF"}) {
    EXPECT_FALSE(keys->Contains(wrong)) << wrong;
  }
}

TEST(PathKeys, RefuseAFileWithoutAKeyAndNeverShowIt) {
  fakes::FakeFiles files;
  const std::string two = std::string(kOne) + "\n" + kTwo + "\n";
  for (const std::string& text : {std::string(), std::string("\n"), std::string("short"), std::string(kOne) + "/x",
                                  std::string(kOne) + " ", std::string(129, 'a'), two + kOne}) {
    files.contents["k"] = text;
    const auto store = OpenPathKeyStore(files, "k");
    ASSERT_FALSE(store.has_value()) << text;
    EXPECT_NE(store.error().message.find("k holds no path key"), std::string::npos);
    EXPECT_EQ(store.error().message.find(kOne), std::string::npos);
  }
}

TEST(PathKeys, AreReplacedByGoodOnesAlone) {
  fakes::FakeFiles files;
  files.contents["k"] = kOne;
  const auto store = OpenPathKeyStore(files, "k");
  ASSERT_TRUE(store.has_value());
  files.contents["k"] = "broken";
  EXPECT_FALSE((*store)->Refresh({}).has_value());
  EXPECT_TRUE((*store)->Current()->Contains(kOne));
  files.contents["k"] = kTwo;
  EXPECT_TRUE(*(*store)->Refresh({}));
  EXPECT_FALSE((*store)->Current()->Contains(kOne));
  EXPECT_TRUE((*store)->Current()->Contains(kTwo));
}

}  // namespace
}  // namespace mounted
