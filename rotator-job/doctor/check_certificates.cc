#include <algorithm>
#include <set>

#include "base/time_text.h"
#include "doctor/checks.h"
#include "x509/certificate.h"

namespace doctor {
namespace {

std::string Renew(const token::Profile& profile) {
  return "Let token-rotator certs repair it (docs/certificates.md): kubectl create job certs-now "
         "--from=cronjob/token-certificates -n " +
         profile.guard_namespace + ".";
}

// A chain and where it was seen.
struct Served {
  std::string where;
  std::string chain;
};

std::vector<Hook> HooksOf(const Snapshot& snapshot) {
  std::vector<Hook> hooks = snapshot.validating ? *snapshot.validating : std::vector<Hook>();
  if (snapshot.mutating) {
    hooks.insert(hooks.end(), snapshot.mutating->begin(), snapshot.mutating->end());
  }
  return hooks;
}

// What the pods serve. Pods that did not answer are reported; if none did, the stored pair takes their place.
std::vector<Served> ServedByPods(const Snapshot& snapshot, const token::Profile& profile, Findings& findings) {
  std::vector<Served> served;
  std::vector<std::string> silent;
  std::string reason;
  for (const auto& pod : snapshot.pods ? *snapshot.pods : std::vector<WebhookPod>()) {
    if (pod.chain) {
      served.push_back({"pod " + pod.name, *pod.chain});
    } else if (pod.ready) {
      silent.push_back(pod.name);
      reason = pod.chain.error().message;
    }
  }
  if (!snapshot.pods) {
    findings.push_back(Unseen("ca-bundle", "the pods in " + profile.guard_namespace, snapshot.pods.error(), ""));
  }
  if (!silent.empty()) {
    findings.push_back({"ca-bundle", Level::kWarning,
                        "what these pods serve was not seen: " + Join(silent) + " (" + reason + ")",
                        snapshot.in_cluster ? "Allow this pod to reach port 8443 of the webhook's pods."
                                            : "Run the doctor in the cluster (manifests/doctor): pod addresses are "
                                              "seldom reachable from outside."});
  }
  if (served.empty() && snapshot.stored_chain) {
    served.push_back({"Secret token-webhook-tls", *snapshot.stored_chain});
  }
  return served;
}

base::Result<void> Trusts(std::string_view bundle, std::string_view chain, const std::string& server,
                          ports::Clock::WallTime now) {
  const auto served = x509::ReadCertificates(chain, "the chain");
  const auto trusted = x509::ReadCertificates(bundle, "the caBundle");
  if (!served || !trusted) {
    return base::Fail(served ? trusted.error() : served.error());
  }
  return x509::Verify(*served, *trusted, {server, now});
}

void CheckBundle(const Hook& hook, const std::vector<Served>& served, ports::Clock::WallTime now,
                 const std::string& renew, bool by_system_cas, bool& good, Findings& findings) {
  const std::string effect = ": kube-apiserver cannot call " + hook.name;
  if (hook.ca_bundle.empty() && by_system_cas) {
    findings.push_back(
        {"ca-bundle", Level::kWarning,
         "the caBundle of " + hook.name + " is empty: kube-apiserver calls it by the CAs of its own machine",
         "If the certificate is yours and such a CA has signed it, nothing is to be done."});
    good = false;
    return;
  }
  if (hook.ca_bundle.empty()) {
    findings.push_back({"ca-bundle", Level::kFailure, "the caBundle of " + hook.name + " is empty" + effect, renew});
    good = false;
    return;
  }
  for (const auto& one : served) {
    if (const auto trusted = Trusts(hook.ca_bundle, one.chain, hook.service, now); !trusted) {
      findings.push_back({"ca-bundle", Level::kFailure,
                          "the caBundle of " + hook.name + " does not trust what " + one.where + " serves (" +
                              trusted.error().message + ")" + effect,
                          renew});
      good = false;
    }
  }
}

void CheckExpiry(const std::string& what, const X509* certificate, ports::Clock::WallTime now, bool fatal,
                 const std::string& renew, Findings& findings) {
  const auto not_before = x509::NotBefore(certificate);
  const auto not_after = x509::NotAfter(certificate);
  const std::string until = base::FormatTime(not_after).substr(0, 10);
  const std::string name = x509::CommonName(X509_get_subject_name(certificate));
  const std::string subject = what + " " + (name.empty() ? "certificate without a name" : name);
  if (not_after <= now) {
    findings.push_back(
        {"certificate", fatal ? Level::kFailure : Level::kWarning, subject + " expired on " + until, renew});
  } else if (not_before > now) {
    findings.push_back(
        {"certificate", Level::kFailure, subject + " is not valid before " + base::FormatTime(not_before), renew});
  } else if (not_after - now < kExpiresSoon) {
    findings.push_back(
        {"certificate", Level::kWarning, subject + " expires on " + until + ", in less than 30 days", renew});
  } else {
    findings.push_back({"certificate", Level::kOk, subject + " is valid until " + until});
  }
}

// An expired CA beside a valid one is untidy; alone it refuses every call.
void CheckAuthorities(const std::vector<Hook>& hooks, ports::Clock::WallTime now, const std::string& renew,
                      std::set<std::string>& seen, Findings& findings) {
  for (const auto& hook : hooks) {
    const auto authorities = x509::FindCertificates(hook.ca_bundle);
    const bool one_valid = std::any_of(authorities.begin(), authorities.end(),
                                       [&](const auto& authority) { return x509::NotAfter(authority.get()) > now; });
    for (const auto& authority : authorities) {
      if (seen.insert(x509::Fingerprint(authority.get())).second) {
        CheckExpiry("CA", authority.get(), now, !one_valid, renew, findings);
      }
    }
  }
}

}  // namespace

void CheckCertificates(const Snapshot& snapshot, const token::Profile& profile, Findings& findings) {
  const auto hooks = HooksOf(snapshot);
  const std::string renew = Renew(profile);
  const auto served = ServedByPods(snapshot, profile, findings);
  // Legal with a certificate of a public authority, if no webhook has a bundle and calls arrive all the same.
  const bool by_system_cas =
      DeniedByGuard(snapshot.weak, snapshot) &&
      std::all_of(hooks.begin(), hooks.end(), [](const Hook& hook) { return hook.ca_bundle.empty(); });
  bool good = true;
  for (const auto& hook : hooks) {
    if (hook.service.empty()) {
      findings.push_back({"ca-bundle", Level::kWarning, "not checked: " + hook.name + " is registered by a URL",
                          "Register the Service, as the manifests do; trial-weak tells whether the URL works."});
      continue;
    }
    CheckBundle(hook, served, snapshot.now, renew, by_system_cas, good, findings);
  }
  if (served.empty() && !snapshot.stored_chain && snapshot.stored_chain.error().code == base::Code::kNotFound) {
    findings.push_back(
        {"ca-bundle", Level::kFailure,
         "no pod can serve: Secret token-webhook-tls is not usable (" + snapshot.stored_chain.error().message + ")",
         "If the Secret is gone, apply the manifests, or the chart, again. " + renew});
  } else if (served.empty()) {
    findings.push_back({"ca-bundle", Level::kWarning, "not checked: no serving certificate was seen",
                        "Run the doctor in the cluster (manifests/doctor), or as a cluster administrator."});
  } else if (good && !hooks.empty()) {
    findings.push_back({"ca-bundle", Level::kOk,
                        "each caBundle trusts what " + served.front().where +
                            (served.size() > 1 ? " and the others serve" : " serves")});
  }
  std::set<std::string> seen;
  for (const auto& one : served) {
    const auto chain = x509::ReadCertificates(one.chain, "the chain of " + one.where);
    if (!chain) {
      findings.push_back({"certificate", Level::kFailure, chain.error().message, renew});
    } else if (seen.insert(x509::Fingerprint(chain->front().get())).second) {
      CheckExpiry("serving certificate", chain->front().get(), snapshot.now, true, renew, findings);
    }
  }
  CheckAuthorities(hooks, snapshot.now, renew, seen, findings);
}

}  // namespace doctor
