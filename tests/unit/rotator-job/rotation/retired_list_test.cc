#include "rotation/retired_list.h"

#include <gtest/gtest.h>

#include "rotation_fixture.h"

namespace rotation {
namespace {

class RetiredListTest : public RotationFixture {};

TEST_F(RetiredListTest, PutsTheOldTokensFingerprintOnTheRetiredList) {
  EXPECT_EQ(Run(), Exit::kDone);
  auto& data = cluster.secrets["token-guard-retired"].data;
  const base::SecretBytes key{std::string_view(data["hmac-key"])};
  EXPECT_EQ(key.size(), retired::kKeyLength);
  const auto list = retired::Parse(data["retired.json"]);
  ASSERT_TRUE(list.has_value());
  EXPECT_TRUE(list->RetiredAt(retired::Fingerprint(key, kOld)).has_value());
  EXPECT_FALSE(list->RetiredAt(retired::Fingerprint(key, cluster.Token())).has_value());
}

TEST_F(RetiredListTest, ADryRunStoresNothingAndChangesNothingHere) {
  const Settings settings;
  const Context context{settings, profile, cluster, cluster, clock, random, log};
  RetiredList list(context);
  const base::SecretBytes before{std::string_view(kOld)};
  const base::SecretBytes after{std::string_view("after")};
  ASSERT_TRUE(list.Retire(before, after, kube::Write::kDryRun));
  EXPECT_FALSE(list.Contains(before));
  EXPECT_TRUE(cluster.secrets["token-guard-retired"].data.empty());
  ASSERT_TRUE(list.Retire(before, after, kube::Write::kReal));
  EXPECT_TRUE(list.Contains(before));
  ASSERT_TRUE(list.Restore(before));
  EXPECT_FALSE(list.Contains(before));
}

TEST_F(RetiredListTest, ReadsTheListAgainAfterAConflict) {
  const Settings settings;
  const Context context{settings, profile, cluster, cluster, clock, random, log};
  RetiredList list(context);
  ASSERT_TRUE(list.Read());
  ++cluster.secrets["token-guard-retired"].version;
  const base::SecretBytes before{std::string_view(kOld)};
  EXPECT_FALSE(list.Retire(before, before.Clone(), kube::Write::kReal));
  EXPECT_TRUE(list.Retire(before, base::SecretBytes(std::string_view("after")), kube::Write::kReal));
}

}  // namespace
}  // namespace rotation
