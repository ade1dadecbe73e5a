// What happens with a decision, other than the answer: audit lines, metrics.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "admission/decision.h"
#include "admission/mutation.h"
#include "ports/clock.h"
#include "token/profile.h"

namespace admission {

// The sender of a review.
struct Caller {
  std::string_view peer;         // Address and port: "10.0.0.1:40312".
  std::string_view client_name;  // Common name of the verified client certificate; empty if none was requested.
  bool known = false;            // Proved by path key or client certificate to be kube-apiserver.
};

// Valid during the call alone.
struct DecisionEvent {
  const Review& review;
  const Decision& decision;
  const Caller& caller;
  const token::Profile& profile;      // In force.
  ports::Clock::WallTime time;        // When the decision was made.
  std::chrono::nanoseconds duration;  // From the complete request to the decision, decoding included.
};

// Called by both workers at once, on the path of each request: must neither block nor throw.
class Observer {
 public:
  virtual ~Observer() = default;
  // /validate has decided.
  virtual void OnDecision(const DecisionEvent& event) = 0;
  // /mutate has answered.
  virtual void OnMutation(const Mutation& /*mutation*/) {}
};

// Keeps decisions. Called like an observer.
class Recorder {
 public:
  virtual ~Recorder() = default;
  // /validate has decided and has not answered yet. What the answer says about the record; null if the caller is
  // unknown or the decision has no record of its own.
  virtual std::optional<AuditAnnotations> Record(const DecisionEvent& event) = 0;
  // One or several answers have been sent: the place for work that no client waits for.
  virtual void OnResponsesSent() {}
};

}  // namespace admission
