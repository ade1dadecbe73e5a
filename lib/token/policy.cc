#include "token/policy.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "base/base64.h"
#include "guesswork/guesswork.h"
#include "token/rules.h"

namespace token {
namespace {

// Where base64 is prescribed, the bytes inside are what a guesser tries first; now and then the value itself.
constexpr double kDecodedBits = 0.2;  // 0.87
constexpr double kAsStoredBits = 3;   // 0.125

// What a guesser who knows what the token is for begins with.
guesswork::ContextWords WordsOf(const Subject& subject, const Profile& profile) {
  std::vector<std::string_view> words{profile.secret, profile.key, profile.name, profile.secret_namespace,
                                      subject.secret_namespace};
  words.insert(words.end(), profile.words.begin(), profile.words.end());
  return guesswork::ContextWords(words);
}

void Estimate(const Subject& subject, Evidence& evidence) {
  const auto body = evidence.stored.substr(0, evidence.stored.find_last_not_of("\r\n") + 1);
  if (body.empty()) {
    return;
  }
  const guesswork::ContextWords words = WordsOf(subject, evidence.profile);
  const auto inside = evidence.decoded ? evidence.decoded->Reveal() : body;
  const double outside_bits = evidence.decoded ? kDecodedBits : 0;
  if (guesswork::IsGuessable(inside, words, outside_bits)) {
    evidence.guessable = guesswork::Describe(inside, words);
  } else if (evidence.decoded && guesswork::LooksTyped(body) && guesswork::IsGuessable(body, words, kAsStoredBits)) {
    evidence.guessable = guesswork::Describe(body, words);
    evidence.guessable_as_stored = true;
  }
}

Evidence Examine(const Subject& subject, const Circumstances& circumstances, const Profile& profile) {
  Evidence evidence{subject,      circumstances, profile,      subject.token.value_or(""),
                    std::nullopt, std::nullopt,  std::nullopt, false};
  if (evidence.stored.size() > profile.max_length) {
    return evidence;
  }
  if (profile.encoding == Encoding::kBase64) {
    // A trailing line break has a rule of its own; what the value would be without it is judged all the same.
    const auto body = evidence.stored.substr(0, evidence.stored.find_last_not_of("\r\n") + 1);
    if (auto decoded = base::DecodeBase64(body)) {
      evidence.decoded = std::move(*decoded);
    }
  }
  evidence.text = guesswork::RecognizeText(evidence.decoded ? evidence.decoded->Reveal() : evidence.stored);
  Estimate(subject, evidence);
  return evidence;
}

std::string Line(std::string_view what, std::size_t length, std::string_view unit, double bits) {
  std::array<char, 96> line{};
  const int size =
      length == 0
          ? std::snprintf(line.data(), line.size(), "  %5.1f  %.*s\n", bits, static_cast<int>(what.size()), what.data())
          : std::snprintf(line.data(), line.size(), "  %5.1f  %.*s (%zu %.*s)\n", bits, static_cast<int>(what.size()),
                          what.data(), length, static_cast<int>(unit.size()), unit.data());
  return {line.data(), static_cast<std::size_t>(size)};
}

}  // namespace

Verdict Judge(const Subject& subject, const Circumstances& circumstances, const Profile& profile) {
  Verdict verdict;
  const Evidence evidence = Examine(subject, circumstances, profile);
  const bool lenient = circumstances.unchanged || circumstances.returned;
  const bool long_value = evidence.stored.size() > profile.max_length;
  for (const Rule& rule : Rules()) {
    if (long_value && !rule.for_any_length) {
      continue;
    }
    if (auto complaint = rule.find(evidence)) {
      const Severity severity = complaint->always   ? Severity::kDeny
                                : lenient           ? Severity::kWarn
                                : complaint->denies ? Severity::kDeny
                                                    : rule.severity;
      verdict.findings.push_back({rule.id, severity, "data[" + profile.key + "]", std::move(complaint->message),
                                  std::move(complaint->remedy), std::move(complaint->command)});
    }
  }
  verdict.accepted = profile.mode == Mode::kAudit ||
                     std::none_of(verdict.findings.begin(), verdict.findings.end(),
                                  [](const Finding& finding) { return finding.severity == Severity::kDeny; });
  return verdict;
}

std::string Explain(const Subject& subject, const Profile& profile) {
  const Evidence evidence = Examine(subject, {}, profile);
  if (evidence.stored.empty() || evidence.stored.size() > profile.max_length) {
    return "";
  }
  const auto inside = evidence.decoded ? evidence.decoded->Reveal() : evidence.stored;
  const auto description =
      evidence.guessable ? *evidence.guessable : guesswork::Describe(inside, WordsOf(subject, profile));
  std::string lines;
  double total = description.bits;
  if (evidence.decoded) {
    const double bits = evidence.guessable_as_stored ? kAsStoredBits : kDecodedBits;
    total += bits;
    lines += Line(evidence.guessable_as_stored ? "the value itself" : "base64", 0, "", bits);
  }
  for (const auto& step : description.layers) {
    lines += Line(guesswork::LayerName(step.layer), 0, "", step.bits);
  }
  if (description.is_text) {
    lines += Line("text", description.size, "bytes", description.form_bits);
    for (const auto& segment : description.segments) {
      lines += Line(guesswork::KindName(segment.kind), segment.length, "bytes", segment.bits);
    }
  } else {
    lines += Line("bytes: " + guesswork::PatternOf(description), description.size, "bytes", description.bits);
  }
  const auto least = static_cast<int>(std::ceil(guesswork::LeastBits(inside)));
  lines += Line("bits in all; a token needs " + std::to_string(least), 0, "", total);
  if (evidence.guessable && total >= least) {
    const auto needed = std::to_string(static_cast<int>(guesswork::kLeastRandom));
    lines += Line("bits of it can be random; a token with patterns needs " + needed, 0, "", description.random_bits);
  }
  return lines;
}

}  // namespace token
