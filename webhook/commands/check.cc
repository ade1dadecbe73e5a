#include "commands/check.h"

#include <algorithm>
#include <utility>

#include "admission/decision.h"
#include "base/secret_bytes.h"
#include "commands/manifest.h"
#include "json/write.h"
#include "token/policy.h"
#include "token/remedies.h"

namespace commands {
namespace {

constexpr std::size_t kMaxBytes = 256U << 20U;  // A dump of a large cluster.

struct Result {
  std::string source;
  std::size_t document;  // Counted from 1.
  std::string secret_namespace;
  std::string name;
  token::Verdict verdict;
  std::string explanation;  // token::Explain's lines, if asked for.
};

std::string NameOf(const std::string& source) { return source == "-" ? "standard input" : source; }

token::Verdict JudgeSecret(const admission::Secret& secret, const token::Profile& profile) {
  if (secret.malformed.empty()) {
    return token::Judge(admission::SubjectOf(secret), {}, profile);
  }
  token::Verdict verdict;
  verdict.accepted = false;
  verdict.findings.push_back({"malformed", token::Severity::kDeny, "data[" + profile.key + "]", secret.malformed,
                              "encode it; the command asks for the token",
                              std::string(token::kAsked) + token::kEncode});
  return verdict;
}

// Judges one source after the other.
class Checker {
 public:
  Checker(ports::Files& files, const token::Profile& profile, bool explain)
      : files_(files), profile_(profile), explain_(explain) {}

  void CheckManifest(const std::string& source) {
    const auto text = Read(source);
    if (!text) {
      return;
    }
    const auto secrets = ReadManifest(text->Reveal(), profile_.key);
    if (!secrets) {
      Fail(NameOf(source) + " " + secrets.error().message);
      return;
    }
    bool found = false;
    for (const auto& [document, secret] : *secrets) {
      const bool here = secret.secret_namespace.empty() || secret.secret_namespace == profile_.secret_namespace;
      if (secret.name == profile_.secret && here) {
        found = true;
        Add(source, document, JudgeSecret(secret, profile_), admission::SubjectOf(secret));
      }
    }
    if (!found) {
      Fail(NameOf(source) + " holds no Secret " + profile_.secret_namespace + "/" + profile_.secret +
           ": nothing to check");
    }
  }

  void CheckToken(const std::string& source) {
    if (const auto text = Read(source)) {
      token::Subject subject;
      subject.token = text->Reveal();
      Add(source, 1, token::Judge(subject, {}, profile_), subject);
    }
  }

  [[nodiscard]] const std::vector<Result>& Results() const { return results_; }
  [[nodiscard]] const std::string& Errors() const { return errors_; }

 private:
  std::optional<base::SecretBytes> Read(const std::string& source) {
    auto text = files_.Read(source, kMaxBytes);
    if (!text) {
      Fail(text.error().message);
      return std::nullopt;
    }
    return std::move(*text);
  }
  void Add(const std::string& source, std::size_t document, token::Verdict verdict, const token::Subject& subject) {
    results_.push_back({source, document, profile_.secret_namespace, profile_.secret, std::move(verdict),
                        explain_ ? token::Explain(subject, profile_) : ""});
  }
  void Fail(const std::string& sentence) { errors_ += "token-webhook: " + sentence + "\n"; }

  ports::Files& files_;
  const token::Profile& profile_;
  bool explain_;
  std::vector<Result> results_;
  std::string errors_;
};

// A block for each finding. The command has a line of its own, so that it can be copied.
void AppendText(const Result& result, bool colour, std::string& out) {
  constexpr const char* kRed = "1;31";
  constexpr const char* kYellow = "1;33";
  constexpr const char* kGreen = "1;32";
  const auto paint = [&](const char* code, const std::string& text) {
    return colour ? "\033[" + std::string(code) + "m" + text + "\033[0m" : text;
  };
  out += NameOf(result.source) + ": " + result.secret_namespace + "/" + result.name + ": " +
         (result.verdict.accepted ? paint(kGreen, "accepted") : paint(kRed, "refused")) + "\n";
  if (!result.explanation.empty()) {
    out += "\n" + result.explanation;
  }
  for (const auto& finding : result.verdict.findings) {
    const bool deny = finding.severity == token::Severity::kDeny;
    out += "\n  " + (deny ? paint(kRed, "deny") : paint(kYellow, "warn")) + " " + std::string(finding.id) + " (" +
           finding.field + ")\n  " + finding.message + "\n  To put it right, " + finding.remedy +
           (finding.command.empty() ? "\n" : ":\n\n      " + finding.command + "\n");
  }
  if (!result.verdict.findings.empty()) {
    out += "\n";
  }
}

// Appends a member whose value is text; `before` is copied as it is: comma, key, colon.
void AppendMember(std::string_view before, std::string_view value, std::string& out) {
  out.append(before);
  json::AppendString(out, value);
}

void AppendJson(const Result& result, std::string& out) {
  AppendMember(R"({"source":)", result.source, out);
  out += R"(,"document":)" + std::to_string(result.document);
  AppendMember(R"(,"namespace":)", result.secret_namespace, out);
  AppendMember(R"(,"name":)", result.name, out);
  out += R"(,"accepted":)" + std::string(result.verdict.accepted ? "true" : "false") + R"(,"findings":[)";
  for (const auto& finding : result.verdict.findings) {
    AppendMember(out.back() == '[' ? R"({"id":)" : R"(,{"id":)", finding.id, out);
    AppendMember(R"(,"severity":)", finding.severity == token::Severity::kDeny ? "deny" : "warn", out);
    AppendMember(R"(,"field":)", finding.field, out);
    AppendMember(R"(,"message":)", finding.message, out);
    AppendMember(R"(,"remedy":)", finding.Advice(), out);
    out += "}";
  }
  out += "]}";
}

std::string ToJson(const std::vector<Result>& results) {
  std::string out = R"({"results":[)";
  for (const auto& result : results) {
    out += out.back() == '[' ? "" : ",";
    AppendJson(result, out);
  }
  return out + "]}\n";
}

std::string ToText(const std::vector<Result>& results, bool colour) {
  std::string out;
  for (const auto& result : results) {
    AppendText(result, colour, out);
  }
  return out;
}

}  // namespace

CheckOutcome Check(ports::Files& files, const CheckRequest& request, const token::Profile& profile) {
  Checker checker(files, profile, request.explain);
  for (const auto& source : request.manifests) {
    checker.CheckManifest(source);
  }
  if (!request.token_file.empty()) {
    checker.CheckToken(request.token_file);
  }
  const auto& results = checker.Results();
  const bool refused =
      std::any_of(results.begin(), results.end(), [](const Result& result) { return !result.verdict.accepted; });
  CheckOutcome outcome;
  outcome.errors = checker.Errors();
  outcome.exit_code = !outcome.errors.empty() ? 2 : refused ? 1 : 0;
  outcome.output = request.json ? ToJson(results) : ToText(results, request.colour);
  return outcome;
}

}  // namespace commands
