// Writes an audit line for each decision of /validate.
#pragma once

#include "admission/observer.h"
#include "audit/writer.h"

namespace audit {

// Any number of threads.
class DecisionLog final : public admission::Observer {
 public:
  // `writer` is borrowed.
  explicit DecisionLog(Writer& writer) : writer_(writer) {}

  void OnDecision(const admission::DecisionEvent& event) override;
  void OnResponsesSent() override { writer_.Notify(); }

 private:
  Writer& writer_;
};

}  // namespace audit
