// Rotation, before anything has changed: may it be, is it due, would it work?
#include "base/hex.h"
#include "base/time_text.h"
#include "rotation/owners.h"
#include "rotation/permissions.h"
#include "rotation/rotation.h"
#include "token/generator.h"

namespace rotation {
namespace {

// Clocks of machines differ by less; a time further ahead was written by a clock that was wrong and counts for nothing.
constexpr std::chrono::hours kMostAhead(1);

bool Passing(base::Code code) {
  return code == base::Code::kUnavailable || code == base::Code::kUnknown || code == base::Code::kConflict;
}

}  // namespace

std::optional<Exit> Rotation::CheckPermissions() {
  std::map<std::string, kube::Rules> rules;
  for (const auto& space : {std::string(), profile_.guard_namespace}) {
    auto listed = Insist([&] { return client_.ListRules(space); });
    if (!listed) {
      return exit_;
    }
    rules[space] = std::move(*listed);
  }
  for (const auto& permission : Missing(Needed(profile_, settings_), rules)) {
    // An authorizer that cannot list its rules may still allow it.
    const auto may = Insist([&] { return client_.MayI(permission); });
    if (!may) {
      return exit_;
    }
    if (!*may) {
      const std::string sentence = "this account may not " + Describe(permission) + " in namespace " +
                                   (permission.space.empty() ? profile_.secret_namespace : permission.space) +
                                   "; nothing was changed; grant it with: token-webhook profiles -o manifests | "
                                   "kubectl apply -f -";
      log_.Error("stopped", {{"error", std::string_view(sentence)}});
      return Exit::kNeedsPerson;
    }
  }
  if (!rules[""].Allow({"create", "", "events"})) {
    log_.Warning("this account may not create events; the rotation goes on without them");
    announces_ = false;
  }
  return std::nullopt;
}

std::optional<Exit> Rotation::CheckDue() {
  if (record_.failures >= kMostFailures && !settings_.force && !settings_.rollback) {
    return End(Exit::kNeedsPerson, "",
               "three rotations in a row have failed: look at the Deployments, then run token-rotator rotate --force");
  }
  const auto since = base::ParseTime(record_.rotated.empty() ? secret_.created : record_.rotated);
  const auto age = since ? clock_.Now() - *since : std::chrono::system_clock::duration::max();
  if (age < -kMostAhead) {
    log_.Warning("the last rotation lies in the future: a clock was wrong; the token counts as due");
  }
  const bool kept = !record_.previous.Empty() && age >= -kMostAhead && age < settings_.keep;
  if (!kept) {
    record_.previous.Clear();
  }
  if (!settings_.rollback && settings_.max_age.count() > 0 && age < settings_.max_age && age >= -kMostAhead) {
    log_.Info("nothing due",
              {{"ageSeconds", std::int64_t{std::chrono::duration_cast<std::chrono::seconds>(age).count()}}});
    return End(Exit::kDone, "", "");
  }
  return settings_.rollback ? CheckPrevious() : std::nullopt;
}

std::optional<Exit> Rotation::CheckPrevious() {
  if (record_.previous.Empty()) {
    return End(Exit::kNeedsPerson, "",
               "there is no previous token to go back to: it is kept for a while after a rotation and then wiped; "
               "nothing was changed");
  }
  const auto live = secret_.data.find(profile_.key);
  if (live != secret_.data.end() && live->second.Equals(record_.previous)) {
    log_.Info("the previous token is the live one already");
    return End(Exit::kDone, "", "");
  }
  return std::nullopt;
}

std::optional<Exit> Rotation::CheckOwners() {
  if (secret_.immutable) {
    return End(Exit::kNeedsPerson, "",
               "the Secret " + profile_.secret + " is immutable and cannot be rotated: delete and create it anew");
  }
  const auto owner = FindOwner(secret_);
  if (!owner) {
    return std::nullopt;
  }
  if (!owner->undoes || settings_.accept_owner) {
    log_.Warning("the Secret has an owner",
                 {{"owner", std::string_view(owner->name)}, {"advice", std::string_view(owner->advice)}});
    return std::nullopt;
  }
  return End(Exit::kNeedsPerson, "",
             owner->name + " owns the Secret and would undo the rotation: " + owner->advice +
                 "; --accept-owner rotates all the same");
}

std::optional<Exit> Rotation::CheckConsumers() {
  record_.stamps.clear();
  for (const auto& consumer : profile_.consumers) {
    auto deployment = consumers_.Deployment(consumer.deployment);
    if (!deployment) {
      return End(Passing(deployment.error().code) ? Exit::kUnreachable : Exit::kNeedsPerson, "",
                 deployment.error().message);
    }
    if (deployment->paused || !deployment->RolledOut()) {
      return End(Exit::kNeedsPerson, "",
                 "the Deployment " + consumer.deployment + " is " + (deployment->paused ? "paused" : "not rolled out") +
                     ", so a new token could not be proven; nothing was changed");
    }
    record_.stamps[consumer.deployment] = deployment->template_rotation;
  }
  if (auto loaded = consumers_.fleet.Load(); !loaded) {
    return End(Passing(loaded.error().code) ? Exit::kUnreachable : Exit::kNeedsPerson, "", loaded.error().message);
  }
  forgotten_ = ForgottenHolders(consumers_.fleet, profile_);
  for (const auto& holder : forgotten_) {
    log_.Warning("reads the Secret and is no consumer of the profile: it is not restarted",
                 {{"kind", std::string_view(holder.kind)}, {"name", std::string_view(holder.name)}});
  }
  return std::nullopt;
}

std::optional<Exit> Rotation::MakeToken() {
  auto made = settings_.rollback ? base::Result<base::SecretBytes>(record_.previous.Clone())
                                 : token::Generate(random_, profile_);
  if (!made) {
    const bool broken_machine = made.error().code == base::Code::kInternal;
    return End(broken_machine ? Exit::kNeedsPerson : Exit::kUsage, "", made.error().message);
  }
  made_ = std::move(*made);
  return std::nullopt;
}

// The very write to come, judged by everybody who will judge it.
std::optional<Exit> Rotation::TryWrite() {
  for (;;) {
    auto tried = client_.PatchSecret({profile_.secret}, secret_.resource_version, Change(profile_.key, made_), true);
    if (tried || tried.error().code == base::Code::kConflict) {
      return std::nullopt;  // A conflict is decided on when the write is real.
    }
    if (tried.error().code == base::Code::kNotFound) {
      return End(Exit::kNeedsPerson, "", SecretIsMissing(profile_));
    }
    if (!Passing(tried.error().code)) {
      return End(Exit::kNeedsPerson, "",
                 "the write to come was tried and refused, nothing was changed: " + tried.error().message);
    }
    if (auto exit = Weigh(tried.error())) {
      return End(*exit, "", "");
    }
  }
}

std::optional<Exit> Rotation::TryCopies() {
  for (const auto& copy : profile_.copies) {
    const kube::SecretName name{copy.secret, copy.secret_namespace};
    const std::string full = copy.secret_namespace + "/" + copy.secret;
    auto read = client_.GetSecret(name);
    auto tried = read ? client_.PatchSecret(name, read->resource_version, Change(copy.key, made_), true)
                      : base::Result<kube::Secret>(base::Fail(read.error()));
    if (tried || tried.error().code == base::Code::kConflict) {
      continue;
    }
    const auto code = tried.error().code;
    return End(Passing(code) ? Exit::kUnreachable : Exit::kNeedsPerson, "",
               "the copy " + full + " cannot be kept equal, nothing was changed: " + tried.error().message +
                   (code == base::Code::kNotFound
                        ? "; create it with: " + CreateCommand(copy.secret, copy.secret_namespace, copy.key)
                        : ""));
  }
  return std::nullopt;
}

std::optional<Exit> Rotation::Begin() {
  for (;;) {
    auto read = ReadSecret();
    if (read) {
      break;
    }
    if (read.error().code == base::Code::kNotFound) {
      return End(Exit::kNeedsPerson, "", SecretIsMissing(profile_));
    }
    if (const auto exit = Weigh(read.error())) {
      return End(*exit, "", "");
    }
  }
  using Check = std::optional<Exit> (Rotation::*)();
  for (const Check check : {&Rotation::CheckDue, &Rotation::CheckOwners, &Rotation::CheckConsumers,
                            &Rotation::MakeToken, &Rotation::TryWrite, &Rotation::TryCopies}) {
    if (auto exit = (this->*check)()) {
      return exit;
    }
  }
  if (settings_.dry_run) {
    for (const auto& consumer : profile_.consumers) {
      log_.Info("dry run: would restart", {{"deployment", std::string_view(consumer.deployment)}});
    }
    log_.Info("dry run: would make a token, set it, restart the consumers and prove it; nothing was changed");
    return Exit::kDone;
  }
  return Create();
}

std::optional<Exit> Rotation::Create() {
  Enter("create");
  auto id = random_.Bytes(6);
  if (!id) {
    return End(Exit::kNeedsPerson, "", id.error().message);
  }
  const auto current = secret_.data.find(profile_.key);
  record_.phase = Phase::kForward;
  record_.id = base::Hex(id->Reveal());
  record_.strategy = settings_.strategy;
  record_.started = base::FormatTime(clock_.Now());
  record_.pending = std::move(made_);
  record_.previous = current == secret_.data.end() ? base::SecretBytes() : current->second.Clone();
  record_.failures = settings_.force ? 0 : record_.failures;
  if (!Insist([&]() -> base::Result<bool> {
        auto wrote = ledger_.Write();
        return wrote ? base::Result<bool>(true) : base::Fail(wrote.error());
      })) {
    return exit_;
  }
  log_.Info(settings_.rollback ? "rollback begun" : "rotation begun", {{"id", std::string_view(record_.id)}});
  phase_began_ = clock_.Monotonic();
  return std::nullopt;
}

}  // namespace rotation
