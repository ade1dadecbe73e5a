// The operational log: what the program does, for the person who operates it. Implementation: sys::JsonLog
// (sys/json_log.h). The audit log is a separate stream (webhook/audit).
//
// The message is a constant text; variable parts go into fields. Never log a token, a key or a request body. Any number
// of threads. Write() never fails and never throws.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <variant>

namespace ports {

enum class Level { kInfo, kWarning, kError };

struct Field {
  std::string_view key;  // lowerCamelCase, constant.
  std::variant<std::string_view, std::int64_t, double, bool> value;
};

class Log {
 public:
  virtual ~Log() = default;

  // Message and fields need to live only during the call.
  virtual void Write(Level level, std::string_view message, std::initializer_list<Field> fields) = 0;

  // Writes a line that is already composed, for programs that read the log. `line` has no line break. An implementation
  // for people drops the line.
  virtual void WriteLine(std::string_view /*line*/) {}

  void Info(std::string_view message, std::initializer_list<Field> fields = {}) {
    Write(Level::kInfo, message, fields);
  }
  void Warning(std::string_view message, std::initializer_list<Field> fields = {}) {
    Write(Level::kWarning, message, fields);
  }
  void Error(std::string_view message, std::initializer_list<Field> fields = {}) {
    Write(Level::kError, message, fields);
  }
};

}  // namespace ports
