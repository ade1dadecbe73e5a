#include "audit/decision_log.h"

#include <new>

#include "audit/record.h"

namespace audit {

void DecisionLog::OnDecision(const admission::DecisionEvent& event) {
  try {
    writer_.Write(DecisionRecord(event));
  } catch (const std::bad_alloc&) {
    writer_.CountLost();
  }
}

}  // namespace audit
