// The chains of a log: which lines belong together, and whether each chain is whole. Pure; one thread.
//
// Lines may come in any order, of several processes, and several times. A line takes 80 bytes of memory; over kMaxLines
// lines, verify a log in parts, with a checkpoint.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "trail_reader/event.h"
#include "trail_reader/links.h"

namespace trail_reader {

struct Chain {
  std::string instance;  // As the lines name it: hostile. In version 1: the source, "#" and a number.
  ChainShape shape;
  std::deque<Link> links;
  std::uint64_t lost = 0;  // Lines that the process could not write, by its own account.
  std::chrono::system_clock::time_point begin;
  std::chrono::system_clock::time_point end;
};

class Chains {
 public:
  // `source` is what the extractor or the file's name says: it tells the chains of version 1 apart. kInvalid: more than
  // kMaxLines lines or kMaxChains instances.
  base::Result<void> Add(const Event& event, const Digest& digest, std::string_view source);

  // All chains, by instance. The lines are given away: call once. kInvalid: more than kMaxChains chains, those of
  // version 1 included.
  base::Result<std::vector<Chain>> Finish();

  static constexpr std::uint64_t kMaxLines = 3'000'000;
  static constexpr std::size_t kMaxChains = 10'000;

 private:
  struct Entry {
    Link link;
    std::uint64_t lost;
    std::chrono::system_clock::time_point time;
  };

  std::map<std::string, Chain, std::less<>> chains_;
  Chain* latest_ = nullptr;  // Of the line before: most lines are its neighbours.
  std::map<std::string, std::vector<Entry>, std::less<>> unnamed_;  // Version 1, by source.
  std::uint64_t lines_ = 0;

  static void Append(Chain& chain, const Entry& entry);
  static base::Result<void> Split(const std::string& source, std::vector<Entry>& entries, std::vector<Chain>& into);
};

}  // namespace trail_reader
