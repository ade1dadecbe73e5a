// The operational log: what the program does, for the person who runs it. Implementation: sys/json_log.h.
//
// The message is a constant; what varies goes into fields. No token, no key, no request body, ever. Audit lines are not
// log lines (webhook/audit.h). Any number of threads at once; Write never fails and never throws.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <variant>

namespace ports {

enum class Level { kInfo, kWarning, kError };

struct Field {
  std::string_view key;
  std::variant<std::string_view, std::int64_t, double, bool> value;
};

class Log {
 public:
  virtual ~Log() = default;

  virtual void Write(Level level, std::string_view message, std::initializer_list<Field> fields) = 0;

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
