#include "rotation/rotation.h"

#include <algorithm>

#include "base/time_text.h"
#include "retired/list.h"

namespace rotation {
namespace {

// While pods are awaited: whether somebody has set a token of their own.
constexpr std::chrono::seconds kReread(5);

constexpr const char* kAppsV1 = "apps/v1";

}  // namespace

std::string SecretIsMissing(const token::Profile& profile) {
  return "the Secret " + profile.secret + " is not there and the rotator may not create it; create it with: " +
         CreateCommand(profile.secret, profile.secret_namespace, profile.key);
}

std::string CreateCommand(const std::string& secret, const std::string& space, const std::string& key) {
  return "token-webhook generate | kubectl create secret generic " + secret + " -n " + space + " --from-file=" + key +
         "=/dev/stdin";
}

Rotation::Rotation(Settings settings, const token::Profile& profile, kube::Client& client, kube::PodProbe& probe,
                   ports::Clock& clock, ports::Random& random, ports::Log& log)
    : settings_(std::move(settings)),
      profile_(profile),
      client_(client),
      clock_(clock),
      random_(random),
      log_(log),
      ledger_(client, clock, settings_.holder, profile),
      consumers_(client, probe, clock, log),
      record_(ledger_.record),
      began_(clock.Monotonic()),
      phase_began_(began_),
      step_began_(began_) {}

Exit Rotation::Run() {
  Enter("preflight");
  if (auto exit = CheckPermissions()) {
    return *exit;
  }
  if (auto exit = Lock()) {
    return *exit;
  }
  if (auto exit = record_.phase == Phase::kIdle ? Begin() : TakeUp()) {
    return *exit;
  }
  for (;;) {
    if (auto exit = Drive()) {
      return *exit;
    }
  }
}

std::optional<Exit> Rotation::Weigh(const base::Error& error) {
  if (ledger_.Lost()) {
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
      // Before anything has changed there is nothing to undo.
      const auto patience =
          settings_.deadline + (record_.phase == Phase::kIdle ? std::chrono::seconds(0) : settings_.rollback_deadline);
      const bool late = clock_.Monotonic() - began_ > patience;
      if (late) {
        const std::string sentence = error.message + "; out of time, the next run takes it up";
        log_.Error("stopped", {{"error", std::string_view(sentence)}});
        return Exit::kUnreachable;
      }
      log_.Warning("a call failed and is tried again", {{"error", std::string_view(error.message)}});
      return clock_.Sleep(std::chrono::milliseconds(backoff)) ? std::nullopt : std::optional(Exit::kUnreachable);
    }
    default:
      log_.Error("stopped", {{"error", std::string_view(error.message)}});
      return Exit::kNeedsPerson;
  }
}

