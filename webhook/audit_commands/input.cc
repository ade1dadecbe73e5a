#include "audit_commands/input.h"

#include <optional>
#include <utility>

#include "trail_reader/extract.h"
#include "trail_reader/line_reader.h"

namespace audit_commands {
namespace {

std::string NameOf(const std::string& file) { return file == "-" ? "standard input" : file; }

// What the file is if it is no text in UTF-8, by its first line, and how to read it.
base::Result<void> CheckText(std::string_view first, const std::string& file) {
  const auto begins = [first](std::string_view bytes) { return first.starts_with(bytes); };
  if (begins("\x1F\x8B") || begins("\x28\xB5\x2F\xFD")) {
    return base::Fail(base::Code::kInvalid, NameOf(file) + " is compressed: decompress it first, with zcat or zstdcat");
  }
  if (begins("\xFF\xFE") || begins("\xFE\xFF")) {  // PowerShell's ">" writes it.
    return base::Fail(base::Code::kInvalid,
                      NameOf(file) + " is UTF-16 text: convert it first, with iconv -f UTF-16 -t UTF-8");
  }
  return {};
}

// Shows lines and bytes every tenth of a second.
class Progress {
 public:
  explicit Progress(const World& world) : world_(world), next_(world.clock.Monotonic() + kInterval) {}
  ~Progress() {
    if (shown_) {
      world_.progress("");
    }
  }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Step(const std::string& file, const trail_reader::LineReader& reader) {
    constexpr std::uint64_t kLook = 4096;  // Lines between two looks at the clock.
    if (!world_.progress || reader.Number() % kLook != 0 || world_.clock.Monotonic() < next_) {
      return;
    }
    world_.progress("reading " + NameOf(file) + ": " + Grouped(reader.Number()) + " lines, " +
                    Grouped(reader.Bytes() >> 20U) + " MiB");
    shown_ = true;
    next_ = world_.clock.Monotonic() + kInterval;
  }

 private:
  static constexpr std::chrono::milliseconds kInterval{100};
  const World& world_;
  ports::Clock::MonotonicTime next_;
  bool shown_ = false;
};

// Sorts lines into audit lines and others.
class Sorter {
 public:
  explicit Sorter(const TakeLine& take) : take_(take) {}

  // `whole`: the line has its line break.
  base::Result<void> Sort(std::string_view raw, const std::string& file, std::uint64_t number, bool whole) {
    const auto found = extractor_.Extract(raw);
    if (found.line.empty()) {
      ++tally_.other_lines;
      return {};
    }
    const auto place = [&] { return NameOf(file) + ", line " + Grouped(number); };
    if (const auto parsed = parser_.Parse(found.line); !parsed) {
      const bool unknown = parsed.error().code == base::Code::kNotFound;
      auto& first = unknown ? tally_.first_unknown : tally_.first_torn;
      first = first.empty() ? place() : first;
      ++(unknown ? tally_.unknown : tally_.torn);
      tally_.cut = tally_.cut || !whole;
      return {};
    }
    ++tally_.audit_lines;
    return take_({parser_.Get(), found.line, found.source.empty() ? std::string_view(file) : found.source});
  }
  Tally& Result() { return tally_; }

