#include "webhook/audit.h"

#include <openssl/evp.h>
#include <poll.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "sys/clock.h"
#include "webhook/cut.h"

namespace webhook {
namespace {

constexpr std::size_t kMostLine = 8192;    // Bytes, with number and chain.
constexpr std::size_t kMostField = 512;    // What a client chooses is cut to this.
constexpr std::size_t kMostEntries = 16;   // Groups and extras.
constexpr std::size_t kMostQueued = 2048;  // Lines: at most 16 MiB, in practice 2.
constexpr std::size_t kBatch = 4096;       // Bytes: what a pipe that is ready takes without blocking (PIPE_BUF).
// Under load lines gather this long: one wake-up of the writer and one write serve many.
constexpr int kGatherMs = 1;
constexpr std::string_view kCut = "…";

// One context for all lines: OpenSSL looks SHA-256 up anew for each new one.
std::string Sha256(EVP_MD_CTX* context, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  EVP_DigestInit_ex(context, nullptr, nullptr);
  EVP_DigestUpdate(context, text.data(), text.size());
  EVP_DigestFinal_ex(context, digest.data(), &length);
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string hex;
  hex.reserve(std::size_t{2} * length);
  for (unsigned int i = 0; i < length; ++i) {
    hex.push_back(kHex[digest[i] >> 4U]);
    hex.push_back(kHex[digest[i] & 0x0FU]);
  }
  return hex;
}

class LineWriter {
 public:
  void Text(const char* key, std::string_view text) {
    writer_.Key(key);
    Value(text);
  }
  void Optional(const char* key, const std::optional<std::string>& text) {
    writer_.Key(key);
    if (text) {
      Value(*text);
    } else {
      writer_.Null();
    }
  }
  void Bool(const char* key, bool value) {
    writer_.Key(key);
    writer_.Bool(value);
  }
  void Value(std::string_view text) {
    std::string cut;
    if (text.size() > kMostField) {
      cut = Cut(text, kMostField);
      text = cut;
    }
    writer_.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }
  rapidjson::Writer<rapidjson::StringBuffer>& Raw() { return writer_; }
  std::string Take() { return {buffer_.GetString(), buffer_.GetSize()}; }

 private:
  rapidjson::StringBuffer buffer_{nullptr, 1024};  // Room for a usual line.
  rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

}  // namespace

std::string AuditLine(const Review& review, const Decision& decision, const Caller& caller, ports::Clock::WallTime time,
                      std::chrono::microseconds duration) {
  LineWriter line;
  auto& writer = line.Raw();
  writer.StartObject();
  writer.Key("version");
  writer.Int(1);
  line.Text("type", "decision");
  line.Text("time", sys::FormatTime(time));
  line.Text("uid", review.uid);
  line.Text("operation", review.operation);
  line.Text("namespace", review.secret_namespace);
  line.Text("name", review.name);
  line.Text("user", review.user);
  writer.Key("groups");
  writer.StartArray();
  for (std::size_t i = 0; i < review.groups.size() && i < kMostEntries; ++i) {
    line.Value(i + 1 == kMostEntries && review.groups.size() > kMostEntries ? kCut : review.groups[i]);
  }
  writer.EndArray();
  writer.Key("extra");
  writer.StartObject();
  for (std::size_t i = 0; i < review.extra.size() && i < kMostEntries; ++i) {
    const auto key = std::string_view(review.extra[i].first).substr(0, kMostField);
    writer.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
    line.Value(review.extra[i].second);
  }
  writer.EndObject();
  line.Text("fieldManager", review.field_manager);
  line.Bool("dryRun", review.dry_run);
  line.Bool("guarded", decision.guarded);
  line.Bool("changed", decision.changed);
  line.Text("verdict", decision.verdict);
  writer.Key("findings");
  writer.StartArray();
  for (const auto& finding : decision.findings) {
    writer.StartObject();
    line.Text("id", finding.id);
    line.Text("severity", finding.severity == token::Severity::kDeny ? "deny" : "warn");
    writer.EndObject();
  }
  writer.EndArray();
  line.Optional("fingerprintBefore", decision.fingerprint_before);
  line.Optional("fingerprintAfter", decision.fingerprint_after);
  line.Text("peer", caller.peer);
  line.Text("client", caller.client.empty() ? "unauthenticated" : caller.client);
  writer.Key("durationMicroseconds");
  writer.Int64(duration.count());
  writer.EndObject();
  std::string text = line.Take();
  // Beyond the limit only if every field is at its own: then what a client can choose goes.
  if (text.size() > kMostLine - 256) {
    Review shorter;
    shorter.uid = review.uid.substr(0, 64);
    shorter.operation = review.operation.substr(0, 16);
    shorter.user = review.user.substr(0, kMostField) + std::string(kCut);
    shorter.groups = {std::string(kCut)};
    return AuditLine(shorter, decision, caller, time, duration);
  }
  text.pop_back();  // The writer closes the object behind number and chain.
  return text;
}

AuditLog::AuditLog(int descriptor, ports::Clock& clock, Metrics& metrics)
    : descriptor_(descriptor), clock_(clock), metrics_(metrics), hash_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
  EVP_DigestInit_ex(hash_.get(), EVP_sha256(), nullptr);
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

void AuditLog::Write(std::string line) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (queue_.size() >= kMostQueued) {
      ++lost_;
      metrics_.AuditLinesLost(1);
      return;
    }
    queue_.push_back(std::move(line));
  }
  ready_.notify_one();
}

