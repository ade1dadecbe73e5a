#include "rotator/rotation.h"

#include <algorithm>

#include "sys/clock.h"

namespace rotator {
namespace {

// Between two looks: a rollout takes seconds, and the API server is shared.
constexpr std::chrono::milliseconds kLook(700);

long Ms(std::chrono::steady_clock::duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

}  // namespace

std::string SecretIsMissing(const token::Profile& profile) {
  return "the Secret " + profile.secret +
         " is not there and the rotator may not create it; create it with: token-webhook generate | kubectl create "
         "secret generic " +
         profile.secret + " -n " + profile.secret_namespace + " --from-file=" + profile.key + "=/dev/stdin";
}

Rotation::Rotation(Settings settings, const token::Profile& profile, kube::Client& client, kube::PodProbe& probe,
                   ports::Clock& clock, ports::Random& random, ports::Log& log)
    : settings_(std::move(settings)),
      profile_(profile),
      client_(client),
      probe_(probe),
      clock_(clock),
      random_(random),
      log_(log),
      began_(clock.Monotonic()),
      phase_began_(began_),
      last_heartbeat_(began_) {}

Exit Rotation::Run() {
  if (!settings_.dry_run) {
    if (auto exit = Lock()) {
      return *exit;
    }
  } else if (auto read = ReadRecord(); !read) {
    return Weigh(read.error()).value_or(Exit::kUnreachable);
  }
  if (record_.phase == Phase::kIdle) {
    if (auto exit = Begin()) {
      return *exit;
    }
  } else if (settings_.dry_run) {
    log_.Info("dry run: a rotation is under way and would be taken up", {{"id", std::string_view(record_.id)}});
    return Exit::kDone;
  } else {
    log_.Info("taking up a rotation that was interrupted", {{"id", std::string_view(record_.id)}});
  }
  for (;;) {
    if (auto exit = Drive()) {
      return *exit;
    }
  }
}

std::optional<Exit> Rotation::Weigh(const base::Error& error) {
  if (lost_) {
    log_.Error("another run holds the lock; this one has stopped");
    return Exit::kLocked;
  }
  switch (error.code) {
    case base::Code::kConflict:
    case base::Code::kUnavailable:
    case base::Code::kUnknown: {
      // Backoff 0.2, 0.4, … 5 s, with jitter by the clock's low bits: two runs must not march in step.
      const auto tick = clock_.Monotonic().time_since_epoch().count() / 1000 % 100;
      const long backoff = std::min(5000L, 200L << std::min(retries_, 5)) * (100 + static_cast<long>(tick)) / 200;
      ++retries_;
      const bool late = clock_.Monotonic() - began_ > settings_.deadline * 2;
      log_.Warning("a call failed", {{"error", std::string_view(error.message)}, {"retry", !late}});
      if (late || !clock_.Sleep(std::chrono::milliseconds(backoff))) {
        return Exit::kUnreachable;
      }
      return std::nullopt;
    }
    default:
      log_.Error("stopped", {{"error", std::string_view(error.message)}});
      return Exit::kNeedsPerson;
  }
}

base::Result<void> Rotation::ReadRecord() {
  auto secret = client_.GetSecret(kRecordSecret);
  if (!secret) {
    return base::Fail(secret.error());
  }
  const auto found = secret->data.find(kRecordKey);
  auto record = ParseRecord(found == secret->data.end() ? base::SecretBytes() : found->second.Clone());
  if (!record) {
    return base::Fail(record.error());
  }
  record_ = std::move(*record);
  record_version_ = secret->resource_version;
  return {};
}

base::Result<void> Rotation::WriteRecord() {
  ++record_.heartbeat;
  const base::SecretBytes json = SerializeRecord(record_);
  auto written = client_.PatchSecret(kRecordSecret, record_version_, {{kRecordKey, json.Reveal()}}, false);
  if (!written) {
    return Settle(written.error());
  }
  record_version_ = written->resource_version;
  last_heartbeat_ = clock_.Monotonic();
  return {};
}

base::Result<void> Rotation::Settle(const base::Error& error) {
  if (error.code != base::Code::kConflict && error.code != base::Code::kUnknown) {
    return base::Fail(error);
  }
  Record mine = record_.Clone();
  if (auto read = ReadRecord(); !read) {
    record_ = std::move(mine);
    return base::Fail(error);
  }
  const bool arrived = record_.holder == mine.holder && record_.heartbeat == mine.heartbeat;
  const bool untouched = record_.heartbeat == mine.heartbeat - 1;  // As it was before the write that failed.
  lost_ = !arrived && !untouched && record_.holder != settings_.holder;
  record_ = std::move(mine);
  return arrived ? base::Result<void>() : base::Fail(error);
}

base::Result<void> Rotation::KeepLock() {
  return clock_.Monotonic() - last_heartbeat_ > settings_.lock / 3 ? WriteRecord() : base::Result<void>();
}

std::optional<Exit> Rotation::Lock() {
  std::string seen;
  Time since = clock_.Monotonic();
  for (;;) {
    if (auto read = ReadRecord(); !read) {
      if (auto exit = Weigh(read.error())) {
        return exit;
      }
      continue;
    }
    if (!seen.empty() && seen != record_version_) {
      // It lives; or it has ended well just now, and what it did need not be done again.
      log_.Error("another run holds the lock");
      return Exit::kLocked;
    }
    if (!record_.holder.empty() && record_.holder != settings_.holder) {
      if (seen.empty()) {
        seen = record_version_;
        since = clock_.Monotonic();
        log_.Info("waiting whether the holder of the lock still lives", {{"holder", std::string_view(record_.holder)}});
      }
      if (clock_.Monotonic() - since < settings_.lock) {
        if (!clock_.Sleep(std::chrono::seconds(1))) {
          return Exit::kLocked;
        }
        continue;
      }
    }
    record_.holder = settings_.holder;
    auto written = WriteRecord();
    if (written) {
      return std::nullopt;
    }
    if (auto exit = Weigh(written.error())) {
      return exit;
    }
  }
}

base::Result<World> Rotation::Look() {
  World world;
  world.phase = record_.phase;
  auto secret = client_.GetSecret(profile_.secret);
  if (!secret && secret.error().code != base::Code::kNotFound) {
    return base::Fail(secret.error());
  }
  if (!secret) {
    return world;
  }
  secret_ = std::move(*secret);
  const auto found = secret_.data.find(profile_.key);
  if (found == secret_.data.end()) {
    world.live = record_.previous.Empty() ? Live::kPrevious : Live::kMissing;
  } else {
    world.live = found->second.Equals(record_.pending)    ? Live::kPending
                 : found->second.Equals(record_.previous) ? Live::kPrevious
                                                          : Live::kOther;
  }
  world.late = clock_.Monotonic() - phase_began_ > settings_.deadline;
  const bool set = world.live == (record_.phase == Phase::kForward ? Live::kPending : Live::kPrevious);
  for (const auto& consumer : profile_.consumers) {
    if (!set) {
      world.consumers.emplace_back();
      continue;
    }
    auto state = LookAt(consumer);
    if (!state) {
      return base::Fail(state.error());
    }
    world.consumers.push_back(*state);
  }
  return world;
}

base::Result<void> Rotation::SetToken() {
  const bool forward = record_.phase == Phase::kForward;
  const auto& wanted = forward ? record_.pending : record_.previous;
  kube::DataChange change{{profile_.key, std::nullopt}};
  if (!wanted.Empty()) {
    change[profile_.key] = wanted.Reveal();
  }
  auto written = client_.PatchSecret(profile_.secret, secret_.resource_version, change, false);
  if (!written) {
    // Deleted since it was read: that is seen by reading again.
    const bool gone = written.error().code == base::Code::kNotFound;
    return base::Fail(gone ? base::Code::kConflict : written.error().code, written.error().message);
  }
  log_.Info(forward ? "new token set" : "previous token put back");
  return {};
}

base::Result<void> Rotation::Restart() {
  const bool forward = record_.phase == Phase::kForward;
  for (const auto& consumer : profile_.consumers) {
    const bool ours = deployments_[consumer.deployment].template_rotation.rfind(record_.id, 0) == 0;
    if (ours == forward) {
      continue;
    }
    if (auto stamped =
            client_.StampTemplate(consumer.deployment, forward ? record_.id : record_.stamps[consumer.deployment]);
        !stamped) {
      return stamped;
    }
    if (!cut_begin_) {
      cut_begin_ = clock_.Monotonic();
    }
    log_.Info("restarting", {{"deployment", std::string_view(consumer.deployment)}});
  }
  return {};
}

base::Result<void> Rotation::Retire() {
  auto secret = client_.GetSecret(kRetiredSecret);
  if (!secret) {
    return base::Fail(secret.error());
  }
  const auto stored = secret->data.find(std::string(retired::kListName));
  auto list = retired::Parse(stored == secret->data.end() ? "" : stored->second.Reveal());
  if (!list) {
    return base::Fail(list.error());
  }
  const auto key_found = secret->data.find(std::string(retired::kKeyName));
  base::SecretBytes key = key_found == secret->data.end() ? base::SecretBytes() : key_found->second.Clone();
  if (key.Empty()) {
    auto made = random_.Bytes(retired::kKeyLength);
    if (!made) {
      return base::Fail(made.error());
    }
    key = std::move(*made);
  }
  const std::string now = sys::FormatTime(clock_.Now());
  list->rotated_at = now;
  list->Remove(retired::Fingerprint(key, record_.pending.Reveal()));
  if (!record_.previous.Empty()) {
    list->Add(retired::Fingerprint(key, record_.previous.Reveal()), now);
    log_.Info("fingerprints", {{"before", std::string_view(retired::Fingerprint(key, record_.previous.Reveal()))},
                               {"after", std::string_view(retired::Fingerprint(key, record_.pending.Reveal()))}});
  }
  const std::string json = retired::Serialize(*list);
  auto written = client_.PatchSecret(
      kRetiredSecret, secret->resource_version,
      {{std::string(retired::kKeyName), key.Reveal()}, {std::string(retired::kListName), json}}, false);
  return written ? base::Result<void>() : base::Fail(written.error());
}

void Rotation::Report(const char* message) {
  const auto now = clock_.Monotonic();
  log_.Info(message, {{"id", std::string_view(record_.id)},
                      {"seconds", static_cast<double>(Ms(now - began_)) / 1000},
                      {"podsProven", static_cast<std::int64_t>(proven_.size())},
                      {"cutOverMilliseconds", std::int64_t{cut_begin_ ? Ms(now - *cut_begin_) : 0}},
                      {"apiCalls", std::int64_t{client_.Calls()}}});
}

Exit Rotation::Finish() {
  Report("rotated");
  const Exit exit = End(Exit::kDone, "TokenRotated", "the token was rotated and proven; rotation " + record_.id);
  if (exit == Exit::kDone) {
    for (const auto& holder : profile_.outside_holders) {
      log_.Info("still to be told", {{"holder", std::string_view(holder)}});
    }
    log_.Info("log the CLI in again", {{"command", std::string_view(profile_.login_command)}});
  }
  return exit;
}

// Releases the lock and says why. An empty sentence says nothing: it has been said.
Exit Rotation::End(Exit exit, const std::string& event, const std::string& sentence) {
  if (!sentence.empty() && exit != Exit::kDone) {
    log_.Error("stopped", {{"error", std::string_view(sentence)}});
  }
  if (settings_.dry_run) {
    return exit;
  }
  record_.holder.clear();
  auto written = WriteRecord();
  for (int tries = 0; !written && tries < 5; ++tries) {
    if (auto stop = Weigh(written.error())) {
      return *stop;
    }
    written = WriteRecord();
  }
  if (!written) {
    return Exit::kUnreachable;
  }
  if (!event.empty()) {
    if (auto created = client_.CreateEvent(secret_, event, sentence, exit != Exit::kDone); !created) {
      log_.Warning("no Event could be written", {{"error", std::string_view(created.error().message)}});
    }
  }
  return exit;
}

std::optional<Exit> Rotation::Take(Step step) {
  const auto outcome = [&](const base::Result<void>& result) -> std::optional<Exit> {
    if (result) {
      retries_ = 0;
      return std::nullopt;
    }
    return Weigh(result.error());
  };
  switch (step) {
    case Step::kSet:
      return outcome(SetToken());
    case Step::kRestart:
      return outcome(Restart());
    case Step::kWait:
      return clock_.Sleep(kLook)
                 ? outcome(KeepLock())
                 : std::optional<Exit>(End(Exit::kUnreachable, "", "asked to stop; the next run takes it up"));
    case Step::kTurnBack:
      log_.Error("the new token could not be proven in time; going back", {{"id", std::string_view(record_.id)}});
      record_.phase = Phase::kBack;
      phase_began_ = clock_.Monotonic();
      proven_.clear();
      done_.clear();
      restamped_.clear();
      return outcome(WriteRecord());
    case Step::kFinish:
      if (auto listed = Retire(); !listed) {
        return Weigh(listed.error());
      }
      record_.phase = Phase::kIdle;
      record_.failures = 0;
      record_.rotated = sys::FormatTime(clock_.Now());
      record_.pending.Clear();
      return Finish();
    case Step::kUndone:
    case Step::kGiveUp:
      record_.phase = Phase::kIdle;
      ++record_.failures;
      record_.pending.Clear();
      Report(step == Step::kUndone ? "undone" : "undone, but the previous token could not be proven either");
      return End(step == Step::kUndone ? Exit::kUndone : Exit::kNeedsPerson, "TokenRotationUndone",
                 "the new token could not be proven in time and the previous one is back; rotation " + record_.id +
                     (step == Step::kUndone ? ""
                                            : "; it could not be proven either: look at the pods of its holders with "
                                              "kubectl get pods -n " +
                                                  profile_.secret_namespace));
    case Step::kYield:
      record_.phase = Phase::kIdle;
      record_.pending.Clear();
      record_.previous.Clear();
      return End(Exit::kNeedsPerson, "TokenRotationYielded",
                 "somebody else has set a token in the middle of the rotation and theirs stands; restart its holders: "
                 "kubectl rollout restart -n " +
                     profile_.secret_namespace + " deployment");
    case Step::kAskPerson:
      return End(Exit::kNeedsPerson, "", SecretIsMissing(profile_));
  }
  return Exit::kNeedsPerson;
}

std::optional<Exit> Rotation::Drive() {
  auto world = Look();
  if (!world) {
    return Weigh(world.error());
  }
  return Take(Decide(*world));
}

}  // namespace rotator
