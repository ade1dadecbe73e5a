// Lines of a stream, with bounded memory. One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "ports/streams.h"

namespace trail_reader {

class LineReader {
 public:
  // `stream` is borrowed.
  explicit LineReader(ports::Stream& stream);

  // Moves to the next line. False at the end; a file that has grown since then can be read on. Passes on the errors of
  // the stream.
  base::Result<bool> Next();

  // The line without its line break. Valid until the next call of Next(). Of a line over kMaxLine bytes: empty.
  [[nodiscard]] std::string_view Line() const { return line_; }
  // From 1.
  [[nodiscard]] std::uint64_t Number() const { return number_; }
  // The line is over kMaxLine bytes.
  [[nodiscard]] bool TooLong() const { return too_long_; }
  // Bytes read so far.
  [[nodiscard]] std::uint64_t Bytes() const { return bytes_; }
  // At the end: the bytes behind the last line break, which are no line yet.
  [[nodiscard]] std::string_view Rest() const;

  static constexpr std::size_t kMaxLine = 1U << 20U;  // Bytes: an audit line of 8 KiB, escaped several times.

 private:
  // Reads more. False at the end.
  base::Result<bool> Fill();

  ports::Stream& stream_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;     // Of the next line,
  std::size_t searched_ = 0;  // bytes of it that hold no line break,
  std::size_t end_ = 0;       // and the end of what has been read.
  std::string_view line_;
  std::uint64_t number_ = 0;
  std::uint64_t bytes_ = 0;
  bool too_long_ = false;
  bool skipping_ = false;  // The current line is over kMaxLine bytes; what came of it so far is dropped.
};

}  // namespace trail_reader
