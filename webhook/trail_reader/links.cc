#include "trail_reader/links.h"

#include <algorithm>
#include <tuple>

namespace trail_reader {
namespace {

bool Before(const Link& a, const Link& b) {
  return std::tie(a.sequence, a.digest, a.previous) < std::tie(b.sequence, b.digest, b.previous);
}

bool Same(const Link& a, const Link& b) { return a.sequence == b.sequence && a.digest == b.digest; }

void Add(ChainShape& shape, Fault fault) {
  ++shape.fault_count;
  if (shape.faults.size() < ChainShape::kMaxFaults) {
    shape.faults.push_back(fault);
  }
}

// What the lines with the number behind that of line `end - 1` name as their previous line's digest, sorted.
std::vector<Digest> NamedBehind(const std::deque<Link>& links, std::size_t end) {
  std::vector<Digest> named;
  for (std::size_t i = end; i < links.size() && links[i].sequence == links[end - 1].sequence + 1; ++i) {
    named.push_back(links[i].previous);
  }
  std::sort(named.begin(), named.end());
  return named;
}

// Of several different lines with one number, keeps the one that fits best: the next line names it, or it names the
// line before.
void KeepOneOfEach(std::deque<Link>& links, ChainShape& shape) {
  std::size_t kept = 0;
  for (std::size_t begin = 0; begin < links.size();) {
    std::size_t end = begin;
    while (end < links.size() && links[end].sequence == links[begin].sequence) {
      ++end;
    }
    const auto named = end - begin > 1 ? NamedBehind(links, end) : std::vector<Digest>();
    std::size_t best = begin;
    std::ptrdiff_t most = -1;
    for (std::size_t i = begin; end - begin > 1 && i < end; ++i) {
      const auto [from, until] = std::equal_range(named.begin(), named.end(), links[i].digest);
      const auto points = 2 * (until - from) + (kept > 0 && links[i].previous == links[kept - 1].digest ? 1 : 0);
      if (points > most) {
        best = i;
        most = points;
      }
      if (i > begin) {
        Add(shape, {Fault::Kind::kSecond, links[i].sequence, links[i].sequence});
      }
    }
    links[kept] = links[best];
    ++kept;
    begin = end;
  }
  links.resize(kept);
}

// Line i does not fit to line i + 1.
bool Broken(const std::deque<Link>& links, std::size_t i) {
  return i + 1 < links.size() && links[i + 1].sequence == links[i].sequence + 1 &&
         links[i + 1].previous != links[i].digest;
}

void FindAltered(const std::deque<Link>& links, std::size_t i, ChainShape& shape, std::size_t& explained) {
  if (!Broken(links, i) || i < explained) {
    return;
  }
  const auto sequence = links[i].sequence;
  if (Broken(links, i + 1)) {  // Line i + 1 fits neither to its left nor to its right.
    Add(shape, {Fault::Kind::kAltered, sequence + 1, sequence + 1});
    explained = i + 2;
  } else if (i + 2 == links.size()) {
    Add(shape, {Fault::Kind::kAltered, sequence, sequence + 1});
  } else {
    Add(shape, {Fault::Kind::kAltered, sequence, sequence});
  }
}

}  // namespace

ChainShape Judge(std::deque<Link>& links) {
  ChainShape shape;
  if (!std::is_sorted(links.begin(), links.end(), Before)) {
    std::sort(links.begin(), links.end(), Before);
  }
  const std::size_t all = links.size();
  links.erase(std::unique(links.begin(), links.end(), Same), links.end());
  shape.repeated = all - links.size();
  shape.lines = links.size();
  KeepOneOfEach(links, shape);
  if (links.front().sequence == 0 && links.front().previous != Digest{}) {
    Add(shape, {Fault::Kind::kAltered, 0, 0});
  }
  std::size_t explained = 0;
  for (std::size_t i = 0; i + 1 < links.size(); ++i) {
    FindAltered(links, i, shape, explained);
    if (links[i + 1].sequence != links[i].sequence + 1) {
      Add(shape, {Fault::Kind::kMissing, links[i].sequence + 1, links[i + 1].sequence - 1});
    }
    if (links[i].closes && !shape.closed) {
      shape.closed = true;
      Add(shape, {Fault::Kind::kBehind, links[i + 1].sequence, links.back().sequence});
    }
  }
  shape.closed = shape.closed || links.back().closes;
  shape.first = links.front().sequence;
  shape.last = links.back().sequence;
  shape.first_previous = links.front().previous;
  shape.last_digest = links.back().digest;
  return shape;
}

std::optional<Digest> DigestOf(const std::deque<Link>& links, std::uint64_t sequence) {
  const auto found = std::lower_bound(links.begin(), links.end(), sequence,
                                      [](const Link& link, std::uint64_t wanted) { return link.sequence < wanted; });
  return found != links.end() && found->sequence == sequence ? std::optional(found->digest) : std::nullopt;
}

}  // namespace trail_reader
