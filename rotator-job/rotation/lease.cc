#include "rotation/lease.h"

#include <utility>

namespace rotation {

base::Result<void> Ledger::Read() {
  auto secret = client_.GetSecret({kRecordSecret, space_});
  if (!secret) {
    return base::Fail(secret.error());
  }
  const auto found = secret->data.find(kRecordKey);
  auto read = ParseRecord(found == secret->data.end() ? base::SecretBytes() : found->second.Clone());
  if (!read) {
    return base::Fail(read.error());
  }
  if (!read->guards.empty() && read->guards != guards_) {
    return base::Fail(base::Code::kInvalid, std::string("the record in Secret ") + kRecordSecret + " is about " +
                                                read->guards + ", not " + guards_ +
                                                ": a namespace has room for the rotations of one profile");
  }
  record = std::move(*read);
  version_ = secret->resource_version;
  return {};
}

base::Result<void> Ledger::Write() {
  ++record.heartbeat;
  record.guards = guards_;
  const base::SecretBytes json = SerializeRecord(record);
  auto written = client_.PatchSecret({kRecordSecret, space_}, version_, {{kRecordKey, json.Reveal()}}, false);
  if (!written) {
    return Settle(written.error());
  }
  version_ = written->resource_version;
  held_ = true;
  written_ = clock_.Monotonic();
  return {};
}

base::Result<void> Ledger::Settle(const base::Error& error) {
  if (error.code != base::Code::kConflict && error.code != base::Code::kUnknown) {
    return base::Fail(error);
  }
  Record mine = record.Clone();
  if (auto read = Read(); !read) {
    record = std::move(mine);
    return base::Fail(error);
  }
  const bool arrived = record.holder == mine.holder && record.heartbeat == mine.heartbeat;
  const bool untouched = record.heartbeat == mine.heartbeat - 1;  // As it was before the write that failed.
  lost_ = held_ && !arrived && !untouched && record.holder != holder_;
  record = std::move(mine);
  if (arrived) {
    held_ = true;
    written_ = clock_.Monotonic();
    return {};
  }
  return base::Fail(error);
}

base::Result<void> Ledger::Keep(std::chrono::seconds timeout) {
  return clock_.Monotonic() - written_ > timeout / 3 ? Write() : base::Result<void>();
}

}  // namespace rotation
