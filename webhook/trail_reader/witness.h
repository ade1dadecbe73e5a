// kube-apiserver's own audit log as a witness of the trail. Pure; one thread.
//
// The webhook hands kube-apiserver the uid of each review and a digest of the decision as audit annotations, so that
// its log, which others keep, holds them too. Only decisions for known callers have them.
#pragma once

#include <rapidjson/document.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "trail_reader/event.h"

namespace trail_reader {

class Witness {
 public:
  // Takes a line of the API server's log: an Event of audit.k8s.io in JSON. Ignores events without the annotations.
  // kInvalid: not JSON, or more than kMaxEvents events.
  base::Result<void> Add(std::string_view line);
  // Call between the last Add() and the first Compare().
  void Sort();
  [[nodiscard]] std::uint64_t Events() const { return entries_.size(); }

  // Takes a decision of the trail, the line that it was read from, and the digest of the whole line.
  void Compare(const Event& event, std::string_view line, const Digest& digest);

  struct Result {
    std::uint64_t events = 0;               // Decisions that the API server recorded.
    std::uint64_t matched = 0;              // Their lines are what the webhook had said.
    std::uint64_t altered = 0;              // Their lines say something else.
    std::uint64_t copied = 0;               // Lines with the decision of another line under another number.
    std::uint64_t missing = 0;              // They have no line.
    std::uint64_t older = 0;                // They have no line and are older than the first line.
    std::uint64_t unwitnessed = 0;          // Lines within the time of the API server's log, without an event.
    std::uint64_t outside = 0;              // Lines before or behind that time, without an event.
    std::vector<std::string> altered_uids;  // The first kMaxShown of each. The webhook's uids: hostile.
    std::vector<std::string> copied_uids;
    std::vector<std::string> missing_uids;
    std::vector<std::string> unwitnessed_uids;
  };
  // Call once, behind the last Compare().
  Result Finish();

  static constexpr std::size_t kMaxEvents = 1'000'000;
  static constexpr std::size_t kMaxShown = 5;

 private:
  struct Entry {
    std::array<char, 40> uid;  // Of up to 36 characters, behind them zeros.
    Digest digest;
    std::chrono::system_clock::time_point time;
    std::optional<Digest> line;  // Of the first line with this decision.
    bool seen = false;
  };

  rapidjson::Document document_;
  std::vector<char> text_;
  std::vector<Entry> entries_;
  // Of the first and the last entry.
  std::chrono::system_clock::time_point from_ = std::chrono::system_clock::time_point::max();
  std::chrono::system_clock::time_point until_ = std::chrono::system_clock::time_point::min();
  std::optional<std::chrono::system_clock::time_point> first_line_;
  Result result_;
};

}  // namespace trail_reader
