// The links of one chain, and what is wrong with them. Pure.
//
// A link is what verification keeps of a line: its number, its digest, and the digest that it names as the previous
// line's. Links may come in any order and several times.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "trail_reader/digest.h"

namespace trail_reader {

struct Link {
  std::uint64_t sequence = 0;
  Digest digest{};
  Digest previous{};  // Zeros in line 0.
  bool closes = false;
};

struct Fault {
  enum class Kind {
    kMissing,  // No such lines.
    kAltered,  // The digest of the line is not the one that the next line names. A range: one of these two lines.
    kSecond,   // Another line with the same number, which does not fit into the chain.
    kBehind,   // Lines behind the line that closes the chain.
  };
  Kind kind = Kind::kMissing;
  std::uint64_t first = 0;
  std::uint64_t last = 0;

  bool operator==(const Fault&) const = default;
};

// What a chain of links is.
struct ChainShape {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::uint64_t lines = 0;     // Different ones.
  std::uint64_t repeated = 0;  // Lines that came again, byte for byte.
  bool closed = false;         // The last line says that none follows.
  Digest first_previous{};     // What the first line names as its previous line's digest.
  Digest last_digest{};
  std::uint64_t fault_count = 0;
  std::vector<Fault> faults;  // The first kMaxFaults.

  static constexpr std::size_t kMaxFaults = 100;
};

// Sorts the links, removes repeated ones, and judges the rest. `links` is not empty.
ChainShape Judge(std::deque<Link>& links);

// The digest of line `sequence`; null if the chain has no such line. `links` has been judged.
std::optional<Digest> DigestOf(const std::deque<Link>& links, std::uint64_t sequence);

}  // namespace trail_reader
