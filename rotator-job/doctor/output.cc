#include "doctor/output.h"

#include <algorithm>
#include <string_view>

#include "base/printable.h"
#include "json/write.h"

namespace doctor {
namespace {

long Count(const Findings& findings, Level level) {
  return std::count_if(findings.begin(), findings.end(),
                       [&](const Finding& finding) { return finding.level == level; });
}

std::string_view Name(Level level) {
  return level == Level::kOk ? "ok" : level == Level::kWarning ? "warning" : "failure";
}

std::string Padded(std::string_view text, std::size_t width) {
  return std::string(text) + std::string(text.size() < width ? width - text.size() : 1, ' ');
}

}  // namespace

std::string AsText(const Findings& findings, bool colour) {
  constexpr std::size_t kLevelWidth = 9;
  constexpr std::size_t kCheckWidth = 15;
  constexpr std::size_t kMaxText = 8192;  // Names in the cluster are chosen by others.
  const auto painted = [&](Level level, const std::string& text) {
    const char* code = level == Level::kOk ? "\033[32m" : level == Level::kWarning ? "\033[33m" : "\033[31m";
    return colour ? code + text + "\033[0m" : text;
  };
  std::string text;
  for (const auto& finding : findings) {
    text += painted(finding.level, Padded(Name(finding.level), kLevelWidth)) + Padded(finding.check, kCheckWidth) +
            base::Printable(finding.text, kMaxText) + "\n";
    if (!finding.remedy.empty()) {
      text += std::string(kLevelWidth + kCheckWidth, ' ') + "-> " + base::Printable(finding.remedy, kMaxText) + "\n";
    }
  }
  const long failures = Count(findings, Level::kFailure);
  const long warnings = Count(findings, Level::kWarning);
  return text + std::to_string(Count(findings, Level::kOk)) + " ok, " + std::to_string(warnings) + " warnings, " +
         std::to_string(failures) + " failures" +
         (failures == 0 && warnings > 0 ? ": warnings do not change the exit code, 0" : "") + "\n";
}

std::string AsJson(const Findings& findings) {
  return json::EncodeIndented([&](json::IndentedWriter& writer) {
           writer.Key("healthy");
           writer.Bool(ExitCode(findings) == 0);
           for (const auto& [name, level] : {std::pair("ok", Level::kOk), std::pair("warnings", Level::kWarning),
                                             std::pair("failures", Level::kFailure)}) {
             writer.Key(name);
             writer.Int64(Count(findings, level));
           }
           writer.Key("findings");
           writer.StartArray();
           for (const auto& finding : findings) {
             writer.StartObject();
             json::Put(writer, "check", finding.check);
             json::Put(writer, "level", Name(finding.level));
             json::Put(writer, "text", finding.text);
             json::Put(writer, "remedy", finding.remedy);
             writer.EndObject();
           }
           writer.EndArray();
         }) +
         "\n";
}

int ExitCode(const Findings& findings) { return Count(findings, Level::kFailure) > 0 ? kFailed : 0; }

}  // namespace doctor
