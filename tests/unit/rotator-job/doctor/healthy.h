// A snapshot of an installation where everything is right, for tests that break one thing.
#pragma once

#include <gmock/gmock.h>

#include <chrono>
#include <string>
#include <utility>

#include "base/time_text.h"
#include "doctor/evaluate.h"
#include "doctor/snapshot.h"
#include "testing/pki.h"
#include "token/profile.h"

namespace doctor {

constexpr const char* kServer = "token-webhook.token-guard.svc";
constexpr const char* kToken = "mYJ3pQ0lV1K8x0W2b5ZcRwQe7TgUs9Hn4LdXiAa1Bb2C";  // Accepted by the policy.
constexpr long kYear = 365L * 24 * 3600;

inline std::string Ago(std::chrono::seconds age) { return base::FormatTime(std::chrono::system_clock::now() - age); }

inline Hook MakeHook(const std::string& name, const std::set<std::string>& operations, const std::string& policy,
                     const std::string& bundle) {
  Hook hook;
  hook.name = name;
  hook.failure_policy = policy;
  hook.rules = {{{""}, {"v1"}, {"secrets"}, operations, "Namespaced"}};
  hook.namespaces.labels = {{"kubernetes.io/metadata.name", "keptn"}};
  hook.conditions = {"(object != null ? object : oldObject).metadata.name == 'keptn-api-token'"};
  hook.ca_bundle = bundle;
  hook.service = kServer;
  return hook;
}

inline WebhookPod MakePod(const std::string& name, const std::string& chain) {
  WebhookPod pod;
  pod.name = name;
  pod.ip = "10.0.0.7";
  pod.ready = true;
  pod.ops_port = 8080;
  pod.chain = chain;
  pod.version = "0.1.0";
  return pod;
}

inline tl::unexpected<base::Error> Refused(const std::string& message) {
  return base::Fail(base::Code::kDenied, "patch Secret keptn-api-token: " + message);
}

struct Healthy {
  fakes::Identity ca = fakes::Make({"ca", nullptr, true, -3600, kYear});
  fakes::Identity leaf = fakes::Make({"leaf", &ca, false, -3600, kYear, "P-256", std::string("DNS:") + kServer});
  token::Profile profile = token::KeptnProfile();
  Snapshot seen;

  Healthy() {
    const std::string bundle = ca.CertificatePem();
    seen.now = std::chrono::system_clock::now();
    seen.server_now = seen.now;
    seen.in_cluster = true;
    seen.version = "0.1.0";
    seen.server_version = "v1.34.4";
    seen.user = "admin";
    seen.parts.push_back({"Service token-webhook", true, "nothing works", true});
    seen.parts.push_back({"PodDisruptionBudget token-webhook", false, "drains hurt", true, true});
    seen.deployment = WebhookDeployment{"token-guard:0.1.0", 2, 2, 2};
    std::vector<WebhookPod> pods;
    pods.push_back(MakePod("a", leaf.CertificatePem()));
    pods.push_back(MakePod("b", leaf.CertificatePem()));
    seen.pods = std::move(pods);
    seen.namespace_labels = std::map<std::string, std::string>{{"kubernetes.io/metadata.name", "keptn"}};
    seen.validating =
        std::vector<Hook>{MakeHook("validate.token-webhook.keptn.sh", {"CREATE", "UPDATE"}, "Fail", bundle),
                          MakeHook("delete.token-webhook.keptn.sh", {"DELETE"}, "Ignore", bundle)};
    seen.mutating =
        std::vector<Hook>{MakeHook("mutate.token-webhook.keptn.sh", {"CREATE", "UPDATE"}, "Ignore", bundle)};
    kube::Secret secret;
    secret.created = Ago(std::chrono::hours(24));
    secret.data.emplace("keptn-api-token", base::SecretBytes(std::string_view(kToken)));
    seen.secret = std::move(secret);
    seen.weak = {true, Refused("admission webhook \"validate.token-webhook.keptn.sh\" denied the request: "
                               "keptn/keptn-api-token is refused: it is short")};
    seen.strong = {true, true};
    seen.permissions = Permissions{};
    seen.record = rotation::Record();
    seen.retired = retired::List{Ago(std::chrono::hours(2)), {}};
    for (const auto* name : {"token-rotator", "token-certificates"}) {
      seen.cron_jobs.emplace(
          name, CronJob{false, 0, Ago(std::chrono::hours(99)), Ago(std::chrono::hours(3)), Ago(std::chrono::hours(2))});
    }
  }

  // The findings of one check that are not ok, as "LEVEL: TEXT"; "ok" if there is none.
  [[nodiscard]] std::string Says(const std::string& check) const {
    std::string said;
    for (const auto& finding : Evaluate(seen, profile)) {
      if (finding.check == check && finding.level != Level::kOk) {
        EXPECT_FALSE(finding.remedy.empty()) << finding.text;
        said += (said.empty() ? "" : "\n") + std::string(finding.level == Level::kFailure ? "failure: " : "warning: ") +
                finding.text;
      }
    }
    return said.empty() ? "ok" : said;
  }
};

}  // namespace doctor
