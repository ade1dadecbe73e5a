#include "sys/json_log.h"

#include <poll.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <new>
#include <string>

#include "base/time_text.h"
#include "json/write.h"

namespace sys {
namespace {

constexpr int kTimeoutMs = 1000;

std::string_view LevelName(ports::Level level) {
  switch (level) {
    case ports::Level::kInfo:
      return "info";
    case ports::Level::kWarning:
      return "warning";
    case ports::Level::kError:
      return "error";
  }
  return "error";
}

struct ValueAppender {
  std::string& line;
  void operator()(std::string_view value) const { json::AppendString(line, value); }
  void operator()(std::int64_t value) const { line += std::to_string(value); }
  void operator()(double value) const {
    std::array<char, 32> digits{};  // The shortest form of a double has at most 24 characters.
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    line.append(digits.data(), end);
  }
  void operator()(bool value) const { line += value ? "true" : "false"; }
};

std::string Compose(std::string_view time, ports::Level level, std::string_view message,
                    std::initializer_list<ports::Field> fields) {
  std::string line = R"({"time":)";
  json::AppendString(line, time);
  line += R"(,"level":)";
  json::AppendString(line, LevelName(level));
  line += R"(,"message":)";
  json::AppendString(line, message);
  for (const auto& field : fields) {
    line += ",";
    json::AppendString(line, field.key);
    line += ":";
    std::visit(ValueAppender{line}, field.value);
  }
  return line + "}\n";
}

}  // namespace

JsonLog::JsonLog(int fd, ports::Clock& clock) : fd_(fd), clock_(clock), timeout_ms_(kTimeoutMs) {}

void JsonLog::Write(ports::Level level, std::string_view message, std::initializer_list<ports::Field> fields) {
  try {
    Put(Compose(base::FormatTime(clock_.Now()), level, message, fields));
  } catch (const std::bad_alloc&) {
    // The line is dropped.
  }
}

void JsonLog::WriteLine(std::string_view line) {
  try {
    Put(std::string(line) + "\n");
  } catch (const std::bad_alloc&) {
    // The line is dropped.
  }
}

void JsonLog::Put(std::string_view line) {
  const base::MutexLock lock(mutex_);
  pollfd output{fd_, POLLOUT, 0};
  if (poll(&output, 1, timeout_ms_) <= 0) {
    timeout_ms_ = 0;  // The reader is blocked: wait for it once, not with each line.
    return;
  }
  timeout_ms_ = kTimeoutMs;
  // Another writer may have filled the pipe since poll(). A short or failed write loses only this line.
  struct stat status {};
  iovec part{const_cast<char*>(line.data()), line.size()};
  const bool pipe = fstat(fd_, &status) == 0 && S_ISFIFO(status.st_mode);
  if (!pipe || (pwritev2(fd_, &part, 1, -1, RWF_NOWAIT) < 0 && errno != EAGAIN)) {
    [[maybe_unused]] const ssize_t written = write(fd_, line.data(), line.size());
  }
}

}  // namespace sys
