#include "trail_reader/chains.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace trail_reader {
namespace {

base::Result<void> TooManyChains() {
  return base::Fail(base::Code::kInvalid, "the input has lines of more than " + std::to_string(Chains::kMaxChains) +
                                              " processes; verify it in parts");
}

}  // namespace

base::Result<void> Chains::Add(const Event& event, const Digest& digest, std::string_view source) {
  if (++lines_ > kMaxLines) {
    return base::Fail(base::Code::kInvalid, "the input has more than " + std::to_string(kMaxLines) +
                                                " audit lines; verify it in parts, with --checkpoint FILE");
  }
  const Entry entry{
      {event.sequence, digest, event.previous.value_or(Digest{}), event.Closes()}, event.lost, event.time};
  if (event.instance.empty()) {
    auto found = unnamed_.find(source);
    if (found == unnamed_.end()) {
      found = unnamed_.emplace(source, std::vector<Entry>()).first;
    }
    found->second.push_back(entry);
  } else {
    if (latest_ == nullptr || latest_->instance != event.instance) {
      auto found = chains_.find(event.instance);
      if (found == chains_.end()) {
        found = chains_.emplace(event.instance, Chain()).first;
        found->second.instance = event.instance;
      }
      latest_ = &found->second;
    }
    Append(*latest_, entry);
  }
  if (chains_.size() + unnamed_.size() > kMaxChains) {
    return TooManyChains();
  }
  return {};
}

void Chains::Append(Chain& chain, const Entry& entry) {
  chain.begin = chain.links.empty() ? entry.time : std::min(chain.begin, entry.time);
  chain.end = chain.links.empty() ? entry.time : std::max(chain.end, entry.time);
  chain.lost += entry.lost;
  chain.links.push_back(entry.link);
}

// Lines of version 1 do not name their process. A line 0 begins a chain; every other line belongs to the chain whose
// last line it names as the previous one. A line that fits nowhere continues the open chain that is nearest below it,
// and is reported there.
base::Result<void> Chains::Split(const std::string& source, std::vector<Entry>& entries, std::vector<Chain>& into) {
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.link.sequence < b.link.sequence; });
  const std::size_t first = into.size();
  std::map<Digest, std::size_t> by_last_line;
  std::set<std::pair<std::uint64_t, std::size_t>> open;  // By the number of the last line.
  const auto nearest_below = [&](std::uint64_t sequence) {
    const auto above = open.lower_bound({sequence, 0});
    return above == open.begin() ? into.size() : open.lower_bound({std::prev(above)->first, 0})->second;
  };
  for (const auto& entry : entries) {
    auto place = into.size();
    if (const auto same = by_last_line.find(entry.link.digest); same != by_last_line.end()) {
      place = same->second;  // A repeated line.
    } else if (entry.link.sequence > 0) {
      const auto found = by_last_line.find(entry.link.previous);
      place = found == by_last_line.end() ? nearest_below(entry.link.sequence) : found->second;
    }
    if (place == kMaxChains) {
      return TooManyChains();
    }
    if (place == into.size()) {
      into.emplace_back().instance = source + "#" + std::to_string(place - first + 1);
    } else {
      const auto& last = into[place].links.back();
      by_last_line.erase(last.digest);
      open.erase({last.sequence, place});
    }
    Append(into[place], entry);
    by_last_line[entry.link.digest] = place;
    if (!entry.link.closes) {
      open.emplace(entry.link.sequence, place);
    }
  }
  return {};
}

base::Result<std::vector<Chain>> Chains::Finish() {
  std::vector<Chain> all;
  all.reserve(chains_.size());
  for (auto& [instance, chain] : chains_) {
    all.push_back(std::move(chain));
  }
  chains_.clear();
  latest_ = nullptr;
  for (auto& [source, entries] : unnamed_) {
    if (auto split = Split(source, entries, all); !split) {
      return base::Fail(split.error());
    }
  }
  unnamed_.clear();
  for (auto& chain : all) {
    chain.shape = Judge(chain.links);
  }
  return all;
}

}  // namespace trail_reader
