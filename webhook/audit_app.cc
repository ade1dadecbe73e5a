#include "webhook/audit_app.h"

#include <unistd.h>

#include <iostream>
#include <optional>
#include <sstream>

#include "audit_commands/find.h"
#include "audit_commands/follow.h"
#include "audit_commands/verify.h"
#include "sys/clock.h"
#include "sys/files.h"
#include "sys/process.h"
#include "sys/streams.h"
#include "webhook/app.h"

namespace webhook {
namespace {

// Prints an outcome. Returns the exit code.
int Print(const audit_commands::Outcome& outcome) {
  std::cout << outcome.output << std::flush;
  if (!std::cout) {
    return PrintError("standard output could not be written");
  }
  std::istringstream errors(outcome.errors);
  for (std::string sentence; std::getline(errors, sentence);) {
    PrintError(sentence);
  }
  return outcome.exit_code;
}

// The world as the commands reach it.
struct Adapters {
  sys::PosixStreams streams;
  sys::SystemClock clock;
  audit_commands::World world{streams, clock, {}, {}};

  Adapters() {
    if (isatty(STDERR_FILENO) != 0) {
      world.progress = [](const std::string& text) { std::cerr << "\r\033[K" << text << std::flush; };
    }
    world.print = [](const std::string& text) { return static_cast<bool>(std::cout << text << std::flush); };
  }
};

int Verify(const AuditVerifyOptions& options, bool colour) {
  Adapters adapters;
  return Print(
      audit_commands::Verify(adapters.world, {options.files, options.checkpoint, options.kubernetes_audit, colour}));
}

int Report(const AuditReportOptions& options, bool colour) {
  Adapters adapters;
  const auto since = options.since.count() > 0 ? std::optional(options.since) : std::nullopt;
  return Print(audit_commands::Report(adapters.world, {options.files, since, options.format, options.html, colour}));
}

int Follow(const AuditFollowOptions& options, bool colour) {
  Adapters adapters;
  return Print(audit_commands::Follow(adapters.world, {options.files.empty() ? "-" : options.files.front(), colour}));
}

int Find(const AuditFindOptions& options) {
  sys::ForbidDumps();
  Adapters adapters;
  sys::PosixFiles secrets;
  return Print(audit_commands::Find(adapters.world, secrets, {options.files, options.token_file, options.key_file}));
}

int Export(const AuditExportOptions& options) {
  Adapters adapters;
  return Print(audit_commands::Export(adapters.world, {options.files, options.format}));
}

}  // namespace

AuditHandlers MakeAuditHandlers(bool colour) {
  return {[=](const AuditVerifyOptions& options) { return Verify(options, colour); },
          [=](const AuditReportOptions& options) { return Report(options, colour); },
          [=](const AuditFollowOptions& options) { return Follow(options, colour); }, Find, Export};
}

}  // namespace webhook
