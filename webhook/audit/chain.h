// Numbers audit lines and links each one to the line before by its SHA-256, so that a gap or an altered line shows.
//
// Lines are collected in a block, which the owner writes. A line takes its number for good only when it has been
// written completely; the numbers of lines that were not written are used again. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "trail/line.h"
#include "trail/sha256.h"

namespace audit {

class Chain {
 public:
  // Reserves all memory that Append() needs for kBlockSize bytes of lines of up to trail::kMaxLine bytes.
  Chain();

  // Adds a record (record.h), whose hash is `hash`, to the block, with number and link. Does not allocate while the
  // block is not Full().
  void Append(std::string_view record, const trail::Sha256& hash) { Append(record, hash, 0, false); }
  // Adds a record that reports `count` lost lines. If it is not written, they still have to be reported.
  void AppendReport(std::string_view record, std::uint64_t count);

  // The bytes to write: complete lines, each with its line break.
  [[nodiscard]] std::string_view Block() const { return block_; }
  [[nodiscard]] bool Empty() const { return pending_.empty(); }
  // Line 0 has been written or is in the block.
  [[nodiscard]] bool Begun() const { return sequence_ > 0 || !Empty(); }
  [[nodiscard]] bool Full() const { return block_.size() >= kBlockSize; }

  struct Loss {
    std::uint64_t lines = 0;       // Lines that were not written completely,
    std::uint64_t unreported = 0;  // and lost lines that a report among them stood for.
  };
  // Empties the block, of which the first `written` bytes have been written. A line that lacks its line break alone is
  // written: readers find the line. If the output ends within a line or without a line break, the next block begins
  // with one.
  Loss Commit(std::size_t written);

  static constexpr std::size_t kBlockSize = 32768;  // Bytes.

 private:
  struct Pending {
    std::size_t end;  // Offset in block_ behind the line.
    trail::HexDigest digest;
    std::uint64_t reports;  // How many lost lines the line reports.
    bool is_report;
  };

  void Append(std::string_view record, trail::Sha256 hash, std::uint64_t reports, bool is_report);

  std::uint64_t sequence_ = 0;   // Number of the next line, if all pending ones were lost.
  trail::HexDigest previous_{};  // Of the last written line.
  std::string block_;
  std::vector<Pending> pending_;  // The lines in block_.
  bool torn_ = false;             // The output does not end with a line break.
};

}  // namespace audit
