#include "webhook/app.h"

#include <unistd.h>

#include <iostream>

#include "commands/check.h"
#include "commands/profiles.h"
#include "sys/files.h"
#include "sys/process.h"
#include "sys/random.h"
#include "token/generator.h"
#include "token/profile_json.h"
#include "webhook/audit_app.h"
#include "webhook/options.h"
#include "webhook/serve.h"

namespace webhook {
namespace {

// Prints a result on standard output. Returns the exit code.
int Print(std::string_view text, int exit_code = 0) {
  std::cout << text << std::flush;
  return std::cout ? exit_code : PrintError("standard output could not be written", kBrokenMachine);
}

int CheckManifests(const CheckOptions& options, bool colour) {
  sys::ForbidDumps();
  sys::PosixFiles files;
  const auto profile = token::LoadProfile(files, options.profile);
  if (!profile) {
    return PrintError(profile.error().message);
  }
  const commands::CheckRequest request{options.manifests, options.token_file, options.format == CheckFormat::kJson,
                                       colour, options.explain};
  const auto outcome = commands::Check(files, request, *profile);
  std::cerr << outcome.errors;
  return Print(outcome.output, outcome.exit_code);
}

int PrintProfile(const ProfilesOptions& options) {
  sys::PosixFiles files;
  const auto profile = token::LoadProfile(files, options.profile);
  if (!profile) {
    return PrintError(profile.error().message);
  }
  return Print(options.format == ProfilesFormat::kJson ? token::SerializeProfile(*profile)
                                                       : commands::ProfileManifests(*profile));
}

int GenerateToken(const GenerateOptions& options) {
  sys::ForbidDumps();
  sys::PosixFiles files;
  const auto profile = token::LoadProfile(files, options.profile);
  if (!profile) {
    return PrintError(profile.error().message);
  }
  sys::OpenSslRandom random;
  const auto made = token::Generate(random, *profile);
  if (!made) {
    return PrintError(made.error().message,
                      made.error().code == base::Code::kInternal ? kBrokenMachine : cli::kUsageError);
  }
  std::cout << made->Reveal();
  return Print(isatty(STDOUT_FILENO) != 0 ? "\n" : "");  // A pipe gets the token alone.
}

}  // namespace

int PrintError(std::string_view sentence, int exit_code) {
  std::cerr << "token-webhook: " << sentence << "\n";
  return exit_code;
}

int Run(const std::vector<std::string>& arguments, const cli::Sources& sources) {
  const bool colour = isatty(STDOUT_FILENO) != 0 && !sources.environment("NO_COLOR");
  auto program = CommandLine({Serve, [=](const CheckOptions& options) { return CheckManifests(options, colour); },
                              GenerateToken, PrintProfile, MakeAuditHandlers(colour)});
  return cli::Run(program, arguments, sources, std::cout, std::cerr);
}

}  // namespace webhook
