#include "rotation/lease.h"

#include <utility>

namespace rotation {

base::Result<void> Lease::Read() {
  auto secret = client_.GetSecret(name_);
  if (!secret) {
    return base::Fail(WithCreateCommand(secret.error(), name_.name, name_.ns));
  }
  const auto found = secret->data.find(kRecordKey);
  auto read = ParseRecord(found == secret->data.end() ? base::SecretBytes() : found->second.Clone(), name_.ns);
  if (!read) {
    return base::Fail(read.error());
  }
  if (!read->guards.empty() && read->guards != guards_) {
    return base::Fail(base::Code::kInvalid, std::string("the record in Secret ") + kRecordSecret + " is about " +
                                                read->guards + ", not " + guards_ +
                                                ": a namespace has room for the rotations of one profile");
  }
  record_ = std::move(*read);
  version_ = secret->resource_version;
  return {};
}

base::Result<kube::Secret> Lease::Patch(kube::Write write) {
  const base::SecretBytes json = SerializeRecord(record_);
  return client_.PatchSecret(name_, version_, {{{kRecordKey, json.Reveal()}}}, write);
}

base::Result<void> Lease::TryWrite() {
  const auto tried = Patch(kube::Write::kDryRun);
  return tried ? base::Result<void>() : base::Fail(tried.error());
}

base::Result<void> Lease::Write() {
  ++record_.heartbeat;
  record_.guards = guards_;
  auto written = Patch(kube::Write::kReal);
  if (!written) {
    return ResolveLostWrite(written.error());
  }
  version_ = written->resource_version;
  held_ = true;
  written_ = clock_.Monotonic();
  return {};
}

base::Result<void> Lease::ResolveLostWrite(const base::Error& error) {
  if (error.code != base::Code::kConflict && error.code != base::Code::kUnknown) {
    return base::Fail(error);
  }
  Record mine = record_.Clone();
  if (auto read = Read(); !read) {
    record_ = std::move(mine);
    return base::Fail(error);
  }
  const bool arrived = record_.holder == mine.holder && record_.heartbeat == mine.heartbeat;
  const bool untouched = record_.heartbeat == mine.heartbeat - 1;  // As before the write that failed.
  lost_ = held_ && !arrived && !untouched && record_.holder != holder_;
  record_ = std::move(mine);
  if (arrived) {
    held_ = true;
    written_ = clock_.Monotonic();
    return {};
  }
  return base::Fail(error);
}

base::Result<void> Lease::Acquire() {
  record_.holder = holder_;
  return Write();
}

base::Result<void> Lease::Release() {
  record_.holder.clear();
  auto written = Write();
  if (!written) {
    record_.holder = holder_;
  }
  return written;
}

base::Result<void> Lease::Renew(std::chrono::seconds timeout) {
  return clock_.Monotonic() - written_ > timeout / 3 ? Write() : base::Result<void>();
}

}  // namespace rotation
