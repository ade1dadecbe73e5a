// The checks before a rotation changes anything. Each failure ends the run with "nothing was changed".
//
// Every write of the rotation to come is tried as a server-side dry run under the rotator's own identity, and the proof
// is tried with the current token. One thread; everything borrowed.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "rotation/guarded_secret.h"
#include "rotation/lease.h"
#include "rotation/report.h"
#include "rotation/retired_list.h"
#include "rotation/rollout_verifier.h"

namespace rotation {

// What the preflight has prepared.
struct Plan {
  std::string id;                             // Of the rotation: 12 hex digits.
  base::SecretBytes token;                    // To make live.
  std::map<std::string, std::string> stamps;  // Rotation id in each consumer's pod template now.
};

class Preflight {
 public:
  Preflight(const Context& context, Lease& lease, GuardedSecret& secret, RetiredList& retired, PodInformer& informer,
            RolloutVerifier& verifier, TokenProbe& probe)
      : context_(context),
        lease_(lease),
        secret_(secret),
        retired_(retired),
        informer_(informer),
        verifier_(verifier),
        probe_(probe) {}

  // Before the lock is taken. Null if the account may do all that the run needs; disables the report's Events if the
  // account may not create them.
  std::optional<Ending> CheckPermissions(Report& report);
  // With the lock. Null if the rotation may begin: the plan is complete. Otherwise the ending, which is kDone if
  // nothing is due.
  std::optional<Ending> Run();

  // Whether the account may list Events, as of CheckPermissions.
  [[nodiscard]] bool ListsEvents() const { return lists_events_; }
  [[nodiscard]] Plan& PreparedPlan() { return plan_; }

 private:
  std::optional<Ending> ReadSecret();
  std::optional<Ending> CheckDue();
  std::optional<Ending> CheckPrevious();
  std::optional<Ending> CheckOwner();
  std::optional<Ending> CheckConsumers();
  std::optional<Ending> CheckConsumer(const token::Consumer& consumer, const kube::Deployment& deployment);
  std::optional<Ending> CheckTimes(const kube::Deployment& deployment);
  std::optional<Ending> MakePlan();
  std::optional<Ending> TryWrites();
  base::Result<void> UntilKeyIsMounted(const std::function<base::Result<void>()>& attempt);
  std::optional<Ending> TryReturn();
  std::optional<Ending> TryRestarts();
  base::Result<void> TryStamp(const std::string& deployment);
  std::optional<Ending> TryProof();
  bool HasEnded(const kube::Pod& pod);
  // The time at which a failing call is no longer retried.
  [[nodiscard]] ports::Clock::MonotonicTime Until() const;

  const Context& context_;
  Lease& lease_;
  GuardedSecret& secret_;
  RetiredList& retired_;
  PodInformer& informer_;
  RolloutVerifier& verifier_;
  TokenProbe& probe_;
  Plan plan_;
  bool lists_events_ = false;
};

}  // namespace rotation
