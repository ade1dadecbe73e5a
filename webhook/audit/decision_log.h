// Writes an audit line for each decision of /validate, and at most one line a second for the decisions beyond a rate.
#pragma once

#include <optional>

#include "admission/observer.h"
#include "audit/rate_limit.h"
#include "audit/record.h"
#include "audit/writer.h"
#include "base/thread_annotations.h"
#include "ports/clock.h"

namespace audit {

// A decision on the guarded Secret for a known caller always gets a line of its own. All others have a rate for each
// address (rate_limit.h): beyond it they are counted in a summary, so that no caller can fill the log and push out
// earlier lines. Any number of threads.
class DecisionLog final : public admission::Recorder {
 public:
  // Borrowed.
  DecisionLog(Writer& writer, ports::Clock& clock) : writer_(writer), clock_(clock) {}
  // Writes the summary that is due.
  ~DecisionLog() override { WriteSummary(); }
  DecisionLog(const DecisionLog&) = delete;
  DecisionLog& operator=(const DecisionLog&) = delete;

  std::optional<admission::AuditAnnotations> Record(const admission::DecisionEvent& event) override EXCLUDES(mutex_);
  void OnResponsesSent() override { writer_.Notify(); }

  // Writes a line about the decisions that were summarised since the last call, if there are any. Call every second.
  void WriteSummary() EXCLUDES(mutex_);

 private:
  bool Summarised(const admission::DecisionEvent& event) EXCLUDES(mutex_);

  Writer& writer_;
  ports::Clock& clock_;
  base::Mutex mutex_;
  RateLimit rate_limit_ GUARDED_BY(mutex_);
  std::optional<Summary> summary_ GUARDED_BY(mutex_);
};

}  // namespace audit
