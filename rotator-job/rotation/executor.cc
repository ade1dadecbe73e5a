#include "rotation/executor.h"

#include <utility>

#include "base/time_text.h"
#include "rotation/consumer_pods.h"
#include "rotation/failure_reasons.h"

namespace rotation {
namespace {

constexpr const char* kLockLost = "another run has taken the lock; this run stops";

std::string Join(const std::vector<std::string>& parts, const char* separator) {
  std::string text;
  for (const auto& part : parts) {
    text += (text.empty() ? "" : separator) + part;
  }
  return text;
}

}  // namespace

Executor::Executor(const Context& context, Lease& lease, GuardedSecret& secret, RetiredList& retired,
                   PodInformer& informer, RolloutVerifier& verifier, Report& report, AuditTrail& trail, bool events)
    : context_(context),
      lease_(lease),
      secret_(secret),
      retired_(retired),
      informer_(informer),
      verifier_(verifier),
      report_(report),
      trail_(trail),
      events_(events),
      backoff_(context.clock, context.log),
      phase_began_(context.clock.Monotonic()) {
  if (lease.Contents().phase == Phase::kRollback) {
    secret_.TolerateRefusals();
    changed_ = true;
    reason_ = "an earlier run began to return to the previous token";
  }
}

Ending Executor::Run() {
  for (;;) {
    if (auto ending = Iterate()) {
      return *ending;
    }
  }
}

std::optional<Ending> Executor::Iterate() {
  if (unsaved_) {
    const auto written = lease_.Write();
    unsaved_ = !written && ClassifyError(written.error()) == ErrorClass::kRetry;
    if (lease_.Lost()) {
      return Ending{Exit::kLocked, kLockLost};
    }
  }
  const auto world = Observe();
  if (!world) {
    return OnFailure(world.error(), Step::kWait);
  }
  if (reverts_.Exceeded()) {
    return OnReverted();
  }
  const Step step = Decide(*world);
  if (step == Step::kRollBack) {
    return BeginRollback("the new token was not proven within " + std::to_string(context_.settings.deadline.count()) +
                         " s");
  }
  if (auto done = Execute(step); !done) {
    return OnFailure(done.error(), step);
  }
  backoff_.Reset();
  unfinished_.reset();
  return std::exchange(ending_, std::nullopt);
}

bool Executor::Late() const {
  const auto deadline = Forward() ? context_.settings.deadline : context_.settings.rollback_deadline;
  return context_.clock.Monotonic() - phase_began_ > deadline;
}

base::Result<World> Executor::Observe() {
  World world;
  world.phase = lease_.Contents().phase;
  world.late = Late();
  if (auto read = ReadLive(world, false); !read) {
    return base::Fail(read.error());
  }
  if (live_ == (Forward() ? Live::kPending : Live::kPrevious)) {
    const auto equal = secret_.CopiesHold(lease_.Contents().Wanted());
    if (!equal) {
      return base::Fail(equal.error());
    }
    world.copies_equal = *equal;
    if (auto observed = ObserveConsumers(world); !observed) {
      return base::Fail(observed.error());
    }
  }
  return world;
}

base::Result<void> Executor::ObserveConsumers(World& world) {
  bool proven = true;
  bool drained = true;
  for (const auto& consumer : context_.profile.consumers) {
    const auto state = verifier_.Observe(consumer, lease_.Contents(), secret_.Value().set);
    if (!state) {
      return base::Fail(state.error());
    }
    proven = proven && state->proven;
    drained = drained && state->drained;
    world.consumers.push_back(*state);
  }
  verifier_.LogProgress();
  if (proven && !proven_ && verifier_.PodsProven() > 0) {
    trail_.Done(AuditTrail::Step::kProve);
  }
  proven_ = proven;
  const bool concludes = proven && (drained || world.late);
  if (concludes) {
    report_.MarkCutOver();
  }
  // Before anything is concluded from the pods: does the Secret still hold the token that they were asked for?
  return verifier_.ConsumeTokenRejection() || concludes ? ReadLive(world, true) : base::Result<void>();
}

base::Result<void> Executor::ReadLive(World& world, bool anew) {
  const auto live = secret_.Observe(lease_.Contents(), anew);
  if (!live) {
    return base::Fail(live.error());
  }
  live_ = world.live = *live;
  changed_ = changed_ || live_ == Live::kPending;
  const bool set = changed_ && live_ == (Forward() ? Live::kPending : Live::kPrevious);
  if (set && !set_) {
    trail_.Done(AuditTrail::Step::kSet);
  }
  set_ = set;
  if (reverts_.Observe(live_, lease_.Contents().phase)) {
    context_.log.Warning(
        "somebody else has written the other token back",
        {{"fieldManager", std::string_view(secret_.Writer())}, {"times", std::int64_t{reverts_.Count()}}});
  }
  return {};
}

std::optional<Ending> Executor::OnReverted() {
  const std::string sentence = "field manager " + secret_.Writer() + " has written its token back " +
                               std::to_string(reverts_.Count()) +
                               " times: rotate at the source of that tool, or stop the tool";
  if (Forward()) {
    rolled_back_ = Exit::kNeedsPerson;
    return BeginRollback(sentence);
  }
  return Ending{Exit::kNeedsPerson, sentence + "; " + WhatIsLive()};
}

std::optional<Ending> Executor::OnFailure(const base::Error& error, Step step) {
  if (lease_.Lost()) {
    return Ending{Exit::kLocked, kLockLost};
  }
  const bool passing = ClassifyError(error) == ErrorClass::kRetry;
  unfinished_ = error;
  if (passing && !Late()) {
    return backoff_.Wait(error)
               ? std::nullopt
               : std::optional(Ending{Exit::kUnreachable, "asked to stop; the next run resumes; " + WhatIsLive()});
  }
  // A proven token that cannot be recorded in time stays: the next run records it.
  if (Forward() && !(passing && proven_)) {
    return BeginRollback((passing ? "a call did not succeed in time: " : "a call was refused: ") + error.message);
  }
  if (passing) {
    return Ending{Exit::kUnreachable, error.message + "; out of time; the next run resumes; " + WhatIsLive()};
  }
  if (step == Step::kCopy) {
    context_.log.Error("a copy cannot be put back", {{"error", std::string_view(error.message)}});
    refusals_.push_back(error.message);
    return std::nullopt;
  }
  return Ending{Exit::kNeedsPerson, "the rollback was refused: " + error.message + "; it had begun because " + reason_ +
                                        "; " + WhatIsLive()};
}

std::optional<Ending> Executor::BeginRollback(const std::string& reason) {
  Record& record = lease_.Contents();
  if (changed_) {
    for (const auto& why : FailureReasons(context_, informer_, events_)) {
      context_.log.Error("rollout incomplete", {{"reason", std::string_view(why)}});
    }
  }
  if (record.previous.Empty()) {
    return Ending{Exit::kNeedsPerson,
                  reason + "; there was no token before this rotation to return to; " + WhatIsLive()};
  }
  context_.log.Error("returning to the previous token",
                     {{"id", std::string_view(record.id)}, {"reason", std::string_view(reason)}});
  report_.Enter(step::kRollback);
  reason_ = reason;
  record.phase = Phase::kRollback;
  trail_.Done(AuditTrail::Step::kRollback, reason);
  phase_began_ = context_.clock.Monotonic();
  set_ = proven_ = set_in_phase_ = false;
  reverts_.Reset();
  secret_.ResetCopies();
  secret_.TolerateRefusals();
  report_.ResetCutOver();
  verifier_.Reset();
  backoff_.Reset();
  // If the record cannot be written, the rollback goes on all the same: the token matters more.
  const auto written = lease_.Write();
  unsaved_ = !written && ClassifyError(written.error()) == ErrorClass::kRetry;
  return lease_.Lost() ? std::optional(Ending{Exit::kLocked, kLockLost}) : std::nullopt;
}

base::Result<void> Executor::Execute(Step step) {
  switch (step) {
    case Step::kSet:
      return SetToken();
    case Step::kCopy:
      report_.Enter(Forward() ? step::kSet : step::kRollback);
      return secret_.SetCopies(lease_.Contents().Wanted());
    case Step::kRestart:
      return Restart();
    case Step::kWait:
      return Wait();
    case Step::kFinish:
      return Finish();
    case Step::kRolledBack:
      return ConcludeRollback(true);
    case Step::kGiveUp:
      return refusals_.empty() && unfinished_ ? base::Fail(*unfinished_) : ConcludeRollback(false);
    case Step::kYield:
      return Yield();
    case Step::kAskPerson:
      ending_ = Ending{Exit::kNeedsPerson, SecretIsMissing(context_.profile)};
      return {};
    case Step::kRollBack:
      break;
  }
  return base::Fail(base::Code::kInternal, "a step without an action");
}

base::Result<void> Executor::SetToken() {
  if (!Forward() && lease_.Contents().previous.Empty()) {
    ending_ = Ending{Exit::kNeedsPerson, "the record holds no previous token to return to; " + WhatIsLive()};
    return {};
  }
  report_.Enter(Forward() ? step::kSet : step::kRollback);
  // Once the previous token is back, no other one may come back.
  const auto mark = Forward() ? retired_.ReturnMark(lease_.Contents().previous) : std::string();
  auto written = mark ? secret_.Set(lease_.Contents().Wanted(), *mark, lease_.Contents().id) : base::Fail(mark.error());
  if (written) {
    changed_ = true;
    verifier_.RestartAgain(lease_.Contents(), !std::exchange(set_in_phase_, true));
    context_.log.Info(Forward() ? "new token set" : "previous token set");
  }
  return written;
}

base::Result<void> Executor::Restart() {
  const bool forward = Forward();
  const Record& record = lease_.Contents();
  report_.Enter(forward ? step::kRestart : step::kRollback);
  for (const auto& consumer : context_.profile.consumers) {
    auto restarted = verifier_.Restart(consumer, record);
    if (restarted) {
      continue;
    }
    if (forward || ClassifyError(restarted.error()) == ErrorClass::kRetry) {
      return restarted;
    }
    // The other consumers are still brought back.
    context_.log.Error("a restart was refused", {{"error", std::string_view(restarted.error().message)}});
    refusals_.push_back(restarted.error().message);
    verifier_.MarkRefused(consumer.deployment);
  }
  trail_.Done(AuditTrail::Step::kRestart);
  for (const auto& consumer : context_.profile.consumers) {
    if (const auto deployment = verifier_.Deployment(consumer.deployment)) {
      report_.Announce({"apps/v1", "Deployment", deployment->name, deployment->uid},
                       forward ? "TokenRotationRestart" : "TokenRotationRollbackRestart",
                       (forward ? "restarted to read the new token; rotation "
                                : "restarted to read the previous token again; rotation ") +
                           record.id,
                       !forward);
    }
  }
  return {};
}

base::Result<void> Executor::Wait() {
  report_.Enter(Forward() ? step::kProve : step::kRollback);
  const auto waited = verifier_.Wait();
  if (!waited) {
    return base::Fail(waited.error());
  }
  if (!*waited) {
    ending_ = Ending{Exit::kUnreachable, "asked to stop; the next run resumes; " + WhatIsLive()};
    return {};
  }
  return lease_.Renew(context_.settings.lock);
}

base::Result<void> Executor::Conclude(Record next, Ending ending) {
  Record before = std::exchange(lease_.Contents(), std::move(next));
  auto released = lease_.Release();
  if (!released) {
    before.heartbeat = lease_.Contents().heartbeat;
    lease_.Contents() = std::move(before);
    return released;
  }
  ending_ = std::move(ending);
  return {};
}

base::Result<void> Executor::Finish() {
  report_.Enter(step::kFinish);
  Record next = lease_.Contents().Clone();
  if (auto listed = retired_.Retire(next.previous, next.pending, kube::Write::kReal); !listed) {
    return listed;
  }
  for (const auto& pod : TerminatingPods(informer_, context_.profile)) {
    context_.log.Warning("old pod is still terminating", {{"pod", std::string_view(pod.name)}});
  }
  next.unproven = Join(UnprovenConsumers(informer_, context_.profile), ", ");
  const bool all = next.unproven.empty();
  next.phase = Phase::kIdle;
  next.failures = 0;
  next.rotated = base::FormatTime(context_.clock.Now());
  next.pending.Clear();
  const std::string sentence =
      all ? "the token was rotated and proven; rotation " + next.id
          : "the token was set; " + next.unproven + " has no pods, so nothing was proven; rotation " + next.id;
  return Conclude(std::move(next), {Exit::kDone, sentence, "TokenRotated", all ? "rotated" : "set-not-proven",
                                    all ? "rotated" : "set, not proven"});
}

base::Result<void> Executor::ConcludeRollback(bool proven) {
  Record next = lease_.Contents().Clone();
  if (auto restored = retired_.Restore(next.previous);
      !restored && ClassifyError(restored.error()) == ErrorClass::kRetry && !Late()) {
    return restored;
  }
  const std::string why = reason_ + "; rotation " + next.id;
  if (!proven && !refusals_.empty()) {
    // The record is kept: the next run, or the command `rollback`, tries again.
    ending_ = Ending{
        Exit::kNeedsPerson,
        "the rollback was refused: " + Join(refusals_, "; ") + "; it had begun because " + why + "; " + WhatIsLive(),
        "TokenRotationRollbackRefused"};
    return {};
  }
  next.phase = Phase::kIdle;
  ++next.failures;
  next.pending.Clear();
  next.previous.Clear();  // The previous token is live again: there is none to return to.
  Ending ending{rolled_back_, "the previous token is live again and proven: " + why, "TokenRotationRolledBack",
                "rolled-back", "rolled back"};
  if (!proven) {
    ending = {Exit::kNeedsPerson,
              "the previous token is live again and could not be proven either: " + why +
                  "; look at the pods: kubectl get pods -n " + context_.profile.secret_namespace,
              "TokenRotationRolledBack", "rolled-back-not-proven", "rolled back, not proven"};
  } else if (!refusals_.empty()) {
    ending.exit = Exit::kNeedsPerson;
    ending.sentence += "; a copy still holds the new token: " + Join(refusals_, "; ");
  }
  return Conclude(std::move(next), std::move(ending));
}

base::Result<void> Executor::Yield() {
  Record next = lease_.Contents().Clone();
  next.phase = Phase::kIdle;
  next.pending.Clear();
  next.previous.Clear();
  return Conclude(std::move(next), {Exit::kNeedsPerson,
                                    "somebody else has set a token during the rotation, and that token stays; restart "
                                    "the consumers: " +
                                        RestartCommand(context_.profile),
                                    "TokenRotationYielded", "yielded"});
}

std::string Executor::WhatIsLive() const {
  if (!changed_) {
    return "nothing was changed";
  }
  const char* const held = live_ == Live::kPending    ? "the new token"
                           : live_ == Live::kPrevious ? "the previous token"
                           : live_ == Live::kOther    ? "a token that somebody else has set"
                                                      : "no token";
  const std::string holdings = DescribeHoldings(informer_, context_.profile, lease_.Contents());
  return "the Secret " + context_.profile.secret + " holds " + held + (holdings.empty() ? "" : "; " + holdings) +
         "; to return to the previous token, run: token-rotator rollback";
}

}  // namespace rotation
