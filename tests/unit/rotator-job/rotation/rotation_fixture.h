// A rotation on the fake cluster, with Keptn's profile and a token that is live.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "rotation/rotation.h"
#include "testing/fake_cluster.h"
#include "testing/fakes.h"

namespace rotation {

constexpr const char* kOld = "mYJ3pQ0lV1K8x0W2b5ZcRw==";

class RotationFixture : public testing::Test {
 protected:
  RotationFixture() { Reset(); }
  void Reset() {
    cluster = fakes::FakeCluster();
    cluster.clock = &clock;
    cluster.SetToken(kOld);
    cluster.Deploy("api-service", "");
    cluster.Deploy("bridge", "");
  }
  Exit Run(Settings settings = {}) {
    settings.holder = "run-" + std::to_string(++runs_);
    return Rotation(settings, profile, cluster, cluster, clock, random, log).Run();
  }
  Record ReadRecord() {
    const std::string& json = cluster.secrets["token-rotator-record"].data["record.json"];
    return std::move(*ParseRecord(base::SecretBytes(std::string_view(json))));
  }

  token::Profile profile = token::KeptnProfile();
  fakes::FakeClock clock;
  fakes::FakeCluster cluster;
  fakes::FakeRandom random;
  fakes::FakeLog log;

 private:
  int runs_ = 0;
};

}  // namespace rotation
