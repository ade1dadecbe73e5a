#include "webhook/audit_app.h"

#include <unistd.h>

#include <iostream>
#include <sstream>

#include "audit_commands/verify.h"
#include "sys/clock.h"
#include "sys/streams.h"
#include "webhook/app.h"

namespace webhook {
namespace {

// Prints an outcome. Returns the exit code.
int Print(const audit_commands::Outcome& outcome) {
  std::cout << outcome.output << std::flush;
  std::istringstream errors(outcome.errors);
  for (std::string sentence; std::getline(errors, sentence);) {
    PrintError(sentence);
  }
  return std::cout ? outcome.exit_code : PrintError("standard output could not be written");
}

// The world as the commands reach it.
struct Adapters {
  sys::PosixStreams streams;
  sys::SystemClock clock;
  audit_commands::World world{streams, clock, {}};

  Adapters() {
    if (isatty(STDERR_FILENO) != 0) {
      world.progress = [](const std::string& text) { std::cerr << "\r\033[K" << text << std::flush; };
    }
  }
};

int Verify(const AuditVerifyOptions& options, bool colour) {
  Adapters adapters;
  return Print(
      audit_commands::Verify(adapters.world, {options.files, options.checkpoint, options.kubernetes_audit, colour}));
}

}  // namespace

AuditHandlers MakeAuditHandlers(bool colour) {
  return {[=](const AuditVerifyOptions& options) { return Verify(options, colour); }};
}

}  // namespace webhook
