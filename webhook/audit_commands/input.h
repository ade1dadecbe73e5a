// Reads the audit lines of files, among whatever else stands there. One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "audit_commands/outcome.h"
#include "base/error.h"
#include "trail_reader/event.h"

namespace audit_commands {

// Valid during the call alone.
struct AuditLine {
  const trail_reader::Event& event;
  std::string_view text;    // Byte for byte as the program wrote it.
  std::string_view source;  // Pod or file.
};

// What was in the input.
struct Tally {
  std::uint64_t audit_lines = 0;
  std::uint64_t other_lines = 0;  // For example of the operational log.
  std::uint64_t torn = 0;         // Begin like an audit line, but are none.
  std::uint64_t unknown = 0;      // Of a version that this program does not know.
  std::uint64_t too_long = 0;     // Over trail_reader::LineReader::kMaxLine bytes.
  std::string first_torn;         // "FILE, line N"
  std::string first_unknown;
  bool cut = false;  // The last line of a file is torn and has no line break.

  // Lines that may be audit lines and prove nothing.
  [[nodiscard]] std::uint64_t Unread() const { return torn + unknown + too_long; }
};

using TakeLine = std::function<base::Result<void>(const AuditLine& line)>;

// Calls `take` with each audit line of the files, in their order. No file is standard input, and so is "-". Stops at
// the first error: a file that cannot be read, or what `take` returns. kInvalid, too, if there is no audit line at all.
base::Result<Tally> ReadAuditLines(const World& world, const std::vector<std::string>& files, const TakeLine& take);

using TakeRawLine = std::function<base::Result<void>(std::string_view line, std::uint64_t number)>;

// Calls `take` with each line of one file; stops at the first error. Returns the number of lines that could not be
// used: over trail_reader::LineReader::kMaxLine bytes (`take` gets an empty one), or a last line that has no line break
// and that `take` refuses.
base::Result<std::uint64_t> ReadLines(const World& world, const std::string& file, const TakeRawLine& take);

// The whole file. kInvalid if the file is larger than `limit` bytes.
base::Result<std::string> ReadAll(ports::Streams& streams, const std::string& path, std::size_t limit);

// Sentences about lines that could not be used, each with a line break; empty if there are none.
std::string Remarks(const Tally& tally);

// "1,234,567"
std::string Grouped(std::uint64_t number);
// "1 line", "1,234 lines"
std::string Counted(std::uint64_t number, const std::string& noun);

}  // namespace audit_commands
