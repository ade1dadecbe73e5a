#include "rotation/report.h"

#include <algorithm>

namespace rotation {
namespace {

std::int64_t Ms(std::chrono::steady_clock::duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

}  // namespace

Report::Report(const Context& context) : context_(context), began_(context.clock.Monotonic()), step_began_(began_) {}

void Report::Enter(const char* step) {
  if (std::string_view(step) == step_) {
    return;
  }
  const auto now = context_.clock.Monotonic();
  durations_[step_] += std::chrono::duration_cast<std::chrono::milliseconds>(now - step_began_);
  step_ = step;
  step_began_ = now;
  if (*step != '\0') {
    context_.log.Info("step", {{"step", std::string_view(step)}, {"elapsedMilliseconds", Ms(now - began_)}});
  }
}

void Report::MarkCutOver() {
  if (!cut_over_) {
    cut_over_ = context_.clock.Monotonic();
  }
}

void Report::LogSummary(const char* message, const Summary& summary) {
  const auto now = context_.clock.Monotonic();
  Enter("");
  const auto took = [&](const char* step) { return std::int64_t{durations_[step].count()}; };
  const auto gone = cut_over_.value_or(now);
  const auto& rolled_out = summary.rolled_out;
  context_.log.Info(message, {{"id", std::string_view(summary.id)},
                              {"seconds", static_cast<double>(Ms(now - began_)) / 1000},
                              {"lockMilliseconds", took(step::kLock)},
                              {"preflightMilliseconds", took(step::kPreflight)},
                              {"createMilliseconds", took(step::kCreate)},
                              {"setMilliseconds", took(step::kSet)},
                              {"restartMilliseconds", took(step::kRestart)},
                              {"proveMilliseconds", took(step::kProve)},
                              {"rollbackMilliseconds", took(step::kRollback)},
                              {"finishMilliseconds", took(step::kFinish)},
                              {"rolloutMilliseconds", rolled_out ? Ms(*rolled_out - began_) : 0},
                              {"drainMilliseconds", rolled_out ? Ms(gone - std::min(gone, *rolled_out)) : 0},
                              {"cutOverMilliseconds", summary.first_set ? Ms(gone - *summary.first_set) : 0},
                              {"podsProven", static_cast<std::int64_t>(summary.pods_proven)},
                              {"apiCalls", std::int64_t{context_.client.Calls()}}});
}

void Report::LogRemainder(const std::vector<SecretReader>& unmanaged) {
  for (const auto& reader : unmanaged) {
    const std::string remedy = reader.Remedy(context_.profile.secret_namespace);
    context_.log.Warning("still to be restarted", {{"kind", std::string_view(reader.kind)},
                                                   {"name", std::string_view(reader.name)},
                                                   {"remedy", std::string_view(remedy)}});
  }
  for (const auto& holder : context_.profile.outside_holders) {
    context_.log.Info("still to be told", {{"holder", std::string_view(holder)}});
  }
  if (!context_.profile.login_command.empty()) {
    context_.log.Info("log the CLI in again", {{"command", std::string_view(context_.profile.login_command)}});
  }
}

void Report::Announce(const kube::Subject& about, const std::string& reason, const std::string& sentence,
                      bool warning) {
  if (!announces_) {
    return;
  }
  if (auto created = context_.client.CreateEvent(about, reason, sentence, warning); !created) {
    context_.log.Warning("an Event could not be written", {{"error", std::string_view(created.error().message)}});
  }
}

}  // namespace rotation
