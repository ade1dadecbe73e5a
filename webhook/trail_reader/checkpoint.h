// What a verified log ended with, kept between two runs: proof that a later log continues the earlier one.
//
// The file is a JSON object: {"version": 1, "chains": [{"instance": …, "sequence": N, "digest": <64 hex digits>,
// "closed": …, "missed": …}, …]}. It proves as much as the place where it is kept: somebody who can rewrite the log
// must not be able to rewrite the checkpoint. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "trail_reader/chains.h"

namespace trail_reader {

struct Mark {
  std::uint64_t sequence = 0;  // Of the last line that was seen,
  Digest digest{};             // and its digest.
  bool closed = false;
  bool missed = false;  // An earlier run has reported that the chain, open, is not in its input.
};

// By instance.
using Checkpoint = std::map<std::string, Mark, std::less<>>;

// kInvalid: not a checkpoint.
base::Result<Checkpoint> ParseCheckpoint(std::string_view text);
std::string Serialize(const Checkpoint& checkpoint);

enum class Continuation {
  kNew,        // The checkpoint does not know the chain.
  kProven,     // The chain holds the marked line, or begins right behind it.
  kGap,        // The chain begins later: the lines between are missing.
  kShortened,  // The chain ends before the marked line.
  kRewritten,  // The marked line, or the link to it, is another one; or lines stand behind a marked end.
};
Continuation Compare(const Checkpoint& checkpoint, const Chain& chain);

// Adds the ends of the chains. Never moves a mark back.
void Advance(Checkpoint& checkpoint, const std::vector<Chain>& chains);

}  // namespace trail_reader
