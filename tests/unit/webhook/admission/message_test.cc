#include "admission/message.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace admission {
namespace {

token::Finding Deny(std::string_view id, std::string message, std::string remedy, std::string command) {
  return {id, token::Severity::kDeny, "", std::move(message), std::move(remedy), std::move(command)};
}

Review By(const std::string& operation, const std::string& manager) {
  Review review;
  review.operation = operation;
  review.field_manager = manager;
  return review;
}

TEST(DenialMessage, HasALineForEachFindingOneRemedyAndItsCommand) {
  const auto message = DenialMessage(
      {},
      {Deny("whitespace", "the token holds a blank", "encode it", "first"),
       {"immutable", token::Severity::kWarn, "", "a warning", "", ""},
       Deny("too-short", "the token has few bytes", "make a new one",
            "head -c 32 /dev/urandom | base64 -w0 | kubectl create secret generic keptn-api-token -n keptn "
            "--from-file=keptn-api-token=/dev/stdin --dry-run=client -o yaml | kubectl apply --server-side -f -")},
      token::KeptnProfile());
  EXPECT_EQ(message,
            "keptn/keptn-api-token is refused:\n"
            "- [whitespace] the token holds a blank.\n"
            "- [too-short] the token has few bytes.\n"
            "To put it right, make a new one:\n"
            "  head -c 32 /dev/urandom |\n"
            "    base64 -w0 |\n"
            "    kubectl create secret generic keptn-api-token -n keptn --from-file=keptn-api-token=/dev/stdin \\\n"
            "      --dry-run=client -o yaml |\n"
            "    kubectl apply --server-side -f -");
}

TEST(DenialMessage, StaysWithinItsLinesAndColumns) {
  std::vector<token::Finding> findings;
  for (int i = 0; i < 20; ++i) {
    std::string message = "a";
    for (int word = 0; word < 30; ++word) {
      message += " sentence";
    }
    findings.push_back(Deny("rule", message, "make a new one", "a | b"));
  }
  const auto message = DenialMessage(By("UPDATE", "kubectl-client-side-apply"), findings, token::KeptnProfile());
  EXPECT_LE(static_cast<std::size_t>(std::count(message.begin(), message.end(), '\n')) + 1, kMaxLines);
  for (std::size_t at = 0; at < message.size();) {
    const auto end = std::min(message.find('\n', at), message.size());
    EXPECT_LE(end - at, kMaxColumns);
    at = end + 1;
  }
  EXPECT_NE(message.find("- and more: token-webhook check lists every finding."), std::string::npos);
}

TEST(Warnings, AddTheCommandOfKubectlWhereTheWriteIsAccepted) {
  const std::vector<token::Finding> findings{
      {"extra-keys", token::Severity::kWarn, "", "there is another key", "remove it", "kubectl patch secret api"},
      {"too-short", token::Severity::kDeny, "", "the token is short", "make a new one", "head -c 32 | kubectl apply"}};
  using Lines = std::vector<std::string>;
  EXPECT_EQ(Warnings(findings, true),
            (Lines{"extra-keys: there is another key", "to put it right: kubectl patch secret api",
                   "too-short: the token is short"}));
  EXPECT_EQ(Warnings(findings, false), Lines{"extra-keys: there is another key"});
}

TEST(DenialMessage, SaysWhatTheRejectedCommandHasDoneBesides) {
  const std::vector<token::Finding> findings{Deny("empty", "the token is empty", "make a new one", "")};
  const auto profile = token::KeptnProfile();
  const auto has = [&](const Review& review, const char* text) {
    return DenialMessage(review, findings, profile).find(text) != std::string::npos;
  };
  EXPECT_TRUE(has(By("UPDATE", "kubectl-client-side-apply"), "kubectl has printed this token"));
  EXPECT_FALSE(has(By("CREATE", "kubectl-client-side-apply"), "printed"));
  EXPECT_TRUE(has(By("CREATE", "kubectl-replace"), "has deleted the Secret before"));
  EXPECT_FALSE(has(By("UPDATE", "kubectl-replace"), "deleted"));
}

}  // namespace
}  // namespace admission
