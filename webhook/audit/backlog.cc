#include "audit/backlog.h"

namespace audit {
namespace {

// Bytes of a buffer that is kept for the next batch: more than a batch at full rate. To give a buffer back and grow
// another for each batch would interrupt all threads each time.
constexpr std::size_t kMaxKept = 1U << 18U;

}  // namespace

bool Backlog::Push(std::string_view record, const trail::Sha256& hash, Share share) {
  const std::size_t limit = share == Share::kAll ? kMaxBytes : kMaxBytes / 2;
  const base::MutexLock lock(mutex_);
  if (taken_bytes_ + BytesOf(records_, entries_) + record.size() + sizeof(Entry) > limit) {
    ++lost_;
    return false;
  }
  const std::size_t begin = records_.size();
  records_.append(record);
  entries_.push_back({begin, record.size(), hash});  // If it throws, nothing refers to the bytes.
  return true;
}

void Backlog::AddLost() {
  const base::MutexLock lock(mutex_);
  ++lost_;
}

void Backlog::MarkServing() {
  {
    const base::MutexLock lock(mutex_);
    serving_ = opening_due_ = true;
  }
  Notify();
}

void Backlog::Stop() {
  {
    const base::MutexLock lock(mutex_);
    stopping_ = true;
  }
  Notify();
}

bool Backlog::HasWork() {
  const base::MutexLock lock(mutex_);
  return HasWorkLocked();
}

bool Backlog::Stopping() {
  const base::MutexLock lock(mutex_);
  return stopping_;
}

void Backlog::Wait() {
  const base::MutexLock lock(mutex_);
  while (!HasWorkLocked()) {
    changed_.Wait(mutex_);
  }
}

void Backlog::Take(Batch& batch) {
  batch.records.clear();
  batch.entries.clear();
  if (batch.records.capacity() > kMaxKept) {
    std::string().swap(batch.records);
    std::vector<Entry>().swap(batch.entries);
  }
  const base::MutexLock lock(mutex_);
  batch.records.swap(records_);
  batch.entries.swap(entries_);
  taken_bytes_ = BytesOf(batch.records, batch.entries);
  batch.lost = lost_;
  lost_ = 0;
  batch.stopping = stopping_;
  batch.serving = serving_;
  opening_due_ = false;
}

void Backlog::Finish(std::uint64_t unreported, bool output_failed) {
  const base::MutexLock lock(mutex_);
  taken_bytes_ = 0;
  lost_ += unreported;
  output_failed_ = output_failed;
}

}  // namespace audit
