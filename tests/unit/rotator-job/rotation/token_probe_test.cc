#include "rotation/token_probe.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "rotation_fixture.h"

namespace rotation {
namespace {

base::SecretBytes Bytes(std::string_view text) { return base::SecretBytes(text); }

TEST(HeaderCanCarry, OnlyWhatAServerReadsUnchanged) {
  for (const auto* text : {"mYJ3pQ0lV1K8x0W2b5ZcRw==", "a b", "a\tb", "!~", "\xc3\xa4"}) {
    EXPECT_TRUE(HeaderCanCarry(Bytes(text))) << text;
  }
  for (const std::string_view text : {"", "a\nb", "a\r\nb", "trailing\n", " a", "a ", "\ta", "a\t", "a\x7f", "a\x01"}) {
    EXPECT_FALSE(HeaderCanCarry(Bytes(text))) << text;
  }
  EXPECT_FALSE(HeaderCanCarry(Bytes(std::string_view("a\0b", 3))));
}

class TokenProbeTest : public RotationFixture {
 protected:
  TokenProbeTest() {
    pod.name = "api-service-1";
    pod.uid = "uid";
    pod.ip = "api-service";
  }
  using Outcome = TokenProbe::Outcome;
  // The second call for the pod: the first one asks with the decoy alone.
  Outcome Prove(const base::SecretBytes& wanted, const base::SecretBytes& unwanted) {
    EXPECT_EQ(probe.Prove(pod, proof, wanted, unwanted), Outcome::kUnknown);
    clock.Advance(std::chrono::seconds(1));
    return probe.Prove(pod, proof, wanted, unwanted);
  }
  kube::Pod pod;
  token::Proof proof;
  TokenProbe probe{cluster, clock, log, Bytes("decoy")};
};

TEST_F(TokenProbeTest, ProvesThatOneTokenIsAcceptedAndTheOtherRefused) {
  EXPECT_EQ(Prove(Bytes(kOld), Bytes("dead")), Outcome::kProven);
}

TEST_F(TokenProbeTest, SendsTheLiveTokenOnlyToAPodThatRefusedTheOthers) {
  for (const auto* accepted : {"decoy", "dead", ""}) {
    pod.uid = std::string("uid of ") + accepted;
    std::vector<std::string> sent;
    cluster.ask = [&](const std::string&, std::string_view token) {
      sent.emplace_back(token);
      return base::Result<int>(token == kOld || token == accepted ? 200 : 401);
    };
    EXPECT_EQ(Prove(Bytes(kOld), Bytes("dead")) == Outcome::kProven, accepted[0] == '\0') << accepted;
    EXPECT_EQ(std::count(sent.begin(), sent.end(), kOld), accepted[0] == '\0' ? 1 : 0) << accepted;
  }
}

TEST_F(TokenProbeTest, KeepsWithinTheRateLimitOfAPod) {
  int asked = 0;
  cluster.ask = [&](const std::string&, std::string_view) { return ++asked, base::Result<int>(429); };
  EXPECT_EQ(probe.Prove(pod, proof, Bytes(kOld), Bytes("dead")), Outcome::kUnknown);
  EXPECT_EQ(probe.Prove(pod, proof, Bytes(kOld), Bytes("dead")), Outcome::kUnknown);
  EXPECT_EQ(asked, 1);
  clock.Advance(std::chrono::seconds(1));
  EXPECT_EQ(probe.Prove(pod, proof, Bytes(kOld), Bytes("dead")), Outcome::kUnknown);
  EXPECT_EQ(asked, 2);
}

TEST_F(TokenProbeTest, DoesNotSendATokenThatNoHeaderCarries) {
  std::vector<std::string> sent;
  cluster.ask = [&](const std::string&, std::string_view token) {
    sent.emplace_back(token);
    return base::Result<int>(token == kOld ? 200 : 401);
  };
  EXPECT_EQ(Prove(Bytes(kOld), Bytes("two\nlines")), Outcome::kProven);
  EXPECT_EQ(sent, (std::vector<std::string>{"decoy", kOld}));
  sent.clear();
  clock.Advance(std::chrono::seconds(1));
  EXPECT_EQ(probe.Prove(pod, proof, Bytes("two\nlines"), Bytes("dead")), Outcome::kProven);
  EXPECT_EQ(sent, (std::vector<std::string>{"dead"}));
}

TEST_F(TokenProbeTest, KnowsAPodThatHasReadAnotherValue) {
  EXPECT_EQ(Prove(Bytes("new"), Bytes(kOld)), Outcome::kRejected);
  clock.Advance(std::chrono::seconds(1));
  EXPECT_EQ(probe.Prove(pod, proof, Bytes("new"), Bytes("dead")), Outcome::kRejected);
}

TEST_F(TokenProbeTest, ChecksThatAProofWorksBeforeAnythingChanges) {
  EXPECT_TRUE(probe.Check(pod, proof, Bytes(kOld)).value());
  EXPECT_FALSE(probe.Check(pod, proof, Bytes("a third token")).value());
  EXPECT_TRUE(probe.Check(pod, proof, Bytes("two\nlines")).value()) << "nothing contradicts a token that is not sent";
}

TEST_F(TokenProbeTest, SaysWhatToCheckIfAProofCannotWork) {
  const auto message = [&](base::Result<int> answer) {
    cluster.ask = [answer](const std::string&, std::string_view) { return answer; };
    const auto checked = probe.Check(pod, proof, Bytes(kOld));
    return checked ? "" : checked.error().message;
  };
  EXPECT_NE(message(base::Fail(base::Code::kUnavailable, "connection reset")).find("NetworkPolicies, and mTLS"),
            std::string::npos);
  EXPECT_EQ(
      message(404),
      "pod api-service-1 at api-service:8080 answers 404 to POST /v1/auth, expected 200 or 401; check the proof of "
      "the profile");
  EXPECT_NE(message(200).find("accepts a random token"), std::string::npos);
  EXPECT_NE(message(429).find("rate limit"), std::string::npos);
}

TEST_F(TokenProbeTest, WaitsForTheRateLimitOfAPod) {
  int asked = 0;
  cluster.ask = [&](const std::string&, std::string_view token) {
    return base::Result<int>(++asked <= 3 ? 429 : token == kOld ? 200 : 401);
  };
  EXPECT_TRUE(probe.Check(pod, proof, Bytes(kOld)).value());
}

}  // namespace
}  // namespace rotation
