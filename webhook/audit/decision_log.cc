#include "audit/decision_log.h"

#include <new>
#include <string_view>
#include <utility>

namespace audit {
namespace {

// "10.0.0.1:40312" -> "10.0.0.1"
std::string_view AddressOf(std::string_view peer) { return peer.substr(0, peer.rfind(':')); }

}  // namespace

void DecisionLog::OnDecision(const admission::DecisionEvent& event) {
  const bool reserved = event.caller.known && event.decision.guarded;
  try {
    if (reserved || !Summarised(event)) {
      writer_.Write(DecisionRecord(event), reserved ? Share::kAll : Share::kHalf);
    }
  } catch (const std::bad_alloc&) {
    writer_.CountLost();
  }
}

bool DecisionLog::Summarised(const admission::DecisionEvent& event) {
  const auto address = AddressOf(event.caller.peer);
  const base::MutexLock lock(mutex_);
  if (rate_limit_.Allow(address, clock_.Monotonic())) {
    return false;
  }
  if (!summary_) {
    summary_.emplace().since = event.time;
  }
  summary_->Add(event.decision, address);
  return true;
}

void DecisionLog::WriteSummary() {
  std::optional<Summary> summary;
  {
    const base::MutexLock lock(mutex_);
    std::swap(summary, summary_);
  }
  if (!summary) {
    return;
  }
  try {
    writer_.Write(SummaryRecord(*summary, clock_.Now()), Share::kAll);
  } catch (const std::bad_alloc&) {
    writer_.CountLost();
  }
  writer_.Notify();
}

}  // namespace audit
