#include "audit_commands/follow.h"

#include <map>
#include <optional>

#include "audit_commands/input.h"
#include "base/printable.h"
#include "trail_reader/extract.h"
#include "trail_reader/line_reader.h"
#include "trail_report/sentence.h"

namespace audit_commands {
namespace {

using trail_report::Tone;

constexpr std::chrono::milliseconds kPoll(250);  // Between two looks at a file.

class Follower {
 public:
  Follower(const World& world, const FollowRequest& request) : world_(world), request_(request) {}

  // False if the output is gone.
  bool Take(std::string_view raw) {
    const auto found = extractor_.Extract(raw);
    if (found.line.empty()) {
      return true;
    }
    if (const auto parsed = parser_.Parse(found.line); !parsed) {
      return Print("", {"a line cannot be read: " + parsed.error().message, Tone::kBad});
    }
    const auto& event = parser_.Get();
    const auto time = trail_report::Clock(event.time);
    if (const auto fault = CheckLink(event, found.line); fault && !Print(time, {*fault, Tone::kBad})) {
      return false;
    }
    return Print(time, trail_report::Describe(event));
  }

 private:
  struct Last {
    std::uint64_t sequence;
    trail_reader::Digest digest;
  };

  // What is wrong between this line and the line before it of the same process.
  std::optional<std::string> CheckLink(const trail_reader::Event& event, std::string_view line) {
    constexpr std::size_t kMaxProcesses = 10'000;
    const Last here{event.sequence, trail_reader::DigestOf(line)};
    const auto known = last_.find(event.instance);
    if (known == last_.end()) {
      if (last_.size() < kMaxProcesses && !event.instance.empty()) {
        last_.emplace(event.instance, here);
      }
      return std::nullopt;
    }
    const Last before = known->second;
    if (here.sequence <= before.sequence) {
      return std::nullopt;  // Lines in another order: `verify` judges them.
    }
    known->second = here;
    const std::string name = base::Printable(event.instance) + ": ";
    if (here.sequence > before.sequence + 1) {
      const auto count = here.sequence - before.sequence - 1;
      return name + Counted(count, "line") + (count == 1 ? " is" : " are") + " missing before line " +
             Grouped(here.sequence);
    }
    return event.previous == before.digest ? std::nullopt
                                           : std::optional(name + "line " + Grouped(before.sequence) + " or " +
                                                           Grouped(here.sequence) + " is altered");
  }

  bool Print(const std::string& time, const trail_report::Sentence& sentence) {
    return world_.print((time.empty() ? "" : Paint("2", time) + "  ") + Paint(Code(sentence.tone), sentence.text) +
                        "\n");
  }

  static const char* Code(Tone tone) {
    return tone == Tone::kGood ? "32" : tone == Tone::kWarn ? "33" : tone == Tone::kBad ? "1;31" : "0";
  }
  [[nodiscard]] std::string Paint(const char* code, const std::string& text) const {
    return request_.colour ? "\033[" + std::string(code) + "m" + text + "\033[0m" : text;
  }

  const World& world_;
  const FollowRequest& request_;
  trail_reader::Extractor extractor_;
  trail_reader::EventParser parser_;
  std::map<std::string, Last, std::less<>> last_;
};

}  // namespace

Outcome Follow(const World& world, const FollowRequest& request) {
  auto stream = world.streams.Open(request.file);
  if (!stream) {
    return {kUnreadable, "", stream.error().message + "\n"};
  }
  trail_reader::LineReader reader(**stream);
  Follower follower(world, request);
  for (;;) {
    const auto more = reader.Next();
    if (!more) {
      return {kUnreadable, "", more.error().message + "\n"};
    }
    if (*more) {
      if (!follower.Take(reader.Line())) {
        return {kUnreadable, "", "standard output could not be written\n"};
      }
    } else if (request.file == "-" || !world.clock.Sleep(kPoll)) {
      return {};
    }
  }
}

}  // namespace audit_commands
