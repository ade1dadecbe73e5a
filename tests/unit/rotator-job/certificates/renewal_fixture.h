// A guard in memory, and runs on it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "certificates/renewal.h"
#include "fake_guard.h"

namespace certificates {

using rotation::Exit;
using Fault = fakes::FakeGuard::Fault;

class RenewalTest : public testing::Test {
 protected:
  Exit Run(bool renew = false) {
    Settings now = settings;
    now.renew = renew;
    return Renewal(now, "token-guard", {guard, guard, guard, clock, random, log}).Run();
  }
  // A run that may be killed; null if it was.
  std::optional<Exit> Try(bool renew = false) {
    try {
      return Run(renew);
    } catch (const fakes::FakeGuard::Killed&) {
      return std::nullopt;
    }
  }
  [[nodiscard]] std::string Live(const char* key) const {
    const auto& data = guard.Stored(kTlsSecret);
    return data.count(key) == 0 ? "" : data.at(key);
  }
  [[nodiscard]] std::string PathKey() const { return guard.Stored(kPathKeySecret).at(kPathKey); }
  // What every installation looks like between two renewals, with `others` in front of the guard's own CA.
  void ExpectInOrder(const std::string& others, const std::string& name) {
    for (const auto* entry : {"validate", "delete", "mutate"}) {
      const auto& webhook = guard.Entry(entry);
      EXPECT_EQ(webhook.ca_bundle, others + Live("ca.crt")) << name;
      EXPECT_EQ(webhook.path, PathFor(webhook.name, PathKey())) << name;
      EXPECT_TRUE(webhook.active) << name;
    }
    EXPECT_EQ(ReadPathKeys(PathKey()).size(), 1U) << name;
    EXPECT_EQ(guard.Stored(kTlsSecret).size(), 3U) << name;  // No pending pair.
    EXPECT_THAT(guard.violations, testing::IsEmpty()) << name;
  }

  Settings settings;
  fakes::FakeClock clock;
  fakes::FakeRandom random;
  fakes::FakeLog log;
  fakes::FakeGuard guard{clock};
};

}  // namespace certificates
