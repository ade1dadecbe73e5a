// What `token-rotator doctor` has seen of a cluster. Values without behaviour: doctor/collect.h fills them,
// doctor/evaluate.h judges them.
//
// Seen<T> is an object, or the error that says why the object was not seen: kNotFound (it does not exist), kDenied (the
// account may not read it), anything else (the call failed). A snapshot holds the guarded Secret and the record, and so
// live tokens, in SecretBytes.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "kube/client.h"
#include "ports/clock.h"
#include "retired/list.h"
#include "rotation/record.h"

namespace doctor {

template <typename T>
using Seen = base::Result<T>;

// What a Seen holds before the call was made.
inline tl::unexpected<base::Error> NotAsked() { return base::Fail(base::Code::kUnavailable, "not asked"); }

// metav1.LabelSelector.
struct Selector {
  struct Expression {
    std::string key;
    std::string op;  // In, NotIn, Exists, DoesNotExist.
    std::set<std::string> values;
  };
  std::map<std::string, std::string> labels;
  std::vector<Expression> expressions;

  // The empty selector matches everything. False for an operator that is not known.
  [[nodiscard]] bool Matches(const std::map<std::string, std::string>& what) const;
};

// One webhook of a Validating- or MutatingWebhookConfiguration.
struct Hook {
  struct Rule {
    std::set<std::string> groups, versions, resources, operations;
    std::string scope;
  };
  std::string name;
  std::string failure_policy;
  std::vector<Rule> rules;
  Selector namespaces;
  Selector objects;
  std::vector<std::string> conditions;  // CEL expressions.
  std::string ca_bundle;                // PEM.
  std::string service;                  // "NAME.NAMESPACE.svc", the name in the certificate; empty if there is a url.
};

struct WebhookDeployment {
  std::string image;
  long replicas = 0;   // Wanted.
  long updated = 0;    // Of the current pod template.
  long available = 0;  // Ready for long enough.
};

struct WebhookPod {
  std::string name;
  std::string ip;
  bool ready = false;
  long ops_port = 0;                       // 0 if the pod has no port of that name.
  Seen<std::string> chain = NotAsked();    // PEM: what the pod serves, leaf first.
  Seen<std::string> version = NotAsked();  // Of token_webhook_build_info.
};

struct CronJob {
  bool suspended = false;
  long active = 0;         // Jobs that are running.
  std::string created;     // RFC 3339, as the next two; empty if there was none.
  std::string scheduled;   // The last start.
  std::string successful;  // The last success.
};

// An object of the installation of which one fact counts.
struct Part {
  std::string name;               // "PodDisruptionBudget token-webhook"
  bool required = false;          // If not, its absence is a warning.
  std::string purpose;            // Completes "without it …".
  Seen<bool> found = NotAsked();  // False: it exists and has no effect, as a binding that does not deny.
  bool of_several = false;        // Installed only if the webhook has several pods.
};

// A write of the guarded Secret that the API server judged and did not store.
struct Trial {
  bool made = false;  // False: there is no Secret to try the write on.
  Seen<bool> result = NotAsked();
};

// The permissions of the rotator's account.
struct Permissions {
  std::vector<kube::Permission> missing;
};

struct Snapshot {
  ports::Clock::WallTime now;  // By this machine's clock.
  bool in_cluster = false;     // Runs in a pod.
  std::string version;         // Of this program.
  std::string server_version;  // Of kube-apiserver, for example "v1.34.4".
  std::string user;            // As kube-apiserver knows this account.
  // By kube-apiserver's clock, at `now`; whole seconds. Null if the answer has no Date header.
  std::optional<ports::Clock::WallTime> server_now;

  std::vector<Part> parts;
  Seen<WebhookDeployment> deployment = NotAsked();
  Seen<std::vector<WebhookPod>> pods = NotAsked();
  Seen<std::string> stored_chain = NotAsked();                             // PEM: tls.crt of Secret token-webhook-tls.
  Seen<std::map<std::string, std::string>> namespace_labels = NotAsked();  // Of the guarded namespace.
  Seen<std::vector<Hook>> validating = NotAsked();
  Seen<std::vector<Hook>> mutating = NotAsked();

  Seen<kube::Secret> secret = NotAsked();
  Trial weak;    // A token that the webhook alone refuses.
  Trial strong;  // A token of the policy's generator.
  Seen<Permissions> permissions = NotAsked();
  Seen<rotation::Record> record = NotAsked();
  Seen<retired::List> retired = NotAsked();
  std::map<std::string, Seen<CronJob>> cron_jobs;  // By name.
};

}  // namespace doctor
