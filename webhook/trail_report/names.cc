#include "trail_report/names.h"

namespace trail_report {

Names::Id Names::Keep(std::string_view text) {
  if (const auto found = ids_.find(text); found != ids_.end()) {
    return found->second;
  }
  constexpr std::size_t kOverhead = 128;  // Bytes of an entry, beside its text.
  if (bytes_ + text.size() + kOverhead > kMaxBytes) {
    return kMore;
  }
  bytes_ += text.size() + kOverhead;
  const Id id = static_cast<Id>(texts_.size());
  texts_.emplace_back(text);
  ids_.emplace(texts_.back(), id);
  return id;
}

}  // namespace trail_report
