// A rotation on the fake cluster, with Keptn's profile and a token that is live.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "rotation/record.h"
#include "rotation/rotation.h"
#include "testing/fake_cluster.h"
#include "testing/fakes.h"

namespace rotation {

constexpr const char* kOld = "mYJ3pQ0lV1K8x0W2b5ZcRw==";
constexpr const char* kPending = "lPz0mYJ3pQ0lV1K8x0W2bw==";
constexpr const char* kUnfinished = "0123456789ab";  // The id of a rotation that a run left unfinished.

// An API server's refusal that a retry does not change.
inline std::optional<base::Error> Refusal() {
  return base::Error{base::Code::kDenied, "admission webhook \"policy\" denied the request: no"};
}

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
  Exit Run(const Settings& settings = {}) { return RunOn(cluster, settings); }
  // The same on another cluster, which borrows nothing.
  Exit RunOn(fakes::FakeCluster& other, Settings settings = {}) {
    settings.holder = "run-" + std::to_string(++runs_);
    return rotation::Run({settings, profile, other, other, clock, random, log});
  }
  bool Logged(const std::string& text) {
    return std::any_of(log.lines.begin(), log.lines.end(),
                       [&](const std::string& line) { return line.find(text) != std::string::npos; });
  }
  void StoreRecord(const std::string& json) { cluster.secrets["token-rotator-record"].data["record.json"] = json; }
  // The record of a run that ended between the creation of kPending and the proof.
  void StoreUnfinished() {
    Record record;
    record.phase = Phase::kForward;
    record.id = kUnfinished;
    record.started = "2026-11-24T05:00:00.000Z";
    record.pending = base::SecretBytes(std::string_view(kPending));
    record.previous = base::SecretBytes(std::string_view(kOld));
    StoreRecord(std::string(SerializeRecord(record).Reveal()));
  }
  Record ReadRecord() {
    const std::string& json = cluster.secrets["token-rotator-record"].data["record.json"];
    return std::move(*ParseRecord(base::SecretBytes(std::string_view(json)), profile.guard_namespace));
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
