#include "sys/json_log.h"

#include <poll.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "base/time_text.h"

namespace sys {
namespace {

constexpr int kPatienceMs = 1000;

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

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

void String(Writer& writer, std::string_view text) {
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

struct ValueWriter {
  Writer& writer;
  void operator()(std::string_view value) const { String(writer, value); }
  void operator()(std::int64_t value) const { writer.Int64(value); }
  void operator()(double value) const { writer.Double(value); }
  void operator()(bool value) const { writer.Bool(value); }
};

}  // namespace

JsonLog::JsonLog(int descriptor, ports::Clock& clock)
    : descriptor_(descriptor), clock_(clock), patience_ms_(kPatienceMs) {}

void JsonLog::Write(ports::Level level, std::string_view message, std::initializer_list<ports::Field> fields) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  writer.Key("time");
  String(writer, base::FormatTime(clock_.Now()));
  writer.Key("level");
  String(writer, LevelName(level));
  writer.Key("message");
  String(writer, message);
  for (const auto& field : fields) {
    writer.Key(field.key.data(), static_cast<rapidjson::SizeType>(field.key.size()));
    std::visit(ValueWriter{writer}, field.value);
  }
  writer.EndObject();
  buffer.Put('\n');
  const base::MutexLock lock(mutex_);
  pollfd output{descriptor_, POLLOUT, 0};
  if (poll(&output, 1, patience_ms_) <= 0) {
    patience_ms_ = 0;  // Nobody reads: waited for once, not for each line.
    return;
  }
  patience_ms_ = kPatienceMs;
  // Somebody else may have filled a pipe since. A short or failed write loses this line alone.
  struct stat status {};
  iovec line{const_cast<char*>(buffer.GetString()), buffer.GetSize()};
  const bool pipe = fstat(descriptor_, &status) == 0 && S_ISFIFO(status.st_mode);
  if (!pipe || (pwritev2(descriptor_, &line, 1, -1, RWF_NOWAIT) < 0 && errno != EAGAIN)) {
    [[maybe_unused]] const ssize_t written = write(descriptor_, buffer.GetString(), buffer.GetSize());
  }
}

}  // namespace sys