 private:
  const TakeLine& take_;
  trail_reader::Extractor extractor_;
  trail_reader::EventParser parser_;
  Tally tally_;
};

}  // namespace

base::Result<Tally> ReadAuditLines(const World& world, const std::vector<std::string>& files, const TakeLine& take) {
  Sorter sorter(take);
  const std::vector<std::string> standard_input{"-"};
  for (const auto& file : files.empty() ? standard_input : files) {
    auto stream = world.streams.Open(file);
    if (!stream) {
      return base::Fail(stream.error());
    }
    trail_reader::LineReader reader(**stream);
    Progress progress(world);
    for (;;) {
      const auto more = reader.Next();
      if (!more) {
        return base::Fail(more.error());
      }
      const bool rest = !*more && !reader.Rest().empty();
      if (!*more && !rest) {
        break;
      }
      progress.Step(file, reader);
      sorter.Result().too_long += reader.TooLong() && !rest ? 1 : 0;
      const auto line = rest ? reader.Rest() : reader.Line();
      if (reader.Number() <= 1) {
        if (auto text = CheckText(line, file); !text) {
          return base::Fail(text.error());
        }
      }
      if (auto sorted = sorter.Sort(line, file, reader.Number() + (rest ? 1 : 0), !rest); !sorted) {
        return base::Fail(sorted.error());
      }
      if (rest) {
        break;
      }
    }
  }
  const Tally& tally = sorter.Result();
  if (tally.audit_lines == 0) {
    const auto names = files.empty() ? NameOf("-") : files.size() == 1 ? NameOf(files[0]) : "the input";
    return base::Fail(base::Code::kInvalid,
                      names + " holds no audit line" +
                          (tally.unknown > 0 ? " of a version that this program knows: use the version that wrote it"
                                             : "; expected the output of 'kubectl logs' of token-webhook"));
  }
  return tally;
}

base::Result<std::uint64_t> ReadLines(const World& world, const std::string& file, const TakeRawLine& take) {
  auto stream = world.streams.Open(file);
  if (!stream) {
    return base::Fail(stream.error());
  }
  trail_reader::LineReader reader(**stream);
  Progress progress(world);
  std::uint64_t unread = 0;
  for (;;) {
    const auto more = reader.Next();
    if (!more) {
      return base::Fail(more.error());
    }
    if (!*more) {
      break;
    }
    progress.Step(file, reader);
    if (auto text = reader.Number() == 1 ? CheckText(reader.Line(), file) : base::Result<void>(); !text) {
      return base::Fail(text.error());
    }
    unread += reader.TooLong() ? 1 : 0;
    if (auto taken = take(reader.Line(), reader.Number()); !taken) {
      return base::Fail(taken.error());
    }
  }
  if (!reader.Rest().empty() && !take(reader.Rest(), reader.Number() + 1)) {
    ++unread;
  }
  return unread;
}

base::Result<std::string> ReadAll(ports::Streams& streams, const std::string& path, std::size_t limit) {
  auto stream = streams.Open(path);
  if (!stream) {
    return base::Fail(stream.error());
  }
  std::string text;
  for (;;) {
    constexpr std::size_t kChunk = 65536;
    const std::size_t size = text.size();
    text.resize(size + kChunk);
    const auto count = (*stream)->Read(text.data() + size, kChunk);
    if (!count) {
      return base::Fail(count.error());
    }
    text.resize(size + *count);
    if (*count == 0) {
      return text;
    }
    if (text.size() > limit) {
      return base::Fail(base::Code::kInvalid, path + " is larger than " + Grouped(limit) + " bytes");
    }
  }
}

std::string Remarks(const Tally& tally) {
  std::string text;
  if (tally.torn > 0) {
    text += Counted(tally.torn, "line") + (tally.torn == 1 ? " is" : " are") + " torn, the first one at " +
            tally.first_torn + (tally.cut ? "; a file ends within a line" : "") + "\n";
  }
  if (tally.unknown > 0) {
    text += Counted(tally.unknown, "line") + (tally.unknown == 1 ? " has" : " have") +
            " a version that this program does not know, the first one at " + tally.first_unknown + "\n";
  }
  if (tally.too_long > 0) {
    text += Counted(tally.too_long, "line") + (tally.too_long == 1 ? " is" : " are") + " over " +
            Grouped(trail_reader::LineReader::kMaxLine) + " bytes and left out\n";
  }
  return text;
}

std::string Grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) {
    digits.insert(at - 3, ",");
  }
  return digits;
}

std::string Counted(std::uint64_t number, const std::string& noun) {
  return Grouped(number) + " " + noun + (number == 1 ? "" : "s");
}

}  // namespace audit_commands
