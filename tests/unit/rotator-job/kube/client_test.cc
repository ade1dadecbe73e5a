#include "kube/client.h"

#include <gtest/gtest.h>

namespace kube {
namespace {

Permission Ask(const std::string& verb, const std::string& group, const std::string& resource,
               const std::string& name) {
  Permission permission;
  permission.verb = verb;
  permission.group = group;
  permission.resource = resource;
  permission.name = name;
  return permission;
}

TEST(RulesAllow, NeedsVerbGroupAndResourceInOneRule) {
  Rules rules;
  rules.rules.push_back({{"get"}, {""}, {"secrets"}, {}});
  rules.rules.push_back({{"list"}, {"apps"}, {"deployments"}, {}});
  EXPECT_TRUE(rules.Allow(Ask("get", "", "secrets", "a")));
  EXPECT_FALSE(rules.Allow(Ask("list", "", "secrets", "a")));
  EXPECT_FALSE(rules.Allow(Ask("get", "apps", "secrets", "a")));
  EXPECT_FALSE(rules.Allow(Ask("get", "", "pods", "a")));
}

TEST(RulesAllow, GrantsByNameOnlyTheNamesOfTheRule) {
  Rules rules;
  rules.rules.push_back({{"get"}, {""}, {"secrets"}, {"a"}});
  EXPECT_TRUE(rules.Allow(Ask("get", "", "secrets", "a")));
  EXPECT_FALSE(rules.Allow(Ask("get", "", "secrets", "b")));
  EXPECT_FALSE(rules.Allow(Ask("get", "", "secrets", ""))) << "any name is more than one name";
}

TEST(RulesAllow, TakesAnAsteriskForEverything) {
  Rules rules;
  rules.rules.push_back({{"*"}, {"*"}, {"*"}, {}});
  EXPECT_TRUE(rules.Allow(Ask("patch", "apps", "deployments", "")));
  EXPECT_FALSE(Rules().Allow(Ask("patch", "apps", "deployments", "")));
}

}  // namespace
}  // namespace kube
