#include "rotation/preflight.h"

#include <utility>

#include "base/hex.h"
#include "base/time_text.h"
#include "rotation/consumer_pods.h"
#include "rotation/owners.h"
#include "rotation/permissions.h"
#include "rotation/retry.h"
#include "rotation/secret_readers.h"
#include "rotation/template_changes.h"
#include "token/generator.h"
#include "token/policy.h"

namespace rotation {
namespace {

constexpr const char* kUnchanged = "; nothing was changed";
constexpr std::size_t kIdBytes = 6;
constexpr std::string_view kDecoy = "00000000";  // Shorter than any token that a profile may allow, and no mark.
constexpr std::chrono::seconds kLagPause{5};

Ending NeedsPerson(const std::string& sentence) { return {Exit::kNeedsPerson, sentence + kUnchanged}; }

// A failed call of the preflight.
Ending Failed(const base::Error& error) {
  Ending ending = EndingOf(error);
  ending.sentence += ending.exit == Exit::kNeedsPerson ? kUnchanged : "";
  return ending;
}

// A dry run. A conflict is not an objection: the real write reads again.
std::optional<Ending> Judged(const base::Result<void>& tried, const std::string& what) {
  if (tried || tried.error().code == base::Code::kConflict) {
    return std::nullopt;
  }
  return Failed(tried.error().With("the server-side dry run of " + what + " was rejected"));
}

// The same of a write of the guarded Secret, which somebody may have deleted meanwhile.
std::optional<Ending> JudgedOfSecret(const base::Result<void>& tried, const std::string& what,
                                     const token::Profile& profile) {
  const bool gone = !tried && tried.error().code == base::Code::kNotFound;
  return gone ? NeedsPerson(SecretIsMissing(profile)) : Judged(tried, what);
}

std::string Seconds(std::chrono::seconds seconds) { return std::to_string(seconds.count()) + " s"; }

}  // namespace

ports::Clock::MonotonicTime Preflight::Until() const { return context_.clock.Monotonic() + context_.settings.deadline; }

std::optional<Ending> Preflight::CheckPermissions(Report& report) {
  const auto& profile = context_.profile;
  std::map<std::string, kube::Rules> rules;  // By namespace; "" is the guarded one.
  for (const auto& ns : {std::string(), profile.guard_namespace}) {
    if (ns == profile.secret_namespace) {
      rules[ns] = rules[""];
      continue;
    }
    auto listed = RetryUntil(context_, Until(), [&] { return context_.client.ListRules(ns); });
    if (!listed) {
      return EndingOf(listed.error());
    }
    rules[ns] = std::move(*listed);
  }
  for (const auto& permission : Missing(Needed(profile, context_.settings), rules)) {
    // An authorizer that cannot list its rules may allow the verb all the same.
    const auto may = RetryUntil(context_, Until(), [&] { return context_.client.CheckAccess(permission); });
    if (!may) {
      return EndingOf(may.error());
    }
    if (!*may) {
      return NeedsPerson("this account may not " + Describe(permission) + " in namespace " +
                         (permission.ns.empty() ? profile.secret_namespace : permission.ns) +
                         "; grant the permission: " + GrantCommand(permission));
    }
  }
  if (!rules[""].Allow({"create", "", "events"})) {
    context_.log.Warning("this account may not create events; the rotation continues without them");
    report.DisableEvents();
  }
  lists_events_ = rules[""].Allow({"list", "", "events"});
  return std::nullopt;
}

std::optional<Ending> Preflight::Run() {
  using Check = std::optional<Ending> (Preflight::*)();
  for (const Check check : {&Preflight::ReadSecret, &Preflight::CheckDue, &Preflight::CheckOwner,
                            &Preflight::CheckConsumers, &Preflight::MakePlan, &Preflight::TryWrites,
                            &Preflight::TryRestarts, &Preflight::TryProof, &Preflight::TryReturn}) {
    if (auto ending = (this->*check)()) {
      return ending;
    }
  }
  return std::nullopt;
}

std::optional<Ending> Preflight::ReadSecret() {
  const auto read = RetryUntil(context_, Until(), [&] { return secret_.Read(); });
  if (read) {
    return std::nullopt;
  }
  return read.error().code == base::Code::kNotFound ? NeedsPerson(SecretIsMissing(context_.profile))
                                                    : Failed(read.error());
}

std::optional<Ending> Preflight::CheckDue() {
  const Settings& settings = context_.settings;
  Record& record = lease_.Contents();
  if (record.failures >= kMaxFailures && !settings.force && !settings.rollback) {
    return NeedsPerson(
        "three rotations in a row have failed: look at the Deployments, then run token-rotator rotate --force");
  }
  const auto since = base::ParseTime(record.rotated.empty() ? secret_.Value().created : record.rotated);
  const auto age = since ? context_.clock.Now() - *since : std::chrono::system_clock::duration::max();
  if (record.previous.Empty() || age >= settings.keep) {
    record.previous.Clear();
  }
  if (settings.rollback) {
    return CheckPrevious();
  }
  if (settings.max_age.count() > 0 && age < settings.max_age) {
    context_.log.Info("nothing due",
                      {{"ageSeconds", std::int64_t{std::chrono::duration_cast<std::chrono::seconds>(age).count()}}});
    return Ending{};
  }
  return std::nullopt;
}

std::optional<Ending> Preflight::CheckPrevious() {
  const Record& record = lease_.Contents();
  if (record.previous.Empty()) {
    return NeedsPerson(
        "there is no previous token to return to: it is kept for --keep-previous after a rotation and "
        "then wiped");
  }
  if (secret_.Token().Equals(record.previous)) {
    context_.log.Info("the previous token is already the live one");
    return Ending{};
  }
  return std::nullopt;
}

std::optional<Ending> Preflight::CheckOwner() {
  if (secret_.Value().immutable) {
    return NeedsPerson("the Secret " + context_.profile.secret +
                       " is immutable and cannot be rotated: delete it and create it again");
  }
  const auto owner = FindOwner(secret_.Value());
  if (!owner) {
    return std::nullopt;
  }
  if (!owner->reverts || context_.settings.accept_owner) {
    context_.log.Warning("the Secret has an owner",
                         {{"owner", std::string_view(owner->name)}, {"advice", std::string_view(owner->advice)}});
    return std::nullopt;
  }
  return NeedsPerson(owner->name + " owns the Secret and would revert the rotation: " + owner->advice +
                     "; --accept-owner rotates anyway");
}

std::optional<Ending> Preflight::CheckConsumers() {
  if (const auto loaded = RetryUntil(context_, Until(), [&] { return informer_.Load(); }); !loaded) {
    return Failed(loaded.error());
  }
  verifier_.IgnoreTerminatingPods();
  for (const auto& consumer : context_.profile.consumers) {
    const auto deployment = RetryUntil(context_, Until(), [&] { return verifier_.Deployment(consumer.deployment); });
    if (!deployment) {
      const bool missing = deployment.error().code == base::Code::kNotFound;
      return missing ? NeedsPerson(deployment.error().message +
                                   "; create the Deployment, or remove it from the consumers of the profile "
                                   "(docs/profiles.md)")
                     : Failed(deployment.error());
    }
    if (auto ending = CheckConsumer(consumer, *deployment)) {
      return ending;
    }
    plan_.stamps[consumer.deployment] = deployment->template_rotation;
  }
  for (const auto& reader : UnmanagedReaders(informer_, context_.profile)) {
    context_.log.Warning("reads the Secret but is not a consumer of the profile; it is not restarted",
                         {{"kind", std::string_view(reader.kind)}, {"name", std::string_view(reader.name)}});
  }
  return std::nullopt;
}

std::optional<Ending> Preflight::CheckConsumer(const token::Consumer& consumer, const kube::Deployment& deployment) {
  if (deployment.paused || !deployment.RolledOut()) {
    std::string reasons;
    for (const auto& problem : deployment.problems) {
      reasons += "; " + problem;
    }
    return NeedsPerson("the Deployment " + consumer.deployment + " is " +
                       (deployment.paused ? "paused" : "not rolled out") + ", so a new token could not be proven" +
                       reasons);
  }
  const auto& profile = context_.profile;
  if (!Reads(deployment.secrets, profile.secret, profile.key)) {
    return NeedsPerson("the Deployment " + consumer.deployment + " does not read key " + profile.key + " of Secret " +
                       profile.secret +
                       " in its pod template, so a new token would not reach it; correct the secret, the key or the "
                       "consumers of the profile");
  }
  return CheckTimes(deployment);
}

std::optional<Ending> Preflight::CheckTimes(const kube::Deployment& deployment) {
  const auto deadline = context_.settings.deadline;
  const auto least =
      deployment.min_ready + (deployment.recreate ? deployment.termination_grace : std::chrono::seconds(0));
  if (least >= deadline) {
    return NeedsPerson("the Deployment " + deployment.name + " needs " + Seconds(least) +
                       " for a rollout (minReadySeconds, and the grace period with strategy Recreate), and --deadline "
                       "is " +
                       Seconds(deadline) + ": raise --deadline and --rollback-deadline");
  }
  if (deployment.termination_grace >= deadline) {
    context_.log.Warning("old pods may terminate for longer than --deadline; they are not waited for beyond it",
                         {{"deployment", std::string_view(deployment.name)},
                          {"terminationGraceSeconds", std::int64_t{deployment.termination_grace.count()}}});
  }
  if (deployment.progress > deadline) {
    context_.log.Info("the rotation gives this Deployment less time than progressDeadlineSeconds",
                      {{"deployment", std::string_view(deployment.name)},
                       {"progressDeadlineSeconds", std::int64_t{deployment.progress.count()}}});
  }
  return std::nullopt;
}

std::optional<Ending> Preflight::MakePlan() {
  const auto id = context_.random.Bytes(kIdBytes);
  auto token = context_.settings.rollback ? base::Result<base::SecretBytes>(lease_.Contents().previous.Clone())
                                          : token::Generate(context_.random, context_.profile);
  if (!id || !token) {
    const base::Error& error = id ? token.error() : id.error();
    return error.code == base::Code::kInternal ? NeedsPerson(error.message) : Ending{Exit::kUsage, error.message};
  }
  plan_.id = base::Hex(id->Reveal());
  plan_.token = std::move(*token);
  return std::nullopt;
}

std::optional<Ending> Preflight::TryWrites() {
  const auto set = RetryUntil(context_, Until(), [&] { return secret_.TrySet(plan_.token, ""); });
  if (auto ending = JudgedOfSecret(set, "the Secret update", context_.profile)) {
    return ending;
  }
  const auto copies = RetryUntil(context_, Until(), [&] { return secret_.TrySetCopies(plan_.token); });
  if (auto ending = Judged(copies, "the update of the copies")) {
    return ending;
  }
  const auto read = RetryUntil(context_, Until(), [&] { return retired_.Read(); });
  if (!read) {
    return Failed(read.error());
  }
  const auto listed = RetryUntil(context_, Until(),
                                 [&] { return retired_.Retire(secret_.Token(), plan_.token, kube::Write::kDryRun); });
  if (auto ending = Judged(listed, "the update of the retired list")) {
    return ending;
  }
  // A run that is real has just written the record as its lock.
  return context_.settings.dry_run ? Judged(lease_.TryWrite(), "the update of the record") : std::nullopt;
}

// Tries until the webhook's mounted copy of a key that this run has made can be there.
base::Result<void> Preflight::UntilKeyIsMounted(const std::function<base::Result<void>()>& attempt) {
  const auto until =
      context_.clock.Monotonic() + (retired_.KeyIsNew() ? RetiredList::kMountLag : std::chrono::seconds(0));
  for (;;) {
    auto tried = RetryUntil(context_, Until(), attempt);
    if (tried || tried.error().code == base::Code::kNotFound || context_.clock.Monotonic() >= until) {
      return tried;
    }
    context_.log.Info("waiting until the webhook has read the guard's new key");
    if (auto renewed = lease_.Renew(context_.settings.lock); !renewed) {
      return renewed;
    }
    if (!context_.clock.Sleep(kLagPause)) {
      return base::Fail(base::Code::kUnavailable, "asked to stop");
    }
  }
}

// The webhook accepts a mark only if it names the token that the write replaces, and a weak token back only with its
// mark (retired/fingerprint.h): a webhook with another key or without one, or a rotator outside of its pod, shows here.
std::optional<Ending> Preflight::TryReturn() {
  const base::SecretBytes current = secret_.Token();
  if (context_.settings.dry_run || current.Empty()) {
    return std::nullopt;
  }
  const std::string what =
      "the return of the current token (the webhook needs the guard's key, --retired-dir, and the rotator a token that "
      "is bound to its pod)";
  const auto mark = RetryUntil(context_, Until(), [&] { return retired_.ReturnMark(current); });
  if (!mark) {
    return Failed(mark.error().With("the mark of the token that may come back"));
  }
  const auto marked = UntilKeyIsMounted([&]() -> base::Result<void> {
    const auto read = secret_.Refresh();  // Somebody may have set another token since.
    const auto now = read ? retired_.ReturnMark(secret_.Token()) : base::Fail(read.error());
    return now ? secret_.TrySet(plan_.token, *now) : base::Fail(now.error());
  });
  if (auto ending = JudgedOfSecret(marked, what, context_.profile)) {
    return ending;
  }
  token::Subject subject;
  subject.token = current.Reveal();
  if (token::Judge(subject, {}, context_.profile).accepted || secret_.TrySet(base::SecretBytes(kDecoy), "")) {
    return std::nullopt;  // Nobody would refuse its return.
  }
  const auto refused = UntilKeyIsMounted([&]() -> base::Result<void> {
    const auto tried = secret_.TrySet(current, std::string(kDecoy));
    if (tried) {
      return base::Fail(base::Code::kDenied, "the webhook accepts the mark of another token");
    }
    return ClassifyError(tried.error()) == ErrorClass::kRefused ? base::Result<void>() : base::Fail(tried.error());
  });
  return JudgedOfSecret(refused, what, context_.profile);
}

// Other people's mutating webhooks see the dry run too: the answer may differ from the Deployment by the rotation id
// alone.
base::Result<void> Preflight::TryStamp(const std::string& deployment) {
  const auto stamped = context_.client.StampTemplate(deployment, plan_.id, kube::Write::kDryRun);
  if (!stamped || stamped->template_rotation != plan_.id) {
    return base::Fail(stamped ? OtherWebhookDropsStamp(deployment) : WithOtherWebhook(stamped.error()));
  }
  const auto before = verifier_.Deployment(deployment);
  if (before && TemplateChanges(*before, *stamped).empty()) {
    return {};
  }
  // Anew: a person may have edited the Deployment since.
  const auto now = context_.client.GetDeployment(deployment);
  if (!now) {
    return base::Fail(now.error());
  }
  const auto changes = TemplateChanges(*now, *stamped);
  return changes.empty() ? base::Result<void>() : base::Fail(OtherWebhookChanges(deployment, changes));
}

std::optional<Ending> Preflight::TryRestarts() {
  for (const auto& consumer : context_.profile.consumers) {
    const std::string& name = consumer.deployment;
    const auto tried = RetryUntil(context_, Until(), [&]() -> base::Result<void> {
      if (context_.settings.strategy == Strategy::kRollout) {
        return TryStamp(name);
      }
      const auto pods = ReadyPods(informer_, name);
      return pods.empty() ? base::Result<void>() : context_.client.DeletePod(pods.front(), kube::Write::kDryRun);
    });
    if (auto ending = Judged(tried, "the restart of Deployment " + name)) {
      return ending;
    }
  }
  return std::nullopt;
}

// Whether the pod is no longer ready: it was evicted or scaled down since it was listed.
bool Preflight::HasEnded(const kube::Pod& pod) {
  if (!RetryUntil(context_, Until(), [&] { return informer_.Reload(); })) {
    return false;
  }
  const auto found = informer_.Pods().find(pod.uid);
  return found == informer_.Pods().end() || !found->second.ready || found->second.terminating;
}

std::optional<Ending> Preflight::TryProof() {
  const base::SecretBytes current = secret_.Token();
  if (!HeaderCanCarry(current) && !current.Empty()) {
    context_.log.Warning("no HTTP header can carry the current token: only the refusal of a wrong one can be proven");
  }
  for (const auto& consumer : context_.profile.consumers) {
    if (!consumer.has_proof) {
      continue;
    }
    for (const auto& pod : ReadyPods(informer_, consumer.deployment)) {
      const auto accepts = probe_.Check(pod, consumer.proof, current);
      if (!accepts) {
        if (HasEnded(pod)) {
          continue;
        }
        return Failed(accepts.error());
      }
      if (!*accepts) {
        context_.log.Warning("pod refuses the current token; the restart heals this",
                             {{"pod", std::string_view(pod.name)}});
      }
      if (auto renewed = context_.settings.dry_run ? base::Result<void>() : lease_.Renew(context_.settings.lock);
          !renewed && lease_.Lost()) {
        return Ending{Exit::kLocked, "another run has taken the lock; this run stops"};
      }
    }
  }
  return std::nullopt;
}

}  // namespace rotation
