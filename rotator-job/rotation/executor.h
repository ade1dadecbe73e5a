// Drives a rotation that the record describes to its end: observe, decide one step (decision.h), execute the step with
// a precondition, observe again.
//
// Killed anywhere and run again, it converges. One rule for every failed call, in OnFailure: what may pass is retried
// until the phase's deadline; anything else in the forward phase leads to a rollback; anything else in a rollback is
// reported with what is live where. One thread; everything borrowed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rotation/audit_trail.h"
#include "rotation/decision.h"
#include "rotation/guarded_secret.h"
#include "rotation/lease.h"
#include "rotation/report.h"
#include "rotation/retired_list.h"
#include "rotation/retry.h"
#include "rotation/revert_counter.h"
#include "rotation/rollout_verifier.h"

namespace rotation {

class Executor {
 public:
  // `events`: whether the account may list Events.
  Executor(const Context& context, Lease& lease, GuardedSecret& secret, RetiredList& retired, PodInformer& informer,
           RolloutVerifier& verifier, Report& report, AuditTrail& trail, bool events);

  // The lock is held and the record is not idle. Returns when the rotation has ended or has to be resumed.
  Ending Run();
  // Turns a rotation in its forward phase back. Null if Run should follow.
  std::optional<Ending> BeginRollback(const std::string& reason);

 private:
  using Time = ports::Clock::MonotonicTime;

  std::optional<Ending> Iterate();
  base::Result<World> Observe();
  base::Result<void> ObserveConsumers(World& world);
  base::Result<void> ReadLive(World& world, bool anew);
  std::optional<Ending> OnReverted();
  std::optional<Ending> OnFailure(const base::Error& error, Step step);

  base::Result<void> Execute(Step step);
  base::Result<void> SetToken();
  base::Result<void> Restart();
  base::Result<void> Wait();
  base::Result<void> Finish();
  base::Result<void> ConcludeRollback(bool proven);
  base::Result<void> Yield();
  // Writes the record as idle and without lock; on failure the record is as before.
  base::Result<void> Conclude(Record next, Ending ending);

  [[nodiscard]] bool Forward() const { return lease_.Contents().phase == Phase::kForward; }
  [[nodiscard]] bool Late() const;
  // What is live where, and the command to return to the previous token. "nothing was changed" if the token was not
  // set.
  [[nodiscard]] std::string WhatIsLive() const;

  const Context& context_;
  Lease& lease_;
  GuardedSecret& secret_;
  RetiredList& retired_;
  PodInformer& informer_;
  RolloutVerifier& verifier_;
  Report& report_;
  AuditTrail& trail_;
  const bool events_;
  Backoff backoff_;
  RevertCounter reverts_;

  Time phase_began_;
  Live live_ = Live::kPrevious;            // As observed last.
  bool changed_ = false;                   // The pending token has been live at some time.
  bool set_ = false;                       // The last observation found the phase's token in the Secret.
  bool proven_ = false;                    // The last observation found every consumer proven.
  bool set_in_phase_ = false;              // This run has written the Secret in the current phase.
  bool unsaved_ = false;                   // The record does not say yet that the phase is a rollback.
  std::string reason_;                     // Of the rollback.
  Exit rolled_back_ = Exit::kRolledBack;   // The exit code of a proven rollback.
  std::vector<std::string> refusals_;      // Of the rollback's own writes.
  std::optional<base::Error> unfinished_;  // Of the last step; null if that step succeeded.
  std::optional<Ending> ending_;
};

}  // namespace rotation
