// What a run reports: its steps as they begin, its durations, Events, and what is left to a person.
//
// One thread; everything borrowed.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rotation/context.h"
#include "rotation/record.h"
#include "rotation/secret_readers.h"

namespace rotation {

// Identifiers of the steps, as field "step" of the log and as field names of the summary.
namespace step {
constexpr const char* kPreflight = "preflight";
constexpr const char* kLock = "lock";
constexpr const char* kCreate = "create";
constexpr const char* kSet = "set";
constexpr const char* kRestart = "restart";
constexpr const char* kProve = "prove";
constexpr const char* kRollback = "rollback";
constexpr const char* kFinish = "finish";
}  // namespace step

class Report {
 public:
  using Time = ports::Clock::MonotonicTime;

  // The run begins now.
  explicit Report(const Context& context);

  // Logs that a step begins, once: entering the current step again logs nothing. A log record with the field "step" is
  // a step's beginning, and there is no other one.
  void Enter(const char* step);
  // No pod of an earlier template is left. Only the first call of a phase counts.
  void MarkCutOver();
  void ResetCutOver() { cut_over_.reset(); }

  // The facts of a finished rotation. Times are monotonic.
  struct Summary {
    std::string id;
    std::optional<Time> first_set;
    std::optional<Time> rolled_out;
    std::size_t pods_proven = 0;
  };
  // Logs the durations of the steps and the summary.
  void LogSummary(const char* message, const Summary& summary);
  // Logs what a person has to do after a rotation: readers that no consumer names, holders outside, the login.
  void LogRemainder(const std::vector<SecretReader>& unmanaged);

  // Writes an Event; a failure is logged.
  void Announce(const kube::Subject& about, const std::string& reason, const std::string& sentence, bool warning);
  // The account may not create Events.
  void DisableEvents() { announces_ = false; }

  [[nodiscard]] Time Began() const { return began_; }

 private:
  const Context& context_;
  const Time began_;
  const char* step_ = "";
  Time step_began_;
  std::map<std::string, std::chrono::milliseconds> durations_;  // By step.
  std::optional<Time> cut_over_;
  bool announces_ = true;
};

}  // namespace rotation
