#include "kube/client.h"

#include <algorithm>

namespace kube {

bool Rules::Allow(const Permission& permission) const {
  const auto covers = [](const std::set<std::string>& set, const std::string& what) {
    return set.count("*") != 0 || set.count(what) != 0;
  };
  return std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) {
    return covers(rule.verbs, permission.verb) && covers(rule.groups, permission.group) &&
           covers(rule.resources, permission.resource) &&
           (rule.names.empty() || (!permission.name.empty() && rule.names.count(permission.name) != 0));
  });
}

}  // namespace kube
