#include "sys/json_log.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <unistd.h>

#include <string>

#include "base/time_text.h"

namespace sys {
namespace {

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
  const std::lock_guard<std::mutex> lock(mutex_);
  // A short or failed write loses this line alone.
  [[maybe_unused]] const ssize_t written = write(descriptor_, buffer.GetString(), buffer.GetSize());
}

}  // namespace sys
