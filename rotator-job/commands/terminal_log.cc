#include "commands/terminal_log.h"

#include <unistd.h>

#include <array>
#include <cstdio>

#include "base/printable.h"

namespace commands {
namespace {

constexpr std::size_t kMaxText = 8192;
constexpr std::string_view kNewLine = "\n                    ";

// Texts quote names that others have chosen: nothing of them acts on the terminal or looks like a line of its own.
std::string Shown(std::string_view text) {
  std::string shown;
  for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    shown += base::Printable(text.substr(0, end), kMaxText);
    shown += kNewLine;
    text.remove_prefix(end + 1);
  }
  return shown + base::Printable(text, kMaxText);
}

std::string Show(const ports::Field& field) {
  struct Visitor {
    std::string operator()(std::string_view text) const { return Shown(text); }
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

std::string ShowPods(const ports::Field& ready, const ports::Field* wanted, const ports::Field* old) {
  const std::string leaving = old == nullptr ? "0" : Show(*old);
  return "pods ready " + Show(ready) + (wanted == nullptr ? "" : " of " + Show(*wanted)) +
         (leaving == "0" ? "" : ", " + leaving + " old ones terminating");
}

}  // namespace

TerminalLog::~TerminalLog() { Put(open_ ? "\n" : ""); }

void TerminalLog::Put(const std::string& text) const {
  [[maybe_unused]] const ssize_t written = ::write(fd_, text.data(), text.size());
}

void TerminalLog::Write(ports::Level level, std::string_view message, std::initializer_list<ports::Field> fields) {
  const std::lock_guard<std::mutex> guard(mutex_);
  const auto* step = Find(fields, "step");
  const auto* ready = Find(fields, "podsReady");
  if (step != nullptr) {
    step_ = Show(*step);
  }
  std::string line = Prefix();
  if (ready != nullptr) {
    line += ShowPods(*ready, Find(fields, "podsWanted"), Find(fields, "podsOld"));
  } else if (step == nullptr) {
    line += level == ports::Level::kError ? "ERROR: " : level == ports::Level::kWarning ? "Warning: " : "";
    line += Shown(message);
    for (const auto& field : fields) {
      line += (fields.size() == 1 ? ": " : std::string(kNewLine) + std::string(field.key) + ": ") + Show(field);
    }
  }
  // The next line overwrites a line of progress.
  const bool progress = ready != nullptr || step != nullptr;
  Put((open_ ? "\r\033[K" : "") + line + (progress ? "" : "\n"));
  open_ = progress;
}

std::string TerminalLog::Prefix() const {
  constexpr std::size_t kStepWidth = 10;
  std::array<char, 32> time{};
  const double elapsed = std::chrono::duration<double>(clock_.Monotonic() - began_).count();
  static_cast<void>(std::snprintf(time.data(), time.size(), "%6.1f s  ", elapsed));
  return time.data() + step_ + std::string(step_.size() < kStepWidth ? kStepWidth - step_.size() : 1, ' ');
}

}  // namespace commands
