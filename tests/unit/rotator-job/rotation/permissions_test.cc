#include "rotation/permissions.h"

#include <gtest/gtest.h>

#include "rotation_fixture.h"

namespace rotation {
namespace {

class PermissionsTest : public RotationFixture {};

TEST_F(PermissionsTest, NamesTheMissingPermissionAndChangesNothing) {
  for (const auto& permission : Needed(profile, Settings())) {
    kube::Rules all;
    for (const auto& other : Needed(profile, Settings())) {
      if (Describe(other) != Describe(permission)) {
        all.rules.push_back({{other.verb}, {other.group}, {other.resource}, {}});
        if (!other.name.empty()) {
          all.rules.back().names = {other.name};
        }
      }
    }
    cluster.rules = all;
    EXPECT_EQ(Run(), Exit::kNeedsPerson) << Describe(permission);
    EXPECT_EQ(cluster.secrets["token-rotator-record"].version, 1) << "not even the lock was taken";
  }
}

TEST_F(PermissionsTest, OnlyWarnsWhereEventsCannotBeWritten) {
  cluster.rules = {};
  for (const auto& needed : Needed(profile, Settings())) {
    cluster.rules.rules.push_back({{needed.verb}, {needed.group}, {needed.resource}, {}});
  }
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_TRUE(Logged("this account may not create events"));
}

}  // namespace
}  // namespace rotation
