// Counts how often another writer restores the other token of a rotation. One thread.
#pragma once

#include <string>

#include "rotation/decision.h"

namespace rotation {

class RevertCounter {
 public:
  // A phase begins.
  void Reset() {
    held_ = false;
    count_ = 0;
  }
  // The Secret was read. True if it held the phase's token before and now holds the other one: a revert.
  bool Observe(Live live, Phase phase);

  [[nodiscard]] bool Exceeded() const { return count_ >= kMax; }
  [[nodiscard]] int Count() const { return count_; }

  // A tool that reconciles does not stop by itself.
  static constexpr int kMax = 3;

 private:
  bool held_ = false;  // The last read found the phase's token.
  int count_ = 0;
};

}  // namespace rotation
