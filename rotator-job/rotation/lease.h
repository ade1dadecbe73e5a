// The record in its Secret, used as a lock like a coordination.k8s.io Lease.
//
// The lock is Record::holder; every write carries the Secret's resourceVersion and renews the lock. A run that has lost
// the lock never writes the record again. One thread; everything borrowed.
#pragma once

#include <string>

#include "kube/client.h"
#include "ports/clock.h"
#include "rotation/record.h"

namespace rotation {

class Lease {
 public:
  // `holder` identifies this run.
  Lease(kube::Client& client, ports::Clock& clock, std::string holder, const token::Profile& profile)
      : client_(client),
        clock_(clock),
        holder_(std::move(holder)),
        guards_(profile.secret + "/" + profile.key),
        name_{kRecordSecret, profile.guard_namespace} {}

  // Reads the record. kInvalid if it is unusable or about another Secret; the message says what to do.
  base::Result<void> Read();
  // Writes the record and renews the lock. After a conflict or a lost answer the record is read to learn whether the
  // write has arrived; a failure means that it has not.
  base::Result<void> Write();
  // Has the API server judge the record as it is, without storing it.
  base::Result<void> TryWrite();
  // Takes the lock: sets holderIdentity and writes.
  base::Result<void> Acquire();
  // Writes the record without a holder. On failure the record is still held.
  base::Result<void> Release();
  // Writes if a third of `timeout` has passed since the last write.
  base::Result<void> Renew(std::chrono::seconds timeout);

  [[nodiscard]] Record& Contents() { return record_; }
  [[nodiscard]] const Record& Contents() const { return record_; }
  [[nodiscard]] bool Held() const { return held_ && !lost_ && record_.holder == holder_; }
  [[nodiscard]] bool HeldByAnother() const { return !record_.holder.empty() && record_.holder != holder_; }
  // Whether another run has taken the lock over from this one.
  [[nodiscard]] bool Lost() const { return lost_; }
  // resourceVersion as of the last read or write.
  [[nodiscard]] const std::string& Version() const { return version_; }

 private:
  base::Result<kube::Secret> Patch(kube::Write write);
  base::Result<void> ResolveLostWrite(const base::Error& error);

  kube::Client& client_;
  ports::Clock& clock_;
  const std::string holder_;
  const std::string guards_;  // Record::guards of this profile.
  const kube::SecretName name_;
  Record record_;
  std::string version_;
  bool held_ = false;  // This run has written the record at least once.
  bool lost_ = false;
  ports::Clock::MonotonicTime written_{};
};

}  // namespace rotation
