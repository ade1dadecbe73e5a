#include "audit/decision_log.h"

#include <new>
#include <string>
#include <string_view>
#include <utility>

#include "trail/sha256.h"

namespace audit {
namespace {

// "10.0.0.1:40312" -> "10.0.0.1"
std::string_view AddressOf(std::string_view peer) { return peer.substr(0, peer.rfind(':')); }

}  // namespace

std::optional<admission::AuditAnnotations> DecisionLog::Record(const admission::DecisionEvent& event) {
  const bool reserved = event.caller.known && event.decision.guarded;
  try {
    if (!reserved && Summarised(event)) {
      return std::nullopt;
    }
    const std::string record = DecisionRecord(event, writer_.Instance());
    const trail::Sha256 hash = writer_.Write(record, reserved ? Share::kAll : Share::kHalf);
    if (event.caller.known) {
      return admission::AuditAnnotations{writer_.Instance(), hash.Digest()};
    }
  } catch (const std::bad_alloc&) {
    writer_.CountLost();
  }
  return std::nullopt;
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
    writer_.Write(SummaryRecord(*summary, clock_.Now(), writer_.Instance()), Share::kAll);
  } catch (const std::bad_alloc&) {
    writer_.CountLost();
  }
  writer_.Notify();
}

}  // namespace audit
