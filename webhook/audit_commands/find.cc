#include "audit_commands/find.h"

#include <algorithm>

#include "audit_commands/input.h"
#include "retired/list.h"
#include "trail_report/collector.h"
#include "trail_report/sentence.h"

namespace audit_commands {
namespace {

constexpr std::size_t kMaxToken = 1U << 20U;  // Bytes: the size limit of a Secret.

// The token with and without the line break that editors add.
base::Result<std::vector<std::string>> FingerprintsOf(ports::Files& secrets, const FindRequest& request) {
  const auto key = secrets.Read(request.key_file, kMaxToken);
  if (!key) {
    return base::Fail(key.error());
  }
  if (key->size() != retired::kKeyLength) {
    return base::Fail(base::Code::kInvalid,
                      request.key_file + " has " + std::to_string(key->size()) + " bytes; expected the " +
                          std::to_string(retired::kKeyLength) +
                          " bytes of hmac-key: kubectl get secret token-guard-retired -n token-guard -o "
                          "jsonpath='{.data.hmac-key}' | base64 -d");
  }
  const auto token = secrets.Read(request.token_file, kMaxToken);
  if (!token) {
    return base::Fail(token.error());
  }
  if (token->Empty()) {
    return base::Fail(base::Code::kInvalid, request.token_file + " is empty; expected a token");
  }
  std::string_view text = token->Reveal();
  std::vector<std::string> fingerprints{retired::Fingerprint(*key, text)};
  if (text.ends_with('\n')) {
    text.remove_suffix(text.ends_with("\r\n") ? 2 : 1);
    fingerprints.push_back(retired::Fingerprint(*key, text));
  }
  return fingerprints;
}

}  // namespace

Outcome Find(const World& world, ports::Files& secrets, const FindRequest& request) {
  const auto fingerprints = FingerprintsOf(secrets, request);
  if (!fingerprints) {
    return {kUnreadable, "", fingerprints.error().message + "\n"};
  }
  Outcome outcome{kBroken, "", ""};
  std::uint64_t lines = 0;
  const auto has = [&](std::string_view fingerprint) {
    return std::find(fingerprints->begin(), fingerprints->end(), fingerprint) != fingerprints->end();
  };
  const auto tally = ReadAuditLines(world, request.files, [&](const AuditLine& line) -> base::Result<void> {
    const bool before = has(line.event.fingerprint_before);
    const bool after = has(line.event.fingerprint_after);
    if (before || after) {
      ++lines;
      const auto sentence = trail_report::Describe(line.event);
      const std::string text = trail_report::Clock(line.event.time) + "  " +
                               (before && after ? "kept     "
                                : after         ? "brought  "
                                                : "replaced ") +
                               " " + sentence.text + "\n";
      if (!world.print(text)) {
        return base::Fail(base::Code::kInvalid, "standard output could not be written");
      }
    }
    return {};
  });
  if (!tally) {
    return {kUnreadable, "", tally.error().message + "\n"};
  }
  outcome.exit_code = lines > 0 ? kWhole : kBroken;
  outcome.output = lines > 0 ? Counted(lines, "line") + " with this token, as " +
                                   trail_report::Short(trail_report::ParseFingerprint(fingerprints->back())) + "…\n"
                             : "no line has this token\n";
  outcome.errors = Remarks(*tally);
  return outcome;
}

}  // namespace audit_commands
