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

// Who can invent users can invent those of one namespace: its service accounts count as one user.
std::string_view AccountOf(std::string_view user) {
  return user.substr(0, user.starts_with("system:serviceaccount:") ? user.rfind(':') : user.size());
}

// The write changes or deletes the token, unless something else stops it.
bool Stores(const admission::DecisionEvent& event) {
  const bool changes = event.decision.changed || event.review.operation == "DELETE";
  return event.decision.verdict == admission::Verdict::kAllowed && changes && !event.review.dry_run;
}

}  // namespace

std::optional<admission::AuditAnnotations> DecisionLog::Record(const admission::DecisionEvent& event) {
  const bool reserved = event.caller.known && event.decision.guarded;
  try {
    if (!(reserved && Stores(event)) && Summarised(event, reserved)) {
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

bool DecisionLog::Summarised(const admission::DecisionEvent& event, bool reserved) {
  const auto address = AddressOf(event.caller.peer);
  const base::MutexLock lock(mutex_);
  const auto now = clock_.Monotonic();
  if (reserved ? users_.Allow(AccountOf(event.review.user), now) : addresses_.Allow(address, now)) {
    return false;
  }
  if (!summary_) {
    summary_.emplace().since = event.time;
  }
  summary_->Add(event.decision, address, event.caller.known ? std::string_view(event.review.user) : "");
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
