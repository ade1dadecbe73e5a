// Ports that do as the test says.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ports/clock.h"
#include "ports/files.h"
#include "ports/log.h"
#include "ports/random.h"

namespace fakes {

// Moves only when told, and by each Sleep. One thread.
class FakeClock final : public ports::Clock {
 public:
  WallTime Now() override { return now_; }
  MonotonicTime Monotonic() override { return monotonic_; }
  bool Sleep(std::chrono::milliseconds duration) override {
    Advance(duration);
    return !stopped_;
  }
  void Advance(std::chrono::milliseconds duration) {
    now_ += duration;
    monotonic_ += duration;
  }
  void SetNow(WallTime now) { now_ = now; }  // The time of day jumps; the monotonic clock does not.
  void Stop() { stopped_ = true; }

 private:
  WallTime now_ = std::chrono::system_clock::from_time_t(1'795'500'000);  // 2026-11-24T06:00:00Z
  MonotonicTime monotonic_{std::chrono::hours(1)};
  bool stopped_ = false;
};

// Counts upwards through all byte values, from a seed: repeatable, never to be used outside of tests.
class FakeRandom final : public ports::Random {
 public:
  explicit FakeRandom(unsigned seed = 1) : state_(seed) {}
  base::Result<base::SecretBytes> Bytes(std::size_t count) override {
    std::string bytes;
    for (std::size_t i = 0; i < count; ++i) {
      state_ = state_ * 1664525U + 1013904223U;
      bytes.push_back(static_cast<char>(state_ >> 24U));
    }
    return base::SecretBytes(std::move(bytes));
  }

 private:
  unsigned state_;
};

class FakeFiles final : public ports::Files {
 public:
  std::map<std::string, std::string> contents;
  base::Result<base::SecretBytes> Read(const std::string& path, std::size_t limit) override {
    const auto found = contents.find(path);
    if (found == contents.end()) {
      return base::Fail(base::Code::kNotFound, "cannot read " + path + ": No such file or directory");
    }
    if (found->second.size() > limit) {
      return base::Fail(base::Code::kInvalid, "cannot read " + path + ": larger than the limit");
    }
    return base::SecretBytes(std::string_view(found->second));
  }
};

// Keeps the messages, and the same as lines with " key=value" for each field that is text.
class FakeLog final : public ports::Log {
 public:
  std::vector<std::string> messages;
  std::vector<std::string> lines;
  void Write(ports::Level, std::string_view message, std::initializer_list<ports::Field> fields) override {
    messages.emplace_back(message);
    std::string line(message);
    for (const auto& field : fields) {
      if (const auto* text = std::get_if<std::string_view>(&field.value)) {
        line += " " + std::string(field.key) + "=" + std::string(*text);
      }
    }
    lines.push_back(std::move(line));
  }
  void WriteLine(std::string_view line) override { written.emplace_back(line); }
  std::vector<std::string> written;
};

}  // namespace fakes
