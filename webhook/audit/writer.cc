#include "audit/writer.h"

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <utility>

#include "audit/record.h"
#include "trail/line.h"

namespace audit {
namespace {

constexpr std::size_t kPipeWrite = 4096;  // Bytes: a pipe that is ready takes as much without blocking (PIPE_BUF).
// Records are collected for this long: under load, one wake-up and one write serve many.
constexpr int kGatherMs = 1;
constexpr int kPollMs = 100;
constexpr std::chrono::seconds kGiveUpAfter(1);

// A file never blocks for long and takes large blocks at much less cost.
std::size_t WriteSizeFor(int output) {
  struct stat status {};
  return fstat(output, &status) == 0 && S_ISREG(status.st_mode) ? Chain::kBlockSize : kPipeWrite;
}

}  // namespace

static_assert(kMaxRecord < trail::kMaxLine);

Writer::Writer(int output, Identity identity, ports::Clock& clock, LossObserver& observer)
    : output_(output),
      identity_(std::move(identity)),
      write_size_(WriteSizeFor(output)),
      clock_(clock),
      observer_(observer) {
  thread_ = std::thread([this] { Run(); });
}

Writer::~Writer() {
  backlog_.Stop();
  thread_.join();
}

trail::Sha256 Writer::Write(std::string_view record, Share share) {
  const trail::Sha256 hash = trail::Sha256().Add(record);
  if (!backlog_.Push(record, hash, share)) {
    observer_.OnLinesLost(1);
  }
  return hash;
}

void Writer::CountLost() {
  backlog_.AddLost();
  observer_.OnLinesLost(1);
}

void Writer::Run() {
  for (Backlog::Batch batch; !batch.stopping;) {
    backlog_.Wait();
    poll(nullptr, 0, kGatherMs);
    backlog_.Take(batch);
    Process(batch);
    backlog_.Finish(unreported_, output_failed_);
  }
}

// Again with each batch, until it is written.
void Writer::AppendOpening(const Backlog::Batch& batch) {
  const bool due = batch.serving || !batch.entries.empty() || batch.lost > 0;
  if (due && !chain_.Begun()) {
    chain_.AppendReport(identity_.opening_record, 0);
  }
}

void Writer::Process(const Backlog::Batch& batch) {
  unreported_ = 0;
  AppendOpening(batch);
  for (const auto& entry : batch.entries) {
    chain_.Append(std::string_view(batch.records).substr(entry.begin, entry.size), entry.hash);
    if (chain_.Full()) {
      Flush();
    }
  }
  std::uint64_t to_report = batch.lost;
  try {
    if (to_report > 0) {  // Stands after the records that filled the backlog.
      chain_.AppendReport(LostRecord(to_report, clock_.Now(), identity_.instance), to_report);
      to_report = 0;
    }
    if (batch.stopping && batch.serving) {
      chain_.AppendReport(ClosingRecord(clock_.Now(), identity_.instance), 0);
    }
  } catch (const std::bad_alloc&) {
    // The lost lines are reported later.
  }
  Flush();
  if (to_report > 0) {
    unreported_ += to_report;
    output_failed_ = true;
  }
}

void Writer::Flush() {
  if (chain_.Empty()) {
    return;
  }
  const auto block = chain_.Block();
  const auto loss = chain_.Commit(WriteOut(block));
  unreported_ += loss.lines + loss.unreported;
  output_failed_ = loss.lines + loss.unreported > 0;
  if (loss.lines > 0) {
    observer_.OnLinesLost(loss.lines);
  }
}

bool Writer::GiveUp() {
  if (!give_up_at_ && backlog_.Stopping()) {
    give_up_at_ = clock_.Monotonic() + kGiveUpAfter;
  }
  return give_up_at_ && clock_.Monotonic() >= *give_up_at_;
}

std::size_t Writer::WriteOut(std::string_view bytes) {
  std::size_t written = 0;
  while (written < bytes.size() && !(give_up_at_ && GiveUp())) {
    pollfd entry{output_, POLLOUT, 0};
    if (poll(&entry, 1, kPollMs) <= 0) {
      if (GiveUp()) {
        break;
      }
      continue;
    }
    const ssize_t count = write(output_, bytes.data() + written, std::min(bytes.size() - written, write_size_));
    if (count < 0 && errno != EINTR && errno != EAGAIN) {
      break;
    }
    written += static_cast<std::size_t>(std::max<ssize_t>(count, 0));
  }
  return written;
}

}  // namespace audit
