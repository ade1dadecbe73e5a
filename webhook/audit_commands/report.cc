#include "audit_commands/report.h"

#include "audit_commands/input.h"
#include "trail_reader/chains.h"
#include "trail_report/collector.h"
#include "trail_report/formats.h"

namespace audit_commands {
namespace {

std::string Format(const trail_report::Report& report, const ReportRequest& request) {
  switch (request.format) {
    case ReportFormat::kJson:
      return trail_report::ToJson(report);
    case ReportFormat::kCsv:
      return trail_report::ToCsv(report);
    case ReportFormat::kMarkdown:
      return trail_report::ToMarkdown(report);
    case ReportFormat::kText:
      break;
  }
  return trail_report::ToText(report, request.colour);
}

}  // namespace

Outcome Report(const World& world, const ReportRequest& request) {
  const auto now = world.clock.Now();
  trail_report::Collector collector(
      now, request.since ? std::optional<trail_report::Time>(now - *request.since) : std::nullopt);
  trail_reader::Chains chains;
  trail_reader::Hasher hasher;
  const auto tally = ReadAuditLines(world, request.files, [&](const AuditLine& line) {
    const auto digest = hasher.Of(line.text);
    collector.Add(line.event, digest);
    return chains.Add(line.event, digest, line.source);
  });
  if (!tally) {
    return {kUnreadable, "", tally.error().message + "\n"};
  }
  const auto found = chains.Finish();
  if (!found) {
    return {kUnreadable, "", found.error().message + "\n"};
  }
  const auto report = collector.Finish(*found, tally->Unread());
  Outcome outcome{kWhole, "", Remarks(*tally)};
  if (request.html.empty()) {
    outcome.output = Format(report, request);
  } else if (auto written = world.streams.Replace(request.html, trail_report::ToHtml(report)); !written) {
    outcome.exit_code = kUnreadable;
    outcome.errors += written.error().message + "\n";
  }
  return outcome;
}

}  // namespace audit_commands
