// Rotation, before anything has changed: is it due, may it be, would it work?
#include "rotator/duration.h"
#include "rotator/owners.h"
#include "rotator/rotation.h"
#include "sys/clock.h"
#include "token/generator.h"

namespace rotator {
namespace {

constexpr long kMostFailures = 3;  // In a row; then a person should look.

// Nothing has changed yet, so the next run may simply begin anew.
Exit ExitFor(const base::Error& error) {
  switch (error.code) {
    case base::Code::kConflict:
    case base::Code::kUnavailable:
    case base::Code::kUnknown:
      return Exit::kUnreachable;
    default:
      return Exit::kNeedsPerson;
  }
}

}  // namespace

std::optional<Exit> Rotation::Begin() {
  auto secret = client_.GetSecret(profile_.secret);
  if (!secret) {
    if (secret.error().code == base::Code::kNotFound) {
      return End(Exit::kNeedsPerson, "", SecretIsMissing(profile_));
    }
    const auto exit = Weigh(secret.error());
    return exit ? End(*exit, "", secret.error().message) : Begin();
  }
  secret_ = std::move(*secret);
  const auto since = ParseTime(record_.rotated.empty() ? secret_.created : record_.rotated);
  const auto age = since ? clock_.Now() - *since : std::chrono::system_clock::duration::max();
  if (settings_.max_age.count() > 0 && age < settings_.max_age) {
    log_.Info("nothing due",
              {{"ageSeconds", std::int64_t{std::chrono::duration_cast<std::chrono::seconds>(age).count()}}});
    return End(Exit::kDone, "", "");
  }
  if (record_.failures >= kMostFailures && !settings_.force) {
    return End(Exit::kNeedsPerson, "",
               "three rotations in a row have failed: look at the Deployments, then run token-rotator rotate --force");
  }
  if (auto exit = Preflight(secret_)) {
    return exit;
  }
  if (settings_.dry_run) {
    log_.Info("dry run: would make a token, set it, restart the consumers and prove it; nothing was changed");
    return Exit::kDone;
  }
  auto wrote = WriteRecord();
  if (!wrote) {
    const auto exit = Weigh(wrote.error());
    return exit ? *exit : Exit::kUnreachable;
  }
  log_.Info("rotation begun", {{"id", std::string_view(record_.id)}});
  phase_began_ = clock_.Monotonic();
  return std::nullopt;
}

std::optional<Exit> Rotation::CheckOwners(const kube::Secret& secret) {
  const auto owner = FindOwner(secret);
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
  for (const auto& consumer : profile_.consumers) {
    auto deployment = client_.GetDeployment(consumer.deployment);
    if (!deployment) {
      return End(ExitFor(deployment.error()), "", deployment.error().message);
    }
    if (deployment->paused || !deployment->RolledOut()) {
      return End(Exit::kNeedsPerson, "",
                 "the Deployment " + consumer.deployment + " is " + (deployment->paused ? "paused" : "not rolled out") +
                     ", so a new token could not be proven; nothing was changed");
    }
    record_.stamps[consumer.deployment] = deployment->template_rotation;
  }
  return std::nullopt;
}

std::optional<Exit> Rotation::Preflight(const kube::Secret& secret) {
  if (secret.immutable) {
    return End(Exit::kNeedsPerson, "",
               "the Secret " + profile_.secret + " is immutable and cannot be rotated: delete and create it anew");
  }
  if (auto exit = CheckOwners(secret)) {
    return exit;
  }
  if (auto exit = CheckConsumers()) {
    return exit;
  }
  auto made = token::Generate(random_, profile_);
  auto id = random_.Bytes(6);
  if (!made || !id) {
    return End(Exit::kUsage, "", (made ? id.error() : made.error()).message);
  }
  // The very write to come, judged by everybody who will judge it.
  auto tried = client_.PatchSecret(profile_.secret, secret.resource_version, {{profile_.key, made->Reveal()}}, true);
  if (!tried && tried.error().code == base::Code::kNotFound) {
    return End(Exit::kNeedsPerson, "", SecretIsMissing(profile_));
  }
  if (!tried && tried.error().code != base::Code::kConflict) {
    return End(ExitFor(tried.error()), "",
               "the write to come was tried and refused, nothing was changed: " + tried.error().message);
  }
  const auto current = secret.data.find(profile_.key);
  record_.phase = Phase::kForward;
  record_.id = Hex(id->Reveal());
  record_.started = sys::FormatTime(clock_.Now());
  record_.pending = std::move(*made);
  record_.previous = current == secret.data.end() ? base::SecretBytes() : current->second.Clone();
  if (settings_.force) {
    record_.failures = 0;
  }
  return std::nullopt;
}

}  // namespace rotator
