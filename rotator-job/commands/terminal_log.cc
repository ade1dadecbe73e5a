#include "commands/terminal_log.h"

#include <unistd.h>

#include <array>
#include <cstdio>

namespace commands {
namespace {

std::string Show(const ports::Field& field) {
  struct Visitor {
    std::string operator()(std::string_view text) const { return std::string(text); }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const {
      std::array<char, 32> text{};
      static_cast<void>(std::snprintf(text.data(), text.size(), "%.1f", number));
      return text.data();
    }
    std::string operator()(bool truth) const { return truth ? "yes" : "no"; }
  };
  return std::visit(Visitor{}, field.value);
}

const ports::Field* Find(std::initializer_list<ports::Field> fields, std::string_view key) {
  for (const auto& field : fields) {
    if (field.key == key) {
      return &field;
    }
  }
  return nullptr;
}

}  // namespace

TerminalLog::~TerminalLog() { Put(open_ ? "\n" : ""); }

void TerminalLog::Put(const std::string& text) const {
  [[maybe_unused]] const ssize_t written = ::write(descriptor_, text.data(), text.size());
}

void TerminalLog::Write(ports::Level level, std::string_view message, std::initializer_list<ports::Field> fields) {
  const std::lock_guard<std::mutex> guard(mutex_);
  const double elapsed = std::chrono::duration<double>(clock_.Monotonic() - began_).count();
  std::array<char, 32> time{};
  static_cast<void>(std::snprintf(time.data(), time.size(), "%6.1f s  ", elapsed));
  if (const auto* step = message == "step" ? Find(fields, "step") : nullptr) {
    step_ = Show(*step);
  }
  std::string line = time.data() + step_ + std::string(step_.size() < 10 ? 10 - step_.size() : 1, ' ');
  const bool pods = message == "pods ready" && Find(fields, "of") != nullptr;
  if (pods) {
    line += "pods ready " + Show(*Find(fields, "ready")) + " of " + Show(*Find(fields, "of"));
    const std::string old = Show(*Find(fields, "old"));
    line += old == "0" ? "" : ", " + old + " old ones to go";
  } else if (message != "step") {
    line += level == ports::Level::kError ? "ERROR: " : level == ports::Level::kWarning ? "Warning: " : "";
    line += message;
    for (const auto& field : fields) {
      line += (fields.size() == 1 ? ": " : "\n                    " + std::string(field.key) + ": ") + Show(field);
    }
  }
  // Each line of progress overwrites the one before.
  const bool progress = pods || message == "step";
  Put((open_ ? "\r\033[K" : "") + line + (progress ? "" : "\n"));
  open_ = progress;
}

}  // namespace commands
