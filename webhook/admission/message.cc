#include "admission/message.h"

#include <algorithm>
#include <string_view>

namespace admission {
namespace {

using Lines = std::vector<std::string>;

// Breaks the text at blanks. `first` stands before the first line, `next` before the others, `end` behind all but the
// last.
Lines Wrap(std::string_view text, std::string_view first, std::string_view next, std::string_view end = "") {
  Lines lines;
  std::string line(first);
  bool empty = true;
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(' '));
    if (!empty && line.size() + 1 + word.size() + end.size() > kMaxColumns) {
      lines.push_back(line.append(end));
      line = next;
      empty = true;
    }
    line.append(empty ? "" : " ").append(word);
    empty = false;
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  lines.push_back(line);
  return lines;
}

void Append(const Lines& more, Lines& lines) { lines.insert(lines.end(), more.begin(), more.end()); }

// A shell continues a line that ends with '|' or a backslash. Commands of other shells are short enough for one line.
Lines CommandLines(std::string_view command) {
  constexpr std::string_view kPipe = " | ";
  Lines lines;
  std::string_view indent = "  ";
  while (!command.empty()) {
    const auto end = std::min(command.find(kPipe), command.size());
    const bool last = end == command.size();
    Append(Wrap(std::string(command.substr(0, end)) + (last ? "" : " |"), indent, "      ", " \\"), lines);
    command.remove_prefix(last ? end : end + kPipe.size());
    indent = "    ";
  }
  return lines;
}

// What the rejected command has done besides, and what to do about it; empty if nothing.
std::string Aftermath(const Review& review) {
  if (review.operation == "UPDATE" && review.field_manager == "kubectl-client-side-apply") {
    return "kubectl has printed this token as a part of the patch: do not use the token any more. Store another one "
           "with "
           "kubectl apply --server-side.";
  }
  if (review.operation == "CREATE" && review.field_manager == "kubectl-replace") {
    return "kubectl replace --force has deleted the Secret before: no token is stored now. Running pods still use the "
           "old "
           "one. Create the Secret again at once.";
  }
  return "";
}

}  // namespace

std::string DenialMessage(const Review& review, const std::vector<token::Finding>& findings,
                          const token::Profile& profile) {
  Lines tail;
  if (const auto text = Aftermath(review); !text.empty()) {
    Append(Wrap(text, "", ""), tail);
  }
  const auto denies = [](const token::Finding& finding) { return finding.severity == token::Severity::kDeny; };
  // The remedy of the last finding: rules on form come first, and a new token mends them too.
  const auto remedy = std::find_if(findings.rbegin(), findings.rend(), denies);
  if (remedy != findings.rend()) {
    Append(Wrap("To put it right, " + remedy->remedy + (remedy->command.empty() ? "." : ":"), "", ""), tail);
    Append(CommandLines(remedy->command), tail);
  }
  Lines lines{profile.secret_namespace + "/" + profile.secret + " is refused:"};
  for (const auto& finding : findings) {
    if (!denies(finding)) {
      continue;
    }
    const auto more = Wrap("[" + std::string(finding.id) + "] " + finding.message + ".", "- ", "  ");
    if (lines.size() > 1 && lines.size() + more.size() + tail.size() >= kMaxLines) {
      lines.emplace_back("- and more: token-webhook check lists every finding.");
      break;
    }
    Append(more, lines);
  }
  Append(tail, lines);
  std::string message;
  for (const auto& line : lines) {
    message += (message.empty() ? "" : "\n") + line;
  }
  return message;
}

std::string WarningText(const token::Finding& finding) { return std::string(finding.id) + ": " + finding.message; }

std::vector<std::string> Warnings(const std::vector<token::Finding>& findings, bool accepted) {
  Lines lines;
  for (const auto& finding : findings) {
    if (accepted || finding.severity == token::Severity::kWarn) {
      lines.push_back(WarningText(finding));
    }
    if (accepted && finding.command.rfind("kubectl ", 0) == 0) {
      lines.push_back("to put it right: " + finding.command);
    }
  }
  return lines;
}

}  // namespace admission