bool AuditLog::Put(std::string_view bytes) {
  if (give_up_ && clock_.Monotonic() >= *give_up_) {
    return false;
  }
  while (!bytes.empty()) {
    pollfd entry{descriptor_, POLLOUT, 0};
    if (poll(&entry, 1, 100) <= 0) {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (stopping_ && !give_up_) {
        give_up_ = clock_.Monotonic() + std::chrono::seconds(1);
      }
      if (give_up_ && clock_.Monotonic() >= *give_up_) {
        return false;
      }
      continue;
    }
    const ssize_t count = write(descriptor_, bytes.data(), std::min(bytes.size(), kBatch));
    if (count < 0 && errno != EINTR && errno != EAGAIN) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  }
  return true;
}

void AuditLog::Chain(std::string line) {
  line += ",\"sequence\":" + std::to_string(sequence_) + ",\"previous\":\"" + previous_ + "\"}";
  previous_ = Sha256(hash_.get(), line);
  ++sequence_;
  line.push_back('\n');
  if (batch_.size() + line.size() > kBatch) {
    PutBatch();
  }
  batch_ += line;
  ++batched_;
}

void AuditLog::PutBatch() {
  if (!Put(batch_)) {
    const std::lock_guard<std::mutex> lock(mutex_);
    lost_ += batched_;
    metrics_.AuditLinesLost(batched_);
  }
  batch_.clear();
  batched_ = 0;
}

void AuditLog::Loop() {
  const auto note = [this](const std::string& type) {
    return "{\"version\":1,\"type\":\"" + type + "\",\"time\":\"" + sys::FormatTime(clock_.Now()) + "\"";
  };
  for (;;) {
    std::deque<std::string> lines;
    std::uint64_t lost = 0;
    bool stopping = false;
    {
      std::unique_lock<std::mutex> lock(mutex_);
      ready_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    }
    poll(nullptr, 0, kGatherMs);
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      lines.swap(queue_);
      std::swap(lost, lost_);
      stopping = stopping_ && lines.empty();
    }
    if (lost > 0) {
      Chain(note("lost") + ",\"lost\":" + std::to_string(lost));
    }
    for (auto& line : lines) {
      Chain(std::move(line));
    }
    if (stopping && sequence_ > 0) {  // A process that decided nothing has no chain to close.
      Chain(note("closing"));
    }
    PutBatch();
    if (stopping) {
      return;
    }
  }
}

}  // namespace webhook
