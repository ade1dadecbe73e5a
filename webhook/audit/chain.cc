#include "audit/chain.h"

namespace audit {
namespace {

constexpr std::size_t kMinLine = 100;  // Bytes; limits the number of lines in a block.

}  // namespace

Chain::Chain() {
  block_.reserve(kBlockSize + trail::kMaxLine);
  pending_.reserve(kBlockSize / kMinLine + 1);
}

void Chain::AppendReport(std::string_view record, std::uint64_t count) {
  Append(record, trail::Sha256().Add(record), count, true);
}

void Chain::Append(std::string_view record, trail::Sha256 hash, std::uint64_t reports, bool is_report) {
  const std::uint64_t number = sequence_ + pending_.size();
  const trail::HexDigest& before = pending_.empty() ? previous_ : pending_.back().digest;
  block_.append(record);
  const std::size_t link = block_.size();
  trail::AppendLink(block_, number, number == 0 ? std::string_view() : trail::View(before));
  const trail::HexDigest digest = hash.Add(std::string_view(block_).substr(link)).Digest();
  block_.push_back('\n');
  pending_.push_back({block_.size(), digest, reports, is_report});
}

Chain::Loss Chain::Commit(std::size_t written) {
  Loss loss;
  std::size_t whole = 0;
  for (const auto& line : pending_) {
    if (line.end - 1 <= written) {
      whole = line.end;
      previous_ = line.digest;
      ++sequence_;
    } else {
      loss.lines += line.is_report ? 0 : 1;
      loss.unreported += line.reports;
    }
  }
  pending_.clear();
  torn_ = written == 0 ? torn_ : written != whole;
  block_ = torn_ ? "\n" : "";
  return loss;
}

}  // namespace audit
