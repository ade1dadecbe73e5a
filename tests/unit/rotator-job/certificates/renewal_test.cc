#include "certificates/renewal.h"

#include "foreign.h"
#include "renewal_fixture.h"

namespace certificates {
namespace {

using testing::HasSubstr;

TEST_F(RenewalTest, TheFirstRunInstallsAndTheSecondChangesNothing) {
  EXPECT_EQ(Run(), Exit::kDone);
  ExpectInOrder("", "first");
  const auto before = guard.secrets;
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_EQ(guard.secrets, before);
}

TEST_F(RenewalTest, RenewsCaAndLeafAndPathKeyAndKeepsACompanysCa) {
  Run();
  const std::string company = fakes::TheCompany().authority.CertificatePem();
  for (const auto* entry : {"validate", "delete", "mutate"}) {
    guard.Entry(entry).ca_bundle = company + guard.Entry(entry).ca_bundle;
  }
  guard.Changed();
  const std::string leaf = Live("tls.crt");
  const std::string key = PathKey();
  EXPECT_EQ(Run(true), Exit::kDone);
  ExpectInOrder(company, "renewed");
  EXPECT_NE(Live("tls.crt"), leaf);
  EXPECT_NE(PathKey(), key);
}

TEST_F(RenewalTest, ALogHoldsNoKey) {
  Run();
  Run(true);
  for (const auto& line : log.lines) {
    EXPECT_EQ(line.find(PathKey()), std::string::npos);
    EXPECT_EQ(line.find("PRIVATE"), std::string::npos);
  }
  EXPECT_THAT(log.messages, testing::Contains("new certificate live in the Secret"));
}

TEST_F(RenewalTest, FillsAnEmptiedCaBundleAndALostPath) {
  Run();
  guard.Entry("validate").ca_bundle = "";
  guard.Entry("mutate").path = "";
  guard.Changed();
  guard.violations.clear();
  EXPECT_EQ(Run(), Exit::kDone);
  guard.violations.clear();  // Until the run has filled them.
  ExpectInOrder("", "filled");
}

TEST_F(RenewalTest, KeepsTheOldCaUntilAPodThatLagsHasFollowed) {
  Run();
  guard.StartPod("slow", std::chrono::minutes(20));
  clock.Advance(std::chrono::minutes(30));
  EXPECT_EQ(Run(true), Exit::kUnreachable);
  EXPECT_THAT(log.lines.back(), HasSubstr("pod slow does not"));
  EXPECT_TRUE(HoldsOutdated(guard.Entry("validate").ca_bundle, Live("ca.crt")));
  EXPECT_THAT(guard.violations, testing::IsEmpty());
  clock.Advance(std::chrono::minutes(20));
  EXPECT_EQ(Run(), Exit::kDone);
  ExpectInOrder("", "followed");
}

TEST_F(RenewalTest, APodThatStartsWithTheOldPairAndIsReadyLaterIsTrusted) {
  Run();
  clock.Advance(std::chrono::minutes(5));
  for (const auto ready_after : {40, 80}) {
    guard.StartPod("late", std::chrono::seconds(90));
    guard.pods.at("late").ready_from = clock.Now() + std::chrono::seconds(ready_after);
    EXPECT_EQ(Run(true), Exit::kDone);
    for (int minute = 0; minute < 3; ++minute) {
      clock.Advance(std::chrono::minutes(1));
      EXPECT_EQ(Run(), Exit::kDone);
    }
    ExpectInOrder("", "late");
  }
}

TEST_F(RenewalTest, NamesThePodThatDoesNotAnswer) {
  guard.pods.at("b").unreachable = true;
  EXPECT_EQ(Run(), Exit::kUnreachable);
  EXPECT_THAT(log.lines.back(), HasSubstr("pod b: the pod at b completes no TLS handshake"));
  EXPECT_FALSE(guard.Entry("validate").active);
}

TEST_F(RenewalTest, WaitsForARegistrationThatIsMissing) {
  guard.Unregister();
  EXPECT_EQ(Run(), Exit::kUnreachable);
  EXPECT_THAT(log.lines.back(), HasSubstr("webhookconfiguration/token-webhook does not exist"));
  EXPECT_NE(Live("tls.crt"), "");
}

TEST_F(RenewalTest, DoesNotReplaceACertificateOfOthers) {
  const auto& company = fakes::TheCompany();
  guard.Store(kTlsSecret, {{"tls.crt", company.leaf.CertificatePem()}, {"tls.key", company.leaf.KeyPem()}});
  guard.Entry("validate").ca_bundle = company.authority.CertificatePem();
  guard.Changed();
  EXPECT_EQ(Run(), Exit::kNeedsPerson);
  EXPECT_THAT(log.lines.back(), HasSubstr("run with --mode=existing"));
  EXPECT_EQ(guard.Entry("validate").ca_bundle, company.authority.CertificatePem());
}

TEST_F(RenewalTest, PodsThatWantAClientCertificateAreGivenTheTimeOfAMount) {
  guard.silent = true;
  EXPECT_EQ(Run(), Exit::kDone);
  ExpectInOrder("", "installed");
  EXPECT_EQ(Run(true), Exit::kDone);
  ExpectInOrder("", "renewed");
}

TEST_F(RenewalTest, ReplacesAPathKeyThatNoRegistrationCanHold) {
  Run();
  guard.Store(kPathKeySecret, {{kPathKey, std::string(32, 'A')}});
  guard.violations.clear();
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_THAT(PathKey(), testing::MatchesRegex("[0-9a-f]{32}"));
}

TEST_F(RenewalTest, EndsAFightWithAnotherWriterWhoUndoesEachStep) {
  Run();
  int writes = 0;
  guard.meddle = [&] {
    ++writes;
    for (const auto* entry : {"validate", "delete", "mutate"}) {
      guard.Entry(entry).ca_bundle = "";
    }
    guard.Changed();
  };
  guard.meddle();
  EXPECT_EQ(Run(), Exit::kUnreachable);
  EXPECT_THAT(log.lines.back(), HasSubstr("another writer undoes what this run writes"));
  EXPECT_LT(writes, 100);
}

TEST_F(RenewalTest, StopsWhenAsked) {
  guard.pods.clear();
  clock.Stop();
  EXPECT_EQ(Run(), Exit::kUnreachable);
  EXPECT_THAT(log.lines.back(), HasSubstr("asked to stop"));
}

class ForeignCertificate : public RenewalTest {
 protected:
  ForeignCertificate() {
    pair = std::move(*MakePair("token-guard", clock.Now(), random));
    guard.Store(kTlsSecret, {{"tls.crt", pair.certificate}, {"tls.key", std::string(pair.key.Reveal())}});
    settings.mode = Mode::kExisting;
  }
  Pair pair;
};

TEST_F(ForeignCertificate, IsTrustedByTheCaFile) {
  settings.authorities = pair.authority;
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_EQ(guard.Entry("validate").ca_bundle, pair.authority);
  EXPECT_TRUE(guard.Entry("validate").active);
  EXPECT_EQ(guard.Stored(kTlsSecret).size(), 2U);
  EXPECT_THAT(guard.violations, testing::IsEmpty());
}

TEST_F(ForeignCertificate, LeavesTheCaBundleAlone) {
  settings.mode = Mode::kCertManager;
  for (const auto* entry : {"validate", "delete", "mutate"}) {
    guard.Entry(entry).ca_bundle = pair.authority;
  }
  guard.Changed();
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_EQ(guard.Entry("validate").ca_bundle, pair.authority);
  EXPECT_TRUE(guard.Entry("mutate").active);
}

TEST_F(ForeignCertificate, IsNotCalledBeforeCertManagersInjectorHasFilledTheCaBundle) {
  settings.mode = Mode::kCertManager;
  EXPECT_EQ(Run(), Exit::kUnreachable);
  EXPECT_FALSE(guard.Entry("validate").active);
}

TEST_F(ForeignCertificate, IsNotCalledBeforeItIsTrusted) {
  settings.authorities = fakes::TheCompany().authority.CertificatePem();
  EXPECT_EQ(Run(), Exit::kUnreachable);
  EXPECT_THAT(log.lines.back(), HasSubstr("does not hold the CA of what the pods serve"));
  EXPECT_FALSE(guard.Entry("validate").active);
}

}  // namespace
}  // namespace certificates