std::optional<Exit> Rotation::Lock() {
  if (settings_.dry_run) {
    const auto read = Insist([&]() -> base::Result<bool> {
      auto done = ledger_.Read();
      return done ? base::Result<bool>(true) : base::Fail(done.error());
    });
    return read ? std::nullopt : std::optional<Exit>(exit_);
  }
  Enter("lock");
  std::string seen;
  Time since = clock_.Monotonic();
  for (;;) {
    auto done = ledger_.Read();
    if (done && !seen.empty() && seen != ledger_.Version()) {
      // It lives; or it has ended well just now, and what it did need not be done again.
      log_.Error("another run holds the lock");
      return Exit::kLocked;
    }
    if (done && ledger_.HeldByAnother()) {
      if (seen.empty()) {
        seen = ledger_.Version();
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
    if (done) {
      record_.holder = ledger_.Holder();
      done = ledger_.Write();
    }
    if (done) {
      Enter("preflight");
      return std::nullopt;
    }
    if (auto exit = Weigh(done.error())) {
      return exit;
    }
  }
}

std::optional<Exit> Rotation::TakeUp() {
  if (settings_.dry_run) {
    log_.Info("dry run: a rotation is under way and would be taken up", {{"id", std::string_view(record_.id)}});
    return Exit::kDone;
  }
  log_.Info("taking up a rotation that was interrupted", {{"id", std::string_view(record_.id)}});
  phase_began_ = clock_.Monotonic();
  if (settings_.rollback && record_.phase == Phase::kForward) {
    if (auto turned = TurnBack(); !turned) {
      return Weigh(turned.error());
    }
  }
  return std::nullopt;
}

base::Result<void> Rotation::ReadSecret() {
  auto secret = client_.GetSecret({profile_.secret});
  if (!secret) {
    secret_read_.reset();
    return base::Fail(secret.error());
  }
  secret_ = std::move(*secret);
  secret_read_ = clock_.Monotonic();
  return {};
}

const base::SecretBytes& Rotation::Wanted() const {
  return record_.phase == Phase::kForward ? record_.pending : record_.previous;
}

kube::DataChange Rotation::Change(const std::string& key, const base::SecretBytes& token) {
  kube::DataChange change{{key, std::nullopt}};
  if (!token.Empty()) {
    change[key] = token.Reveal();
  }
  return change;
}

Live Rotation::LiveToken() const {
  const auto found = secret_.data.find(profile_.key);
  if (found == secret_.data.end()) {
    return record_.previous.Empty() ? Live::kPrevious : Live::kMissing;
  }
  return found->second.Equals(record_.pending)    ? Live::kPending
         : found->second.Equals(record_.previous) ? Live::kPrevious
                                                  : Live::kOther;
}

base::Result<World> Rotation::Look() {
  World world;
  world.phase = record_.phase;
  const auto deadline = record_.phase == Phase::kForward ? settings_.deadline : settings_.rollback_deadline;
  world.late = copies_refused_ || clock_.Monotonic() - phase_began_ > deadline;
  const auto read = [&](bool anew) -> base::Result<bool> {
    if (anew || !secret_read_ || clock_.Monotonic() - *secret_read_ > kReread) {
      auto done = ReadSecret();
      if (!done && done.error().code == base::Code::kNotFound) {
        world.live = Live::kMissing;
        return false;
      }
      if (!done) {
        return base::Fail(done.error());
      }
    }
    world.live = LiveToken();
    return true;
  };
  auto there = read(false);
  if (!there || !*there || world.live != (record_.phase == Phase::kForward ? Live::kPending : Live::kPrevious)) {
    return there ? base::Result<World>(std::move(world)) : base::Fail(there.error());
  }
  auto equal = CopiesEqual();
  if (!equal) {
    return base::Fail(equal.error());
  }
  world.copies_equal = *equal;
  bool proven = true;
  for (const auto& consumer : profile_.consumers) {
    auto state = consumers_.Look(consumer, record_, secret_.set);
    if (!state) {
      return base::Fail(state.error());
    }
    proven = proven && state->proven;
    world.consumers.push_back(*state);
  }
  consumers_.ShowProgress();
  // Before anything is concluded from pods: whether the token is still the one that they were asked with.
  if (consumers_.TakeDoubt() || proven) {
    cut_over_ = proven && !cut_over_ ? std::optional<Time>(clock_.Monotonic()) : cut_over_;
    there = read(true);
  }
  return there ? base::Result<World>(std::move(world)) : base::Fail(there.error());
}

base::Result<bool> Rotation::CopiesEqual() {
  if (copies_equal_) {
    return true;
  }
  bool equal = true;
  for (const auto& copy : profile_.copies) {
    auto read = client_.GetSecret({copy.secret, copy.secret_namespace});
    if (!read && read.error().code != base::Code::kNotFound && read.error().code != base::Code::kDenied) {
      return base::Fail(read.error());
    }
    if (!read) {  // It was there in the preflight: what has become of it is a person's matter, after the undo.
      log_.Error("a copy cannot be read", {{"error", std::string_view(read.error().message)}});
      copies_refused_ = true;
      return false;
    }
    const auto found = read->data.find(copy.key);
    equal = equal && (found == read->data.end() ? Wanted().Empty() : found->second.Equals(Wanted()));
    copies_[copy.secret_namespace + "/" + copy.secret] = std::move(*read);
  }
  copies_equal_ = equal;
  return equal;
}

base::Result<void> Rotation::SetCopies() {
  Enter(record_.phase == Phase::kForward ? "set" : "undo");
  for (const auto& copy : profile_.copies) {
    const auto& before = copies_[copy.secret_namespace + "/" + copy.secret];
    auto written = client_.PatchSecret({copy.secret, copy.secret_namespace}, before.resource_version,
                                       Change(copy.key, Wanted()), false);
    if (written) {
      log_.Info("copy set",
                {{"namespace", std::string_view(copy.secret_namespace)}, {"secret", std::string_view(copy.secret)}});
      continue;
    }
    const auto code = written.error().code;
    if (code == base::Code::kConflict || code == base::Code::kUnavailable || code == base::Code::kUnknown) {
      return base::Fail(written.error());
    }
    log_.Error("a copy cannot be written", {{"error", std::string_view(written.error().message)}});
    copies_refused_ = true;
    return {};
  }
  return {};
}

base::Result<void> Rotation::SetToken() {
  const bool forward = record_.phase == Phase::kForward;
  Enter(forward ? "set" : "undo");
  secret_read_.reset();  // Whether a write whose answer is lost has arrived, the Secret says.
  auto written =
      client_.PatchSecret({profile_.secret}, secret_.resource_version, Change(profile_.key, Wanted()), false);
  if (!written) {
    // Deleted since it was read: that is seen by reading again.
    const bool gone = written.error().code == base::Code::kNotFound;
    return base::Fail(gone ? base::Code::kConflict : written.error().code, written.error().message);
  }
  secret_ = std::move(*written);
  secret_read_ = clock_.Monotonic();
  set_at_ = set_at_ ? set_at_ : secret_read_;
  log_.Info(forward ? "new token set" : "previous token put back");
  return {};
}

base::Result<void> Rotation::Restart() {
  const bool forward = record_.phase == Phase::kForward;
  Enter(forward ? "restart" : "undo");
  for (const auto& consumer : profile_.consumers) {
    if (auto restarted = consumers_.Restart(consumer, record_); !restarted) {
      return restarted;
    }
  }
  for (const auto& consumer : profile_.consumers) {
    if (auto deployment = consumers_.Deployment(consumer.deployment); deployment) {
      Announce({kAppsV1, "Deployment", deployment->name, deployment->uid},
               forward ? "TokenRotationRestart" : "TokenRotationUndoRestart",
               (forward ? "restarted to take up the new token; rotation "
                        : "restarted to take up the previous token again; rotation ") +
                   record_.id,
               !forward);
    }
  }
  return {};
}

base::Result<void> Rotation::Wait() {
  Enter(record_.phase == Phase::kForward ? "prove" : "undo");
  auto waited = consumers_.Wait();
  if (!waited) {
    return base::Fail(waited.error());
  }
  if (!*waited) {
    exit_ = End(Exit::kUnreachable, "", "asked to stop; the next run takes it up");
    stopped_ = true;
    return {};
  }
  return ledger_.Keep(settings_.lock);
}

base::Result<void> Rotation::TurnBack() {
  log_.Error("going back to the previous token", {{"id", std::string_view(record_.id)}});
  Enter("undo");
  record_.phase = Phase::kBack;
  phase_began_ = clock_.Monotonic();
  copies_equal_ = copies_refused_ = false;
  cut_over_.reset();
  consumers_.Forget();
  return ledger_.Write();
}

base::Result<void> Rotation::Retire() {
  auto secret = client_.GetSecret({kRetiredSecret, profile_.guard_namespace});
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
  const std::string now = base::FormatTime(clock_.Now());
  list->rotated_at = now;
  const std::string after = retired::Fingerprint(key, record_.pending.Reveal());
  list->Remove(after);
  if (!record_.previous.Empty()) {
    const std::string before = retired::Fingerprint(key, record_.previous.Reveal());
    list->Add(before, now);
    log_.Info("fingerprints", {{"before", std::string_view(before)}, {"after", std::string_view(after)}});
  }
  const std::string json = retired::Serialize(*list);
  auto written = client_.PatchSecret(
      {kRetiredSecret, profile_.guard_namespace}, secret->resource_version,
      {{std::string(retired::kKeyName), key.Reveal()}, {std::string(retired::kListName), json}}, false);
  return written ? base::Result<void>() : base::Fail(written.error());
}

Exit Rotation::Finish() {
  record_.phase = Phase::kIdle;
  record_.failures = 0;
  record_.rotated = base::FormatTime(clock_.Now());
  record_.pending.Clear();
  const Exit exit = End(Exit::kDone, "TokenRotated", "the token was rotated and proven; rotation " + record_.id);
  if (exit == Exit::kDone) {
    Report("rotated");
    SayWhatIsLeft();
  }
  return exit;
}

Exit Rotation::Undone(bool proven) {
  record_.phase = Phase::kIdle;
  ++record_.failures;
  record_.pending.Clear();
  // What is live again is nothing to go back to.
  record_.previous.Clear();
  Report(proven ? "undone" : "undone, but the previous token could not be proven either");
  return End(
      proven ? Exit::kUndone : Exit::kNeedsPerson, "TokenRotationUndone",
      "the new token could not be proven in time and the previous one is back; rotation " + record_.id +
          (proven ? ""
                  : "; it could not be proven either: look at the pods of its holders with kubectl get pods -n " +
                        profile_.secret_namespace));
}

Exit Rotation::End(Exit exit, const std::string& event, const std::string& sentence) {
  if (!sentence.empty() && exit != Exit::kDone) {
    log_.Error("stopped", {{"error", std::string_view(sentence)}});
  }
  if (settings_.dry_run) {
    return exit;
  }
  record_.holder.clear();
  auto written = ledger_.Write();
  for (int tries = 0; !written && tries < 5; ++tries) {
    if (auto stop = Weigh(written.error())) {
      return *stop;
    }
    written = ledger_.Write();
  }
  if (!written) {
    return Exit::kUnreachable;
  }
  if (!event.empty()) {
    Announce({"v1", "Secret", profile_.secret, secret_.uid}, event, sentence, exit != Exit::kDone);
  }
  return exit;
}

std::optional<Exit> Rotation::Take(Step step) {
  const auto outcome = [&](const base::Result<void>& result) -> std::optional<Exit> {
    if (result) {
      retries_ = 0;
      return stopped_ ? std::optional<Exit>(exit_) : std::nullopt;
    }
    return Weigh(result.error());
  };
  switch (step) {
    case Step::kSet:
      return outcome(SetToken());
    case Step::kCopy:
      return outcome(SetCopies());
    case Step::kRestart:
      return outcome(Restart());
    case Step::kWait:
      return outcome(Wait());
    case Step::kTurnBack:
      return outcome(TurnBack());
    case Step::kFinish:
      Enter("finish");
      if (auto listed = Retire(); !listed) {
        return Weigh(listed.error());
      }
      return Finish();
    case Step::kUndone:
    case Step::kGiveUp:
      return Undone(step == Step::kUndone);
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

}  // namespace rotation
