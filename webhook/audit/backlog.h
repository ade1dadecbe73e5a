// Audit records on their way from the workers to the writer's thread.
//
// Push(), AddLost(), MarkServing(), Stop() and Notify() may be called by any thread and never wait for the output. The
// other functions are the writer's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/thread_annotations.h"
#include "trail/sha256.h"

namespace audit {

// How much of the backlog a record may use.
enum class Share {
  kAll,
  kHalf,  // The other half is reserved for records of the first kind.
};

class Backlog {
 public:
  // Adds a record. Does not wake the writer; call Notify() soon. False if there is no room: the record counts as lost.
  // `hash` is the record's.
  bool Push(std::string_view record, const trail::Sha256& hash, Share share) EXCLUDES(mutex_);
  // Counts a record that could not be composed.
  void AddLost() EXCLUDES(mutex_);
  // The process serves: from now on its beginning and its end are recorded even if it decides nothing. Wakes the
  // writer.
  void MarkServing() EXCLUDES(mutex_);
  // Asks the writer to write what is left and to end.
  void Stop() EXCLUDES(mutex_);
  // Wakes the writer. Separate from Push(), so that no client waits while a thread is woken.
  void Notify() { changed_.NotifyOne(); }

  struct Entry {
    std::size_t begin;  // Of the record in `records`, and its size: bytes.
    std::size_t size;
    trail::Sha256 hash;
  };
  struct Batch {
    std::string records;  // One behind the other.
    std::vector<Entry> entries;
    std::uint64_t lost = 0;  // Lost lines that no line has reported yet.
    bool stopping = false;
    bool serving = false;
  };
  // Waits until there is work.
  void Wait() EXCLUDES(mutex_);
  // Takes everything. The batch's buffers are reused: no memory moves from thread to thread.
  void Take(Batch& batch) EXCLUDES(mutex_);
  // The batch has been processed. `unreported` lost lines are still to be reported. If `output_failed`, they alone are
  // no work: the report waits for the next record, because a broken output would lose it again at once, and again.
  void Finish(std::uint64_t unreported, bool output_failed) EXCLUDES(mutex_);

  [[nodiscard]] bool HasWork() EXCLUDES(mutex_);
  [[nodiscard]] bool Stopping() EXCLUDES(mutex_);

  static constexpr std::size_t kMaxBytes = 2U << 20U;  // About 2,000 lines, out of a memory budget of 16 MiB.

 private:
  static std::size_t BytesOf(const std::string& records, const std::vector<Entry>& entries) {
    return records.size() + entries.size() * sizeof(Entry);
  }
  [[nodiscard]] bool HasWorkLocked() const REQUIRES(mutex_) {
    return stopping_ || opening_due_ || !entries_.empty() || (lost_ > 0 && !output_failed_);
  }

  base::Mutex mutex_;
  base::Condition changed_;
  std::string records_ GUARDED_BY(mutex_);
  std::vector<Entry> entries_ GUARDED_BY(mutex_);
  std::size_t taken_bytes_ GUARDED_BY(mutex_) = 0;  // Of the batch that is being processed.
  std::uint64_t lost_ GUARDED_BY(mutex_) = 0;
  bool output_failed_ GUARDED_BY(mutex_) = false;
  bool serving_ GUARDED_BY(mutex_) = false;
  bool opening_due_ GUARDED_BY(mutex_) = false;  // The writer has not seen yet that the process serves.
  bool stopping_ GUARDED_BY(mutex_) = false;
};

}  // namespace audit
