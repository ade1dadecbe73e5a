// What the `audit` commands share: what they reach of the world, and what they return.
#pragma once

#include <functional>
#include <string>

#include "ports/clock.h"
#include "ports/streams.h"

namespace audit_commands {

// Borrowed by each command.
struct World {
  ports::Streams& streams;
  ports::Clock& clock;
  // Shows how far a long run is, on a line that the next call overwrites; the empty text removes the line. Null if
  // nobody watches.
  std::function<void(const std::string& text)> progress;
  // Writes to standard output at once, for commands whose output has no bound. Returns false if that has failed.
  std::function<bool(const std::string& text)> print;
};

// Exit codes.
constexpr int kWhole = 0;       // Of verify; done, of the others.
constexpr int kBroken = 1;      // Of verify; nothing found, of find.
constexpr int kUnreadable = 2;  // A file cannot be read or written, or holds no audit line.
constexpr int kUnproven = 3;    // Of verify: whole, but something of it is not proven.

struct Outcome {
  int exit_code = 0;
  std::string output;  // For standard output.
  std::string errors;  // For standard error, one sentence a line, without the program's name.
};

}  // namespace audit_commands
