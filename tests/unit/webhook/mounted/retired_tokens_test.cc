#include "mounted/retired_tokens.h"

#include <gtest/gtest.h>

#include "testing/fakes.h"

namespace mounted {
namespace {

std::string ListOf(const std::string& fingerprint) {
  retired::List list;
  list.rotated_at = "2026-11-24T03:00:00.000Z";
  list.Add(fingerprint, "2026-11-24T03:00:00.000Z");
  return retired::Serialize(list);
}

TEST(RetiredTokens, AreEmptyWhereTheSecretHoldsNoData) {
  fakes::FakeFiles files;
  const auto store = MakeRetiredTokenStore(files, "/retired");
  EXPECT_TRUE(store->Current()->list.entries.empty()) << "before the first look";
  EXPECT_TRUE(*store->Refresh({}));
  EXPECT_FALSE(store->Current()->key.has_value());
  EXPECT_TRUE(store->Current()->list.entries.empty());
}

TEST(RetiredTokens, HoldKeyAndListOfTheMount) {
  fakes::FakeFiles files;
  const std::string fingerprint = "hmac-sha256:" + std::string(32, 'a');
  files.contents = {{"/retired/hmac-key", std::string(32, '\x7f')}, {"/retired/retired.json", ListOf(fingerprint)}};
  const auto store = MakeRetiredTokenStore(files, "/retired");
  EXPECT_TRUE(*store->Refresh({}));
  ASSERT_TRUE(store->Current()->key.has_value());
  EXPECT_EQ(store->Current()->key->size(), 32U);
  EXPECT_TRUE(store->Current()->list.RetiredAt(fingerprint).has_value());
}

TEST(RetiredTokens, StayWhereTheNewListIsBroken) {
  fakes::FakeFiles files;
  const std::string fingerprint = "hmac-sha256:" + std::string(32, 'a');
  files.contents = {{"/retired/hmac-key", std::string(32, '\x7f')}, {"/retired/retired.json", ListOf(fingerprint)}};
  const auto store = MakeRetiredTokenStore(files, "/retired");
  EXPECT_TRUE(*store->Refresh({}));
  files.contents["/retired/retired.json"] = "{";
  EXPECT_FALSE(store->Refresh({}).has_value());
  EXPECT_TRUE(store->Current()->list.RetiredAt(fingerprint).has_value());
}

}  // namespace
}  // namespace mounted
