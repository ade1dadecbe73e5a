#include "audit/writer.h"

#include <openssl/evp.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <new>

#include "audit/record.h"
#include "base/hex.h"
#include "base/time_text.h"

namespace audit {
namespace {

constexpr std::size_t kLeastLine = 100;         // Bytes, with number and chain.
constexpr std::size_t kMostQueued = 2U << 20U;  // Bytes: some 3,000 lines, out of a budget of 16 MiB.
constexpr std::size_t kBlock = 32768;           // Bytes that are gathered for one round of writing.
constexpr std::size_t kMostKept = 1U << 16U;    // Bytes of a queue that is kept for the next lines.
constexpr std::size_t kPipeBatch = 4096;        // Bytes: what a pipe that is ready takes without blocking (PIPE_BUF).
// Under load lines gather this long: one wake-up of the writer and one write serve many.
constexpr int kGatherMs = 1;

// A file never blocks for long, and takes a block at a time much more cheaply than pages by halves.
std::size_t BatchOf(int descriptor) {
  struct stat status {};
  return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) ? kBlock : kPipeBatch;
}

// One context for all lines: OpenSSL looks SHA-256 up anew for each new one.
AuditLog::Digest Sha256(EVP_MD_CTX* context, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned int length = 0;
  EVP_DigestInit_ex(context, nullptr, nullptr);
  EVP_DigestUpdate(context, text.data(), text.size());
  EVP_DigestFinal_ex(context, bytes.data(), &length);
  AuditLog::Digest digest{};
  base::HexTo({reinterpret_cast<const char*>(bytes.data()), length}, digest.data());
  return digest;
}

}  // namespace

AuditLog::AuditLog(int descriptor, ports::Clock& clock, Observer& observer)
    : descriptor_(descriptor),
      batch_(BatchOf(descriptor)),
      clock_(clock),
      observer_(observer),
      hash_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
  EVP_DigestInit_ex(hash_.get(), EVP_sha256(), nullptr);
  // All that Chain() needs: no lack of memory ends the writer's thread.
  block_.reserve(kBlock + kMaxLine);
  pending_.reserve(kBlock / kLeastLine + 1);
  thread_ = std::thread([this] { Loop(); });
}

AuditLog::~AuditLog() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  ready_.notify_one();
  thread_.join();
}

void AuditLog::Begin() {
  const std::lock_guard<std::mutex> lock(mutex_);
  begun_ = true;
}

void AuditLog::Write(std::string line) {
  line.push_back('\n');
  const std::lock_guard<std::mutex> lock(mutex_);
  if (writing_bytes_ + queue_.size() + line.size() > kMostQueued) {
    ++lost_;
    observer_.LinesLost(1);
    return;
  }
  queue_ += line;
}

void AuditLog::Lose() {
  const std::lock_guard<std::mutex> lock(mutex_);
  ++lost_;
  observer_.LinesLost(1);
}

bool AuditLog::GivenUp() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (stopping_ && !give_up_) {
    give_up_ = clock_.Monotonic() + std::chrono::seconds(1);
  }
  return give_up_ && clock_.Monotonic() >= *give_up_;
}

std::size_t AuditLog::Put(std::string_view bytes) {
  std::size_t written = 0;
  while (written < bytes.size() && !(give_up_ && GivenUp())) {
    pollfd entry{descriptor_, POLLOUT, 0};
    if (poll(&entry, 1, 100) <= 0) {
      if (GivenUp()) {
        break;
      }
      continue;
    }
    const ssize_t count = write(descriptor_, bytes.data() + written, std::min(bytes.size() - written, batch_));
    if (count < 0 && errno != EINTR && errno != EAGAIN) {
      break;
    }
    written += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
  }
  return written;
}

void AuditLog::Chain(std::string_view line, std::uint64_t stands_for, bool counted) {
  const std::size_t begin = block_.size();
  const auto previous = pending_.empty() ? std::string_view(previous_.data(), sequence_ == 0 ? 0 : previous_.size())
                                         : std::string_view(pending_.back().digest.data(), previous_.size());
  block_.append(line).append(",\"sequence\":").append(std::to_string(sequence_ + pending_.size()));
  block_.append(",\"previous\":\"").append(previous).append("\"}");
  const auto digest = Sha256(hash_.get(), std::string_view(block_).substr(begin));
  block_.push_back('\n');
  pending_.push_back({block_.size(), digest, stands_for, counted});
  if (block_.size() >= kBlock) {
    Flush();
  }
}

void AuditLog::Flush() {
  if (pending_.empty()) {
    return;
  }
  const std::size_t written = Put(block_);
  std::uint64_t lost = 0;
  std::size_t whole = 0;
  for (auto& pending : pending_) {
    if (pending.end <= written) {
      whole = pending.end;
      ++sequence_;
      previous_ = pending.digest;
      continue;
    }
    lost += pending.stands_for;
    observer_.LinesLost(pending.counted ? 0 : pending.stands_for);
  }
  pending_.clear();
  // Where a line was torn, a line break keeps the next one readable.
  torn_ = written > whole || (written == 0 && torn_);
  block_ = torn_ ? "\n" : "";
  failed_ = lost > 0;
  if (failed_) {
    const std::lock_guard<std::mutex> lock(mutex_);
    lost_ += lost;
  }
}

void AuditLog::Loop() {
  const auto note = [this](const std::string& type) {
    return "{\"version\":1,\"type\":\"" + type + "\",\"time\":\"" + base::FormatTime(clock_.Now()) + "\"";
  };
  for (std::string lines;;) {
    std::uint64_t lost = 0;
    bool stopping = false;
    bool begun = false;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      writing_bytes_ = 0;
      // What a broken output lost is noted with the next line, not tried again and again.
      ready_.wait(lock, [this] { return stopping_ || !queue_.empty() || (lost_ > 0 && !failed_); });
    }
    poll(nullptr, 0, kGatherMs);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      lines.swap(queue_);
      writing_bytes_ = lines.size();
      std::swap(lost, lost_);
      stopping = stopping_;
      begun = begun_;
    }
    std::string_view rest = lines;
    for (std::size_t end = 0; (end = rest.find('\n')) != std::string_view::npos; rest.remove_prefix(end + 1)) {
      Chain(rest.substr(0, end), 1, false);
    }
    try {
      if (lost > 0) {  // After the lines that filled the queue.
        Chain(note("lost") + ",\"lost\":" + std::to_string(lost), lost, true);
        lost = 0;
      }
      if (stopping && begun) {
        Chain(note("closing"), 0, true);
      }
    } catch (const std::bad_alloc&) {
      // What was lost is noted another time.
    }
    Flush();
    if (lost > 0) {
      const std::lock_guard<std::mutex> lock(mutex_);
      lost_ += lost;
      failed_ = true;
    }
    if (stopping) {
      return;
    }
    lines.clear();
    if (lines.capacity() > kMostKept) {
      std::string().swap(lines);
    }
  }
}

}  // namespace audit
