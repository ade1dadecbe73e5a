#include <gtest/gtest.h>

#include "healthy.h"

namespace doctor {
namespace {

using testing::AllOf;
using testing::HasSubstr;

fakes::Identity Leaf(const fakes::Identity& ca, long from, long to) {
  return fakes::Make({"leaf", &ca, false, from, to, "P-256", std::string("DNS:") + kServer});
}

void Serve(Healthy& healthy, const std::string& chain) {
  for (auto& pod : *healthy.seen.pods) {
    pod.chain = chain;
  }
}

void Trust(Healthy& healthy, const std::string& bundle) {
  for (auto* hooks : {&healthy.seen.validating, &healthy.seen.mutating}) {
    for (auto& hook : **hooks) {
      hook.ca_bundle = bundle;
    }
  }
}

TEST(CheckCertificates, FindsABundleThatDoesNotTrustAPod) {
  Healthy healthy;
  healthy.seen.validating->front().ca_bundle = fakes::Make({"other", nullptr, true, -1, kYear}).CertificatePem();
  EXPECT_THAT(healthy.Says("ca-bundle"),
              HasSubstr("failure: the caBundle of validate.token-webhook.keptn.sh does not trust what pod a serves"));
  healthy.seen.validating->front().ca_bundle.clear();
  EXPECT_EQ(healthy.Says("ca-bundle"),
            "failure: the caBundle of validate.token-webhook.keptn.sh is empty: kube-apiserver cannot call "
            "validate.token-webhook.keptn.sh");
}

TEST(CheckCertificates, LeavesAPublicAuthorityToTheTrial) {
  Healthy healthy;
  Trust(healthy, "");
  EXPECT_THAT(healthy.Says("ca-bundle"), AllOf(HasSubstr("warning: the caBundle of validate.token-webhook.keptn.sh is "
                                                         "empty"),
                                               testing::Not(HasSubstr("failure"))));
  healthy.seen.weak.result = true;
  EXPECT_THAT(healthy.Says("ca-bundle"),
              HasSubstr("failure: the caBundle of validate.token-webhook.keptn.sh is empty"));
}

TEST(CheckCertificates, FindsOnePodThatStillServesTheOldPair) {
  Healthy healthy;
  const auto old = fakes::Make({"old", nullptr, true, -3600, kYear});
  healthy.seen.pods->back().chain = Leaf(old, -3600, kYear).CertificatePem();
  EXPECT_THAT(healthy.Says("ca-bundle"), AllOf(HasSubstr("pod b serves"), testing::Not(HasSubstr("pod a serves"))));
}

TEST(CheckCertificates, AcceptsTwoCasDuringARenewal) {
  Healthy healthy;
  Trust(healthy, fakes::Make({"ca", nullptr, true, -1, kYear}).CertificatePem() + healthy.ca.CertificatePem());
  EXPECT_EQ(healthy.Says("ca-bundle"), "ok");
}

TEST(CheckCertificates, RefusesAnotherName) {
  Healthy healthy;
  Serve(healthy, fakes::Make({kServer, &healthy.ca, false, -1, kYear, "P-256", "DNS:other"}).CertificatePem());
  EXPECT_THAT(healthy.Says("ca-bundle"), HasSubstr("failure"));
  Serve(healthy, fakes::Make({kServer, &healthy.ca, false, -1, kYear}).CertificatePem());
  EXPECT_THAT(healthy.Says("ca-bundle"), HasSubstr("failure")) << "Go looks at no common name";
}

TEST(CheckCertificates, WatchesTheDatesOfTheLeaf) {
  Healthy healthy;
  Serve(healthy, Leaf(healthy.ca, -7200, -3600).CertificatePem());
  EXPECT_THAT(healthy.Says("certificate"), HasSubstr("failure: serving certificate leaf expired on"));
  EXPECT_THAT(healthy.Says("ca-bundle"), HasSubstr("certificate has expired"));
  Serve(healthy, Leaf(healthy.ca, -3600, 29L * 24 * 3600).CertificatePem());
  EXPECT_THAT(healthy.Says("certificate"), HasSubstr("in less than 30 days"));
  Serve(healthy, Leaf(healthy.ca, 3600, kYear).CertificatePem());
  EXPECT_THAT(healthy.Says("certificate"), HasSubstr("failure: serving certificate leaf is not valid before"));
  Serve(healthy, "broken");
  EXPECT_THAT(healthy.Says("certificate"), HasSubstr("the chain of pod a holds no certificate in PEM form"));
}

TEST(CheckCertificates, WatchesTheDatesOfTheCa) {
  Healthy healthy;
  const auto old = fakes::Make({"old", nullptr, true, -7200, -3600});
  Trust(healthy, old.CertificatePem() + healthy.ca.CertificatePem());
  EXPECT_THAT(healthy.Says("certificate"), HasSubstr("warning: CA old expired on")) << "the other one is valid";
  Trust(healthy, old.CertificatePem());
  EXPECT_THAT(healthy.Says("certificate"), HasSubstr("failure: CA old expired on"));
  Trust(healthy, fakes::Make({"ca", nullptr, true, -7200, 3600}).CertificatePem());
  EXPECT_THAT(healthy.Says("certificate"), HasSubstr("warning: CA ca expires on"));
}

TEST(CheckCertificates, LooksAtTheStoredPairIfNoPodCanBeReached) {
  Healthy healthy;
  healthy.seen.in_cluster = false;
  for (auto& pod : *healthy.seen.pods) {
    pod.chain = base::Fail(base::Code::kUnavailable, "no connection to port 8443");
  }
  EXPECT_EQ(healthy.Says("ca-bundle"),
            "warning: what these pods serve was not seen: a and b (no connection to port 8443)\n"
            "warning: not checked: no serving certificate was seen");
  healthy.seen.stored_chain = base::Fail(base::Code::kNotFound, "it holds no tls.crt");
  EXPECT_THAT(healthy.Says("ca-bundle"),
              HasSubstr("failure: no pod can serve: Secret token-webhook-tls is not usable (it holds no tls.crt)"));
  healthy.seen.stored_chain = healthy.leaf.CertificatePem();
  EXPECT_EQ(healthy.Says("ca-bundle"),
            "warning: what these pods serve was not seen: a and b (no connection to port 8443)");
}

TEST(CheckCertificates, LeavesARegistrationByUrlToTheTrials) {
  Healthy healthy;
  healthy.seen.validating->front().service.clear();
  EXPECT_EQ(healthy.Says("ca-bundle"), "warning: not checked: validate.token-webhook.keptn.sh is registered by a URL");
}

}  // namespace
}  // namespace doctor
