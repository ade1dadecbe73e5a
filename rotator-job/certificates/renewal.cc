#include "certificates/renewal.h"

#include <utility>

#include "base/secret_text.h"
#include "base/time_text.h"
#include "certificates/bundle.h"
#include "certificates/path_keys.h"

namespace certificates {

using rotation::Exit;

namespace {

// Between two looks at pods. An installation is waited for by people; later, mounts lag for a minute.
constexpr std::chrono::seconds kPause(1);
constexpr std::chrono::seconds kLongPause(5);
constexpr std::chrono::seconds kPatience(15);
constexpr int kMaxSteps = 40;  // A renewal with a lost race takes fewer than twenty.

constexpr const char* kForeignSentence =
    "Secret token-webhook-tls holds a certificate that another authority has issued, and the guard does not replace "
    "it: run with --mode=existing, or remove tls.crt, tls.key and ca.crt from the Secret for a certificate of the "
    "guard's own";

std::string_view MessageOf(Step step) {
  switch (step) {
    case Step::kMakePair:
      return "new certificate made, pending";
    case Step::kTrust:
      return "CA added to the registrations";
    case Step::kSwap:
      return "new certificate live in the Secret";
    case Step::kRetire:
      return "old CA removed from the registrations";
    case Step::kMakeKey:
      return "path key made";
    case Step::kAddKey:
      return "new path key added beside the old one";
    case Step::kRegisterFirst:
    case Step::kRegisterLast:
      return "path registered";
    case Step::kDropKey:
      return "old path key removed";
    case Step::kActivate:
      return "registrations are active";
    case Step::kWait:
    case Step::kAskPerson:
    case Step::kDone:
      break;
  }
  return "";
}

}  // namespace

Exit Renewal::Run() {
  progressed_ = ports_.clock.Monotonic();
  for (;;) {
    if (const auto exit = Iterate()) {
      return *exit;
    }
  }
}

bool Renewal::Late() const { return ports_.clock.Monotonic() - progressed_ > settings_.deadline; }

std::optional<Exit> Renewal::Iterate() {
  auto snapshot = observer_.Observe();
  if (!snapshot) {
    return OnFailure(snapshot.error());
  }
  World& world = snapshot->world;
  renew_pair_ = renew_pair_ && world.pending.condition != Condition::kGood;
  renew_key_ = renew_key_ && world.keys != 2;
  world.renew_pair = renew_pair_;
  world.renew_key = renew_key_;
  const Step step = Decide(world);
  if (step == Step::kDone) {
    ports_.log.Info("certificate, path key and registrations are in order",
                    {{"notAfter", std::string_view(world.mode == Mode::kBuiltin ? base::FormatTime(world.live.expires)
                                                                                : std::string())}});
    return Exit::kDone;
  }
  if (step == Step::kAskPerson) {
    return Stop(Exit::kNeedsPerson, kForeignSentence);
  }
  if (step == Step::kWait) {
    backoff_.Reset();
    return Wait(snapshot->obstacle.empty() ? "registrations and mounted Secrets to be taken up everywhere"
                                           : snapshot->obstacle);
  }
  if (steps_ == kMaxSteps) {
    return Stop(
        Exit::kUnreachable,
        "another writer undoes what this run writes; look at the managedFields of the webhook configurations and "
        "of the Secrets; the next run continues");
  }
  if (auto done = Execute(step, *snapshot); !done) {
    return OnFailure(done.error());
  }
  ++steps_;
  ports_.log.Info(MessageOf(step));
  backoff_.Reset();
  progressed_ = ports_.clock.Monotonic();
  return std::nullopt;
}

std::optional<Exit> Renewal::Wait(const std::string& obstacle) {
  if (waiting_for_ != obstacle) {
    waiting_for_ = obstacle;
    ports_.log.Info("waiting", {{"for", std::string_view(obstacle)}});
  }
  if (Late()) {
    return Stop(Exit::kUnreachable, obstacle + "; out of time; the next run continues");
  }
  const bool patient = ports_.clock.Monotonic() - progressed_ > kPatience;
  return ports_.clock.Sleep(patient ? kLongPause : kPause)
             ? std::nullopt
             : std::optional(Stop(Exit::kUnreachable, "asked to stop; the next run continues"));
}

std::optional<Exit> Renewal::OnFailure(const base::Error& error) {
  if (rotation::ClassifyError(error) == rotation::ErrorClass::kRefused) {
    return Stop(Exit::kNeedsPerson, error.message);
  }
  if (Late()) {
    return Stop(Exit::kUnreachable, error.message + "; out of time; the next run continues");
  }
  return backoff_.Wait(error) ? std::nullopt
                              : std::optional(Stop(Exit::kUnreachable, "asked to stop; the next run continues"));
}

Exit Renewal::Stop(Exit exit, const std::string& sentence) {
  ports_.log.Error("stopped", {{"error", std::string_view(sentence)}});
  return exit;
}

base::Result<void> Renewal::Execute(Step step, const Snapshot& snapshot) {
  switch (step) {
    case Step::kMakePair:
      return StorePair(snapshot);
    case Step::kSwap:
      return Swap(snapshot);
    case Step::kMakeKey:
    case Step::kAddKey:
      return AddKey(snapshot);
    case Step::kDropKey:
      return StoreKeys(snapshot, snapshot.keys.back().Reveal());
    default:
      return PatchConfigurations(step, snapshot);
  }
}

base::Result<void> Renewal::StorePair(const Snapshot& snapshot) {
  const auto pair = MakePair(ns_, ports_.clock.Now(), ports_.random);
  if (!pair) {
    return base::Fail(pair.error());
  }
  auto stored = ports_.client.PatchSecret({kTlsSecret}, snapshot.tls.resource_version,
                                          {{{kPending.certificate, pair->certificate},
                                            {kPending.key, pair->key.Reveal()},
                                            {kPending.authority, pair->authority}}},
                                          kube::Write::kReal);
  return stored ? base::Result<void>() : base::Fail(stored.error());
}

base::Result<void> Renewal::Swap(const Snapshot& snapshot) {
  const auto pending = [&](const char* key) { return DataOf(snapshot.tls, key); };
  auto stored = ports_.client.PatchSecret({kTlsSecret}, snapshot.tls.resource_version,
                                          {{{kLive.certificate, pending(kPending.certificate)},
                                            {kLive.key, pending(kPending.key)},
                                            {kLive.authority, pending(kPending.authority)},
                                            {kPending.certificate, std::nullopt},
                                            {kPending.key, std::nullopt},
                                            {kPending.authority, std::nullopt}}},
                                          kube::Write::kReal);
  return stored ? base::Result<void>() : base::Fail(stored.error());
}

base::Result<void> Renewal::StoreKeys(const Snapshot& snapshot, std::string_view value) {
  auto stored = ports_.client.PatchSecret({kPathKeySecret}, snapshot.path_key.resource_version, {{{kPathKey, value}}},
                                          kube::Write::kReal);
  return stored ? base::Result<void>() : base::Fail(stored.error());
}

base::Result<void> Renewal::AddKey(const Snapshot& snapshot) {
  const auto key = MakePathKey(ports_.random);
  if (!key) {
    return base::Fail(key.error());
  }
  base::SecretText lines;
  if (!snapshot.keys.empty()) {
    lines.append(snapshot.keys.front().Reveal());
    lines.push_back('\n');
  }
  lines.append(key->Reveal());
  return StoreKeys(snapshot, lines.Reveal());
}

template <typename Change>
base::Result<void> Renewal::PatchEntries(const Snapshot& snapshot, Change change) {
  std::size_t index = 0;
  for (const auto& configuration : snapshot.configurations) {
    std::vector<kube::WebhookChange> changes;
    for (const auto& webhook : configuration.webhooks) {
      kube::WebhookChange wanted{webhook.name};
      if (change(webhook, snapshot.world.entries[index++], wanted)) {
        changes.push_back(std::move(wanted));
      }
    }
    if (!changes.empty()) {
      if (auto patched = ports_.webhooks.Patch(configuration, changes); !patched) {
        return patched;
      }
    }
  }
  return {};
}

base::Result<void> Renewal::PatchConfigurations(Step step, const Snapshot& snapshot) {
  const bool last = step == Step::kRegisterLast;
  return PatchEntries(snapshot, [&](const kube::Webhook& webhook, const Entry& entry, kube::WebhookChange& wanted) {
    switch (step) {
      case Step::kTrust:
        wanted.ca_bundle = With(webhook.ca_bundle, snapshot.authorities);
        return entry.lacks_authority;
      case Step::kRetire:
        wanted.ca_bundle = WithoutOutdated(webhook.ca_bundle, snapshot.authorities);
        return entry.outdated;
      case Step::kRegisterFirst:
      case Step::kRegisterLast:
        wanted.path = PathFor(webhook.name, (last ? snapshot.keys.back() : snapshot.keys.front()).Reveal());
        return last ? entry.key != RegisteredKey::kLast : entry.key == RegisteredKey::kNone;
      default:
        wanted.operations = OperationsFor(webhook.name);
        return MayActivate(snapshot.world, entry);
    }
  });
}

}  // namespace certificates
