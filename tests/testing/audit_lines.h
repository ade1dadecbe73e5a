// Chains of audit lines, as the programs write them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/time_text.h"
#include "trail_reader/digest.h"

namespace fakes {

// A decision as far as a test says; everything else is usual.
struct DecisionLine {
  std::string time = "2026-11-25T09:00:00.000Z";
  std::string user = "jane@example.com";  // As JSON.
  std::string verdict = "allowed";
  std::string operation = "UPDATE";
  std::string reason = {};    // Null if empty.
  std::string findings = {};  // JSON, without brackets.
  std::string before = {};    // Fingerprints: 32 hex digits; null if empty.
  std::string after = {};
  std::string manager = "kubectl-edit";
  std::string rotation = {};  // Null if empty.
  std::string uid = "u";
  bool changed = true;
  bool dry_run = false;
  bool guarded = true;
  bool known = true;
};

inline std::string OrNull(const std::string& text, const std::string& prefix = "") {
  return text.empty() ? "null" : "\"" + prefix + text + "\"";
}
inline const char* Truth(bool value) { return value ? "true" : "false"; }

class AuditChain {
 public:
  explicit AuditChain(std::string instance) : instance_(std::move(instance)) {}

  // Adds a line whose members before the instance are these. Returns it.
  std::string Add(const std::string& members) {
    const std::string line = members + ",\"instance\":\"" + instance_ +
                             "\",\"sequence\":" + std::to_string(lines.size()) + ",\"previous\":\"" +
                             (lines.empty() ? "" : trail_reader::ToHex(trail_reader::DigestOf(lines.back()))) + "\"}";
    lines.push_back(line);
    return line;
  }
  std::string Open(const std::string& time = "2026-11-25T08:00:00.000Z") {
    return Add(R"({"version":2,"type":"opening","time":")" + time +
               R"(","program":"token-webhook 0.1.0","profiles":[],"callersKnownBy":["path-key"])");
  }
  std::string Close(const std::string& time = "2026-11-25T20:00:00.000Z") {
    return Add(R"({"version":2,"type":"closing","time":")" + time + '"');
  }
  std::string Lost(int count, const std::string& time = "2026-11-25T12:00:00.000Z") {
    return Add(R"({"version":2,"type":"lost","time":")" + time + R"(","lost":)" + std::to_string(count));
  }
  std::string Decide(const DecisionLine& line) {
    return Add(
        R"({"version":2,"type":"decision","time":")" + line.time + R"(","verdict":")" + line.verdict +
        R"(","operation":")" + line.operation + R"(","name":"keptn-api-token","user":")" + line.user +
        R"(","reason":)" + OrNull(line.reason) + R"(,"namespace":"keptn","profile":"keptn","findings":[)" +
        line.findings + R"(],"guarded":)" + Truth(line.guarded) + R"(,"changed":)" + Truth(line.changed) +
        R"(,"dryRun":)" + Truth(line.dry_run) + R"(,"fingerprintBefore":)" + OrNull(line.before, "hmac-sha256:") +
        R"(,"fingerprintAfter":)" + OrNull(line.after, "hmac-sha256:") + R"(,"rotation":)" + OrNull(line.rotation) +
        R"(,"fieldManager":")" + line.manager + R"(","groups":[],"extra":{},"uid":")" + line.uid +
        R"(","peer":"10.0.0.1:4","client":null,"callerKnown":)" + Truth(line.known) + R"(,"durationMicroseconds":41)");
  }
  // A step of the rotator.
  std::string Rotate(const std::string& time, const std::string& step, const std::string& outcome,
                     const std::string& reason = "", const std::string& direction = "forward") {
    return Add(R"({"version":2,"type":"rotation","time":")" + time + R"(","step":")" + step + R"(","outcome":")" +
               outcome + R"(","direction":")" + direction + R"(","rotation":"r1","reason":)" + OrNull(reason) +
               R"(,"namespace":"keptn","name":"keptn-api-token","profile":"keptn","fingerprintBefore":null,)"
               R"("fingerprintAfter":null)");
  }

  [[nodiscard]] std::string Text() const { return Joined(lines); }
  static std::string Joined(const std::vector<std::string>& some) {
    std::string text;
    for (const auto& line : some) {
      text += line + "\n";
    }
    return text;
  }

  std::vector<std::string> lines;

 private:
  std::string instance_;
};

// 32 hex digits, all the same.
inline std::string Print(char digit) { return std::string(32, digit); }

}  // namespace fakes
