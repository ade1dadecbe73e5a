#include "audit/chain.h"

#include "base/hex.h"

namespace audit {
namespace {

constexpr std::size_t kMinLine = 100;  // Bytes; limits the number of lines in a block.

}  // namespace

Chain::Chain() : hash_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
  EVP_DigestInit_ex(hash_.get(), EVP_sha256(), nullptr);
  block_.reserve(kBlockSize + kMaxLine);
  pending_.reserve(kBlockSize / kMinLine + 1);
}

Chain::Digest Chain::Sha256(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int length = 0;
  EVP_DigestInit_ex(hash_.get(), nullptr, nullptr);
  EVP_DigestUpdate(hash_.get(), text.data(), text.size());
  EVP_DigestFinal_ex(hash_.get(), bytes.data(), &length);
  Digest digest{};
  base::HexTo({reinterpret_cast<const char*>(bytes.data()), length}, digest.data());
  return digest;
}

void Chain::Append(std::string_view record) { Append(record, 0, false); }

void Chain::AppendReport(std::string_view record, std::uint64_t count) { Append(record, count, true); }

void Chain::Append(std::string_view record, std::uint64_t reports, bool is_report) {
  const std::size_t begin = block_.size();
  const std::uint64_t number = sequence_ + pending_.size();
  const Digest& before = pending_.empty() ? previous_ : pending_.back().digest;
  const auto previous = number == 0 ? std::string_view() : std::string_view(before.data(), before.size());
  block_.append(record).append(",\"sequence\":").append(std::to_string(number));
  block_.append(",\"previous\":\"").append(previous).append("\"}");
  const Digest digest = Sha256(std::string_view(block_).substr(begin));
  block_.push_back('\n');
  pending_.push_back({block_.size(), digest, reports, is_report});
}

Chain::Loss Chain::Commit(std::size_t written) {
  Loss loss;
  std::size_t whole = 0;
  for (const auto& line : pending_) {
    if (line.end <= written) {
      whole = line.end;
      previous_ = line.digest;
      ++sequence_;
    } else {
      loss.lines += line.is_report ? 0 : 1;
      loss.unreported += line.reports;
    }
  }
  pending_.clear();
  torn_ = written > whole || (written == 0 && torn_);
  block_ = torn_ ? "\n" : "";
  return loss;
}

}  // namespace audit
