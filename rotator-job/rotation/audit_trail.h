// The audit lines of a run: one for each step that is over, one for its end. docs/audit.schema.json, type `rotation`.
//
// The lines go to Log::WriteLine, numbered and linked as one chain. A dry run writes none, nor does a run that had
// nothing to do. One thread; everything borrowed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rotation/context.h"
#include "rotation/lease.h"
#include "rotation/retired_list.h"
#include "trail/sha256.h"

namespace rotation {

class AuditTrail {
 public:
  enum class Step { kBegin, kResume, kSet, kRestart, kProve, kRollback };

  // Reads id, phase and tokens from the record of `lease`, and takes fingerprints under the key of `retired`.
  AuditTrail(const Context& context, const Lease& lease, const RetiredList& retired)
      : context_(context), lease_(lease), retired_(retired) {}

  // The record's rotation has done the step. `reason`: why it turned back.
  void Done(Step step, std::string_view reason = "");
  // The run is over and exits with `exit`.
  void End(const Ending& ending, Exit exit);

 private:
  void Write(std::string_view step, std::string_view outcome, std::string_view reason);

  const Context& context_;
  const Lease& lease_;
  const RetiredList& retired_;
  // As of the last step; the record forgets at the end.
  std::optional<std::string> id_;
  bool forward_ = true;
  std::optional<std::string> before_;
  std::optional<std::string> after_;

  std::uint64_t sequence_ = 0;
  trail::HexDigest previous_{};
};

}  // namespace rotation
