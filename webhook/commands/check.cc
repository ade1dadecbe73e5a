#include "commands/check.h"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>

#include "admission/decision.h"
#include "base/secret_bytes.h"
#include "commands/manifest.h"
#include "token/policy.h"

namespace commands {
namespace {

constexpr std::size_t kMostBytes = 256U << 20U;  // A dump of a large cluster.

struct Result {
  std::string source;
  std::size_t document;
  std::string secret_namespace;
  std::string name;
  token::Verdict verdict;
};

token::Verdict JudgeManifest(const admission::SecretView& secret, const token::Profile& profile) {
  if (!secret.malformed.empty()) {
    token::Verdict verdict;
    verdict.accepted = false;
    verdict.findings.push_back({"malformed", token::Severity::kDeny, "data[" + profile.key + "]", secret.malformed,
                                "encode it", "printf %s \"$TOKEN\" | base64 -w0"});
    return verdict;
  }
  return token::Judge(admission::SubjectOf(secret), {}, profile);
}

// A block for each finding; the command on a line of its own, to be copied whole.
void AppendText(const Result& result, bool colour, std::string& out) {
  const auto paint = [&](const char* code, const std::string& text) {
    return colour ? "\033[" + std::string(code) + "m" + text + "\033[0m" : text;
  };
  constexpr const char* kRed = "1;31";
  constexpr const char* kYellow = "1;33";
  constexpr const char* kGreen = "1;32";
  out += (result.source == "-" ? "standard input" : result.source) + ": " + result.secret_namespace + "/" +
         result.name + ": " + (result.verdict.accepted ? paint(kGreen, "accepted") : paint(kRed, "refused")) + "\n";
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

std::string ToJson(const std::vector<Result>& results) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  const auto text = [&](const char* key, std::string_view value) {
    writer.Key(key);
    writer.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  };
  writer.StartObject();
  writer.Key("results");
  writer.StartArray();
  for (const auto& result : results) {
    writer.StartObject();
    text("source", result.source);
    writer.Key("document");
    writer.Uint64(result.document);
    text("namespace", result.secret_namespace);
    text("name", result.name);
    writer.Key("accepted");
    writer.Bool(result.verdict.accepted);
    writer.Key("findings");
    writer.StartArray();
    for (const auto& finding : result.verdict.findings) {
      writer.StartObject();
      text("id", finding.id);
      text("severity", finding.severity == token::Severity::kDeny ? "deny" : "warn");
      text("field", finding.field);
      text("message", finding.message);
      text("remedy", finding.Advice());
      writer.EndObject();
    }
    writer.EndArray();
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

}  // namespace

CheckOutcome Check(ports::Files& files, const CheckRequest& request, const token::Profile& profile) {
  CheckOutcome outcome;
  std::vector<Result> results;
  const auto fail = [&](const std::string& sentence) {
    outcome.errors += "token-webhook: " + sentence + "\n";
    outcome.exit_code = 2;
  };
  for (const auto& source : request.manifests) {
    auto text = files.Read(source, kMostBytes);
    if (!text) {
      fail(text.error().message);
      continue;
    }
    const std::string shown = source == "-" ? "standard input" : source;
    auto secrets = ReadManifest(*text, profile.key);
    base::Wipe(*text);
    if (!secrets) {
      fail(shown + " " + secrets.error().message);
      continue;
    }
    const std::size_t before = results.size();
    for (const auto& [document, secret] : *secrets) {
      const bool here = secret.secret_namespace.empty() || secret.secret_namespace == profile.secret_namespace;
      if (secret.name == profile.secret && here) {
        results.push_back({source, document, profile.secret_namespace, secret.name, JudgeManifest(secret, profile)});
      }
    }
    if (results.size() == before) {
      fail(shown + " holds no Secret " + profile.secret_namespace + "/" + profile.secret + ": nothing to check");
    }
  }
  if (!request.token_file.empty()) {
    auto text = files.Read(request.token_file, kMostBytes);
    if (!text) {
      fail(text.error().message);
    } else {
      token::Subject subject;
      subject.token = *text;
      results.push_back(
          {request.token_file, 1, profile.secret_namespace, profile.secret, token::Judge(subject, {}, profile)});
      base::Wipe(*text);
    }
  }
  const bool refused =
      std::any_of(results.begin(), results.end(), [](const Result& result) { return !result.verdict.accepted; });
  outcome.exit_code = std::max(outcome.exit_code, refused ? 1 : 0);
  if (request.json) {
    outcome.output = ToJson(results);
  } else {
    for (const auto& result : results) {
      AppendText(result, request.colour, outcome.output);
    }
  }
  return outcome;
}

}  // namespace commands
