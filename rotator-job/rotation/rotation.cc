#include "rotation/rotation.h"

#include <optional>
#include <utility>

#include "base/base64.h"
#include "base/time_text.h"
#include "rotation/audit_trail.h"
#include "rotation/executor.h"
#include "rotation/preflight.h"
#include "rotation/record_check.h"
#include "rotation/secret_readers.h"
#include "token/generator.h"

namespace rotation {
namespace {

// As long as a token of the generator, so that a pod cannot tell a decoy by its length.
constexpr std::size_t kDecoyBytes = 33;
constexpr int kReleaseTries = 6;

class Rotator {
 public:
  Rotator(const Context& context, base::SecretBytes decoy)
      : context_(context),
        report_(context),
        lease_(context.client, context.clock, context.settings.holder, context.profile),
        secret_(context),
        retired_(context),
        trail_(context, lease_, retired_),
        informer_(context.client, context.clock),
        probe_(context.probe, context.clock, context.log, std::move(decoy)),
        verifier_(context, informer_, probe_),
        preflight_(context, lease_, secret_, retired_, informer_, verifier_, probe_) {}

  Exit Run() { return End(RunToEnding()); }

 private:
  Ending RunToEnding();
  std::optional<Ending> AcquireLock();
  std::optional<Ending> Begin();
  std::optional<Ending> CheckResumption();
  Ending Execute(bool resumed);
  Exit End(const Ending& ending);

