// Rotation, saying what it does and has done.
#include <algorithm>

#include "rotation/rotation.h"

namespace rotation {
namespace {

std::int64_t Ms(std::chrono::steady_clock::duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

}  // namespace

void Rotation::Enter(const char* step) {
  const auto now = clock_.Monotonic();
  if (std::string_view(step) == step_) {
    return;
  }
  if (*step_ != '\0') {
    durations_[step_] += std::chrono::duration_cast<std::chrono::milliseconds>(now - step_began_);
  }
  step_ = step;
  step_began_ = now;
  if (*step != '\0') {
    log_.Info("step", {{"step", std::string_view(step)}, {"elapsedMilliseconds", Ms(now - began_)}});
  }
}

void Rotation::Report(const char* message) {
  const auto now = clock_.Monotonic();
  Enter("");
  const auto took = [&](const char* step) { return std::int64_t{durations_[step].count()}; };
  const auto rolled_out = consumers_.RolledOut();
  const auto gone = cut_over_.value_or(now);
  log_.Info(message, {{"id", std::string_view(record_.id)},
                      {"seconds", static_cast<double>(Ms(now - began_)) / 1000},
                      {"lockMilliseconds", took("lock")},
                      {"preflightMilliseconds", took("preflight")},
                      {"createMilliseconds", took("create")},
                      {"setMilliseconds", took("set")},
                      {"restartMilliseconds", took("restart")},
                      {"proveMilliseconds", took("prove")},
                      {"undoMilliseconds", took("undo")},
                      {"finishMilliseconds", took("finish")},
                      {"rolloutMilliseconds", rolled_out ? Ms(*rolled_out - began_) : 0},
                      {"drainMilliseconds", rolled_out ? Ms(gone - std::min(gone, *rolled_out)) : 0},
                      {"cutOverMilliseconds", set_at_ ? Ms(gone - *set_at_) : 0},
                      {"podsProven", static_cast<std::int64_t>(consumers_.PodsProven())},
                      {"apiCalls", std::int64_t{client_.Calls()}}});
}

void Rotation::SayWhatIsLeft() {
  for (const auto& holder : forgotten_) {
    const std::string remedy = holder.Remedy(profile_.secret_namespace);
    log_.Warning("still to be restarted", {{"kind", std::string_view(holder.kind)},
                                           {"name", std::string_view(holder.name)},
                                           {"command", std::string_view(remedy)}});
  }
  for (const auto& holder : profile_.outside_holders) {
    log_.Info("still to be told", {{"holder", std::string_view(holder)}});
  }
  if (!profile_.login_command.empty()) {
    log_.Info("log the CLI in again", {{"command", std::string_view(profile_.login_command)}});
  }
}

void Rotation::Announce(const kube::Subject& about, const std::string& reason, const std::string& sentence,
                        bool warning) {
  if (!announces_) {
    return;
  }
  if (auto created = client_.CreateEvent(about, reason, sentence, warning); !created) {
    log_.Warning("no Event could be written", {{"error", std::string_view(created.error().message)}});
  }
}

}  // namespace rotation
