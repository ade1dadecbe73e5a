#include "audit_commands/report.h"

#include "audit_commands/input.h"
#include "trail_reader/chains.h"
#include "trail_report/collector.h"
#include "trail_report/formats.h"

namespace audit_commands {
namespace {

Outcome Print(const World& world, const trail_report::Report& report, const ReportRequest& request) {
  bool printed = true;
  switch (request.format) {
    case ReportFormat::kJson:
      printed = trail_report::WriteJson(report, world.print);
      break;
    case ReportFormat::kCsv:
      printed = trail_report::WriteCsv(report, world.print);
      break;
    case ReportFormat::kMarkdown:
      return {kWhole, trail_report::ToMarkdown(report), ""};
    case ReportFormat::kText:
      return {kWhole, trail_report::ToText(report, request.colour), ""};
  }
  return {printed ? kWhole : kUnreadable, "", ""};  // Whoever prints knows that it has failed.
}

}  // namespace

Outcome Report(const World& world, const ReportRequest& request) {
  const auto now = world.clock.Now();
  trail_report::Collector collector(
      now, request.since ? std::optional<trail_report::Time>(now - *request.since) : std::nullopt);
  trail_reader::Chains chains;
  const auto tally = ReadAuditLines(world, request.files, [&](const AuditLine& line) {
    const auto digest = trail_reader::DigestOf(line.text);
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
  Outcome outcome;
  if (request.html.empty()) {
    outcome = Print(world, report, request);
  } else if (auto written = world.streams.Replace(request.html, trail_report::ToHtml(report)); !written) {
    outcome = {kUnreadable, "", written.error().message + "\n"};
  }
  outcome.errors = Remarks(*tally) + outcome.errors;
  return outcome;
}

}  // namespace audit_commands