  const Context& context_;
  Report report_;
  Lease lease_;
  GuardedSecret secret_;
  RetiredList retired_;
  AuditTrail trail_;
  PodInformer informer_;
  TokenProbe probe_;
  RolloutVerifier verifier_;
  Preflight preflight_;
};

Ending Rotator::RunToEnding() {
  report_.Enter(step::kPreflight);
  if (auto ending = preflight_.CheckPermissions(report_)) {
    return *ending;
  }
  if (auto ending = AcquireLock()) {
    return *ending;
  }
  if (const auto usable = CheckRecord(lease_.Contents(), context_.clock.Now(), context_.profile.guard_namespace);
      !usable) {
    return EndingOf(usable.error());
  }
  const bool resumed = lease_.Contents().phase != Phase::kIdle;
  if (auto ending = resumed ? CheckResumption() : Begin()) {
    return *ending;
  }
  return Execute(resumed);
}

std::optional<Ending> Rotator::AcquireLock() {
  const auto until = context_.clock.Monotonic() + context_.settings.deadline;
  if (context_.settings.dry_run) {
    const auto read = RetryUntil(context_, until, [&] { return lease_.Read(); });
    return read ? std::nullopt : std::optional(EndingOf(read.error()));
  }
  report_.Enter(step::kLock);
  Backoff backoff(context_.clock, context_.log);
  std::string seen;
  auto since = context_.clock.Monotonic();
  for (;;) {
    auto done = lease_.Read();
    if (done && !seen.empty() && seen != lease_.Version()) {
      // The holder is alive, or has just ended well: then its work need not be done again.
      return Ending{Exit::kLocked, "another run holds the lock"};
    }
    if (done && lease_.HeldByAnother()) {
      if (seen.empty()) {
        seen = lease_.Version();
        since = context_.clock.Monotonic();
        context_.log.Info("lock held by another run; waiting for it to expire",
                          {{"holder", std::string_view(lease_.Contents().holder)}});
      }
      if (context_.clock.Monotonic() - since < context_.settings.lock) {
        if (!context_.clock.Sleep(std::chrono::seconds(1))) {
          return Ending{Exit::kLocked, "another run holds the lock"};
        }
        continue;
      }
    }
    done = done ? lease_.Acquire() : std::move(done);
    if (done) {
      report_.Enter(step::kPreflight);
      return std::nullopt;
    }
    if (lease_.Lost()) {
      return Ending{Exit::kLocked, "another run holds the lock"};
    }
    if (ClassifyError(done.error()) == ErrorClass::kRefused || context_.clock.Monotonic() > until ||
        !backoff.Wait(done.error())) {
      return EndingOf(done.error());
    }
  }
}

std::optional<Ending> Rotator::Begin() {
  if (auto ending = preflight_.Run()) {
    return ending;
  }
  if (context_.settings.dry_run) {
    for (const auto& consumer : context_.profile.consumers) {
      context_.log.Info("dry run: would restart", {{"deployment", std::string_view(consumer.deployment)}});
    }
    context_.log.Info("dry run: would make a token, set it, restart the consumers and prove it; nothing was changed");
    return Ending{};
  }
  report_.Enter(step::kCreate);
  Record& record = lease_.Contents();
  Plan& plan = preflight_.PreparedPlan();
  record.phase = Phase::kForward;
  record.id = plan.id;
  record.strategy = context_.settings.strategy;
  record.started = base::FormatTime(context_.clock.Now());
  record.pending = std::move(plan.token);
  record.previous = secret_.Token();
  record.stamps = plan.stamps;
  record.failures = context_.settings.force ? 0 : record.failures;
  const auto until = context_.clock.Monotonic() + context_.settings.deadline;
  const auto written = RetryUntil(context_, until, [&] { return lease_.Write(); });
  if (lease_.Lost()) {
    return Ending{Exit::kLocked, "another run holds the lock"};
  }
  if (!written) {
    record.phase = Phase::kIdle;
    return EndingOf(written.error());
  }
  trail_.Done(AuditTrail::Step::kBegin);
  context_.log.Info(context_.settings.rollback ? "rollback begun" : "rotation begun",
                    {{"id", std::string_view(record.id)}});
  return std::nullopt;
}

std::optional<Ending> Rotator::CheckResumption() {
  const Record& record = lease_.Contents();
  if (context_.settings.dry_run) {
    context_.log.Info("dry run: would resume the rotation under way", {{"id", std::string_view(record.id)}});
    return Ending{};
  }
  trail_.Done(AuditTrail::Step::kResume);
  context_.log.Info("resuming a rotation that was interrupted", {{"id", std::string_view(record.id)}});
  const auto until = context_.clock.Monotonic() + context_.settings.deadline;
  for (const auto& consumer : context_.profile.consumers) {
    const auto deployment = RetryUntil(context_, until, [&] { return verifier_.Deployment(consumer.deployment); });
    const auto ours =
        deployment ? CheckStamp(record, *deployment, context_.profile.guard_namespace) : base::Fail(deployment.error());
    if (!ours) {
      return EndingOf(ours.error());
    }
  }
  const auto live = RetryUntil(context_, until, [&] { return secret_.Observe(record, true); });
  if (!live) {
    return EndingOf(live.error());
  }
  if (record.phase == Phase::kForward && *live == Live::kPrevious && !context_.settings.rollback) {
    const auto read = RetryUntil(context_, until, [&] { return retired_.Read(); });
    const auto sample = token::Generate(context_.random, context_.profile);
    const auto ours = !read ? base::Fail(read.error())
                      : !sample
                          ? base::Fail(sample.error())
                          : CheckPending(record, context_.profile, sample->size(), retired_.Contains(record.pending));
    if (!ours) {
      return EndingOf(ours.error());
    }
  }
  return std::nullopt;
}

Ending Rotator::Execute(bool resumed) {
  Executor executor(context_, lease_, secret_, retired_, informer_, verifier_, report_, trail_,
                    preflight_.ListsEvents());
  if (resumed && context_.settings.rollback && lease_.Contents().phase == Phase::kForward) {
    if (auto ending = executor.BeginRollback("the command rollback turns the interrupted rotation back")) {
      return *ending;
    }
  }
  return executor.Run();
}

Exit Rotator::End(const Ending& ending) {
  Exit exit = ending.exit;
  base::Result<void> released;
  for (int tries = 0; lease_.Held() && tries < kReleaseTries; ++tries) {
    Backoff backoff(context_.clock, context_.log);
    released = lease_.Release();
    if (released || ClassifyError(released.error()) == ErrorClass::kRefused || !backoff.Wait(released.error())) {
      break;
    }
  }
  if (!released && exit == Exit::kDone) {
    exit = EndingOf(released.error()).exit;
  }
  trail_.End(ending, exit);
  if (!ending.event.empty()) {
    report_.Announce({"v1", "Secret", context_.profile.secret, secret_.Value().uid}, ending.event, ending.sentence,
                     ending.exit != Exit::kDone);
  }
  if (ending.summary != nullptr) {
    report_.LogSummary(ending.summary,
                       {lease_.Contents().id, secret_.FirstSet(), verifier_.RolledOut(), verifier_.PodsProven()});
  }
  if (ending.summary != nullptr && exit == Exit::kDone) {
    report_.LogRemainder(UnmanagedReaders(informer_, context_.profile));
  }
  if (exit != Exit::kDone) {
    const std::string& sentence = ending.sentence.empty() && !released ? released.error().message : ending.sentence;
    context_.log.Error("stopped", {{"error", std::string_view(sentence)}});
  }
  return exit;
}

}  // namespace

Exit Run(const Context& context) {
  const auto bytes = context.random.Bytes(kDecoyBytes);
  if (!bytes) {
    context.log.Error("stopped", {{"error", std::string_view(bytes.error().message)}});
    return Exit::kNeedsPerson;
  }
  return Rotator(context, base::SecretBytes(base::EncodeBase64(bytes->Reveal()))).Run();
}

}  // namespace rotation
