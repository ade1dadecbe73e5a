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

// A decision that lets a known caller change or delete the guarded token always gets a line of its own. All others have
// a rate (rate_limit.h): for each user if the caller is known and the Secret is the guarded one, else for each address.
// Beyond it they are counted in a summary, so that nobody can fill the log, and push out earlier lines, with writes
// that store nothing. Any number of threads.
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

  static constexpr int kAddressBurst = 20;  // Lines at once, then one a second.
  static constexpr int kUserBurst = 1000;   // The same of a user: less than 1 MiB of lines of the usual length.

 private:
  bool Summarised(const admission::DecisionEvent& event, bool reserved) EXCLUDES(mutex_);

  Writer& writer_;
  ports::Clock& clock_;
  base::Mutex mutex_;
  RateLimit addresses_ GUARDED_BY(mutex_){kAddressBurst};
  RateLimit users_ GUARDED_BY(mutex_){kUserBurst};
  std::optional<Summary> summary_ GUARDED_BY(mutex_);
};

}  // namespace audit
