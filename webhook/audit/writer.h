// The audit log's output: one thread that writes numbered, chained lines (chain.h).
//
// A decision never waits for the output. If the output is blocked and the backlog is full, records are lost; the next
// line that is written reports how many.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "audit/backlog.h"
#include "audit/chain.h"
#include "ports/clock.h"
#include "trail/sha256.h"

namespace audit {

// Called by any thread. Must neither block nor throw.
class LossObserver {
 public:
  virtual ~LossObserver() = default;
  virtual void OnLinesLost(std::uint64_t count) = 0;
};

class Writer {
 public:
  // The process as its lines name it.
  struct Identity {
    std::string instance;        // trail/instance.h.
    std::string opening_record;  // Line 0, written before any other line.
  };
  // Writes to the file descriptor `output`, which stays the caller's. `clock` and `observer` are borrowed.
  Writer(int output, Identity identity, ports::Clock& clock, LossObserver& observer);
  // Writes what is left, then the closing line if MarkServing() was called. Gives up on an output that stays blocked
  // for a second.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Any thread. From now on the chain has its opening line, and the end of the process its closing line, even if the
  // process decides nothing.
  void MarkServing() { backlog_.MarkServing(); }
  // A record of record.h. It is written after the next Notify() at the latest. Returns its hash, of which the chain
  // makes that of the line: the record is hashed once.
  trail::Sha256 Write(std::string_view record, Share share = Share::kAll);
  // Counts a record that could not be composed.
  void CountLost();
  void Notify() { backlog_.Notify(); }
  [[nodiscard]] const std::string& Instance() const { return identity_.instance; }

 private:
  void Run();
  void Process(const Backlog::Batch& batch);
  void AppendOpening(const Backlog::Batch& batch);
  void Flush();
  // How many of the bytes were written: all, unless the output is broken, or still blocked a second after the stop.
  std::size_t WriteOut(std::string_view bytes);
  bool GiveUp();

  const int output_;
  const Identity identity_;
  const std::size_t write_size_;  // Bytes of one write.
  ports::Clock& clock_;
  LossObserver& observer_;
  Backlog backlog_;
  // Used by the thread alone:
  Chain chain_;
  std::uint64_t unreported_ = 0;  // Lost lines of the current batch.
  bool output_failed_ = false;    // The last flush lost something.
  std::optional<ports::Clock::MonotonicTime> give_up_at_;
  std::thread thread_;
};

}  // namespace audit
