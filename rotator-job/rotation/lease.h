// The record in its Secret, and the lock that it is.
//
// One thread; everything borrowed. A run that has lost the lock never writes the record again.
#pragma once

#include <string>

#include "kube/client.h"
#include "ports/clock.h"
#include "rotation/record.h"

namespace rotation {

class Ledger {
 public:
  // A record of another profile's Secret and key is refused.
  Ledger(kube::Client& client, ports::Clock& clock, std::string holder, const token::Profile& profile)
      : client_(client),
        clock_(clock),
        holder_(std::move(holder)),
        guards_(profile.secret + "/" + profile.key),
        space_(profile.guard_namespace) {}

  // Reads the record anew. kInvalid where it is garbled or of another profile; the message says what to do.
  base::Result<void> Read();
  // Writes it, with its resourceVersion; renews the lock. After a conflict or a lost answer it reads what has become of
  // the write, so that a failure means that it has not arrived.
  base::Result<void> Write();
  // Renews the lock where a third of its `timeout` has passed.
  base::Result<void> Keep(std::chrono::seconds timeout);

  [[nodiscard]] bool HeldByAnother() const { return !record.holder.empty() && record.holder != holder_; }
  [[nodiscard]] bool Lost() const { return lost_; }
  [[nodiscard]] const std::string& Version() const { return version_; }
  [[nodiscard]] const std::string& Holder() const { return holder_; }

  Record record;

 private:
  base::Result<void> Settle(const base::Error& error);

  kube::Client& client_;
  ports::Clock& clock_;
  const std::string holder_;
  const std::string guards_;
  const std::string space_;  // Of the record.
  std::string version_;
  bool held_ = false;  // At least once.
  bool lost_ = false;
  ports::Clock::MonotonicTime written_{};
};

}  // namespace rotation
