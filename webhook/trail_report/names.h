// Texts that occur many times, each kept once. One thread.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace trail_report {

class Names {
 public:
  // 0 is the empty text.
  using Id = std::uint32_t;

  // Keeps the text. Beyond kMaxBytes of different texts, returns the id of "…".
  Id Keep(std::string_view text);
  [[nodiscard]] const std::string& Text(Id id) const { return texts_[id]; }

  static constexpr Id kMore = 1;  // Of the text "…".
  static constexpr std::size_t kMaxBytes = 32U << 20U;

 private:
  std::deque<std::string> texts_{"", "…"};
  std::unordered_map<std::string_view, Id> ids_{{"", 0}};
  std::size_t bytes_ = 0;
};

}  // namespace trail_report
