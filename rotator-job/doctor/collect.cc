#include "doctor/collect.h"

#include <map>

#include "doctor/objects.h"
#include "kube_http/codec.h"
#include "rotation/permissions.h"
#include "token/generator.h"

namespace doctor {
namespace {

constexpr const char* kWebhook = "token-webhook";
constexpr const char* kAdmission = "/apis/admissionregistration.k8s.io/v1/";

base::Code CodeOf(long status) {
  return status == 401 || status == 403 ? base::Code::kDenied
         : status == 404                ? base::Code::kNotFound
                                        : base::Code::kUnavailable;
}

class Collector {
 public:
  Collector(const Instruments& instruments, const token::Profile& profile)
      : with_(instruments), profile_(profile), guard_(profile.guard_namespace) {}

  base::Result<Snapshot> Run() {
    if (auto reached = Connect(); !reached) {
      return base::Fail(reached.error());
    }
    LookForParts();
    LookAtRegistrations();
    LookAtWebhook();
    LookAtSecret();
    LookAtPermissions();
    LookAtState();
    return std::move(snapshot_);
  }

 private:
  Seen<json::Object> Ask(kube_http::HttpRequest request) {
    auto answer = with_.http.Send(request);
    if (!answer) {
      return base::Fail(base::Code::kUnavailable, answer.error().message);
    }
    date_ = answer->date;
    if (answer->status < 200 || answer->status >= 300) {
      const std::string message = kube_http::DecodeStatusMessage(answer->body);
      return base::Fail(CodeOf(answer->status),
                        message.empty() ? "HTTP status " + std::to_string(answer->status) : message);
    }
    return json::Object::Parse(answer->body.Reveal());
  }
  Seen<json::Object> Get(const std::string& path) { return Ask({"GET", path}); }
  template <typename T, typename Read>
  Seen<T> Get(const std::string& path, Read read) {
    auto object = Get(path);
    return object ? Seen<T>(read(object->Root())) : base::Fail(object.error());
  }

  // The API server's version, its clock, and who this account is.
  base::Result<void> Connect() {
    snapshot_.version = with_.version;
    snapshot_.in_cluster = with_.in_cluster;
    const auto version = Get("/version");
    if (!version) {
      return base::Fail(version.error().code == base::Code::kDenied
                            ? version.error().With("the API server refuses these credentials")
                            : version.error());
    }
    snapshot_.now = with_.clock.Now();
    snapshot_.server_now = date_;
    snapshot_.server_version = json::Text(&version->Root(), {"gitVersion"});
    auto self = Ask({"POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", "application/json",
                     base::SecretBytes(
                         std::string_view(R"({"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"})"))});
    snapshot_.user = self ? json::Text(&self->Root(), {"status", "userInfo", "username"}) : "";
    return {};
  }

  void LookForParts() {
    const std::string core = "/api/v1/namespaces/" + guard_;
    const auto exists = [](const json::Value&) { return true; };
    const auto look = [&](const std::string& path, const std::string& name, bool required, const std::string& purpose,
                          bool (*works)(const json::Value&)) {
      snapshot_.parts.push_back({name, required, purpose, Get<bool>(path, works)});
    };
    look(core + "/services/token-webhook", "Service token-webhook", true, "kube-apiserver cannot reach the webhook",
         exists);
    look("/apis/policy/v1/namespaces/" + guard_ + "/poddisruptionbudgets/token-webhook",
         "PodDisruptionBudget token-webhook", false, "a drained node may take every webhook pod with it", exists);
    snapshot_.parts.back().of_several = true;
    const std::string stolen = "a stolen token of the rotator's account can change more than it should";
    std::map<std::string, std::string> policies{{"token-rotator-restarts-only", stolen},
                                                {"token-rotator-secrets", stolen}};
    if (guard_ == profile_.secret_namespace) {
      policies.emplace("token-guard-state", "who may edit Secrets in " + guard_ + " can write the guard's own");
    }
    for (const auto& [name, purpose] : policies) {
      look(kAdmission + ("validatingadmissionpolicies/" + name), "ValidatingAdmissionPolicy " + name, false, purpose,
           exists);
      look(kAdmission + ("validatingadmissionpolicybindings/" + name), "ValidatingAdmissionPolicyBinding " + name,
           false, purpose, Denies);
    }
  }

  void LookAtRegistrations() {
    snapshot_.namespace_labels = Get<std::map<std::string, std::string>>(
        "/api/v1/namespaces/" + profile_.secret_namespace, [](const json::Value& root) {
          return json::Texts(json::At(&root, {"metadata", "labels"}));
        });
    snapshot_.validating =
        Get<std::vector<Hook>>(std::string(kAdmission) + "validatingwebhookconfigurations/" + kWebhook, ReadHooks);
    snapshot_.mutating =
        Get<std::vector<Hook>>(std::string(kAdmission) + "mutatingwebhookconfigurations/" + kWebhook, ReadHooks);
  }

  void LookAtWebhook() {
    snapshot_.deployment =
        Get<WebhookDeployment>("/apis/apps/v1/namespaces/" + guard_ + "/deployments/token-webhook", ReadDeployment);
    snapshot_.pods = Get<std::vector<WebhookPod>>(
        "/api/v1/namespaces/" + guard_ + "/pods?labelSelector=app.kubernetes.io%2Fname%3Dtoken-webhook", ReadPods);
    bool seen = false;
    if (snapshot_.pods) {
      for (auto& pod : *snapshot_.pods) {
        LookAtPod(pod);
        seen = seen || pod.chain.has_value();
      }
    }
    if (!seen) {
      auto pair = with_.client.GetSecret({"token-webhook-tls", guard_});
      const auto found = pair ? pair->data.find("tls.crt") : std::map<std::string, base::SecretBytes>::iterator();
      snapshot_.stored_chain = !pair                       ? base::Fail(pair.error())
                               : found == pair->data.end() ? base::Fail(base::Code::kNotFound, "it holds no tls.crt")
                                                           : Seen<std::string>(std::string(found->second.Reveal()));
    }
  }

  void LookAtPod(WebhookPod& pod) const {
    if (pod.ip.empty()) {
      pod.chain = base::Fail(base::Code::kUnavailable, "the pod has no address yet");
      return;
    }
    auto served = with_.probe.Ask(pod.ip, "");
    pod.chain = served ? Seen<std::string>(std::move(served->chain)) : base::Fail(served.error());
    if (pod.chain && pod.ops_port != 0) {
      const auto metrics = kube_http::GetFromPod(pod.ip, pod.ops_port, "/metrics");
      const std::string version = metrics ? ReadBuildVersion(*metrics) : "";
      pod.version = version.empty() ? base::Fail(base::Code::kUnavailable, "no version") : Seen<std::string>(version);
    }
  }

  void LookAtSecret() {
    snapshot_.secret = with_.client.GetSecret({profile_.secret, profile_.secret_namespace});
    if (!snapshot_.secret) {
      return;
    }
    auto strong = token::Generate(with_.random, profile_);
    // As long as the strong one: the policy token-guard-length, which needs no webhook, accepts it.
    snapshot_.weak = Try(base::SecretBytes(std::string(strong ? strong->size() : 48, 'a')));
    snapshot_.strong = strong ? Try(*strong) : Trial{true, base::Fail(strong.error())};
  }

  Trial Try(const base::SecretBytes& token) {
    const auto tried =
        with_.client.PatchSecret({profile_.secret, profile_.secret_namespace}, snapshot_.secret->resource_version,
                                 {{{profile_.key, token.Reveal()}}, {}}, kube::Write::kDryRun);
    if (tried) {
      return {true, true};
    }
    base::Error error = tried.error();
    if (const auto at = error.message.find(token.Reveal());
        at != std::string::npos) {  // Another webhook quotes what it was sent.
      error.message.resize(at);
    }
    return {true, base::Fail(std::move(error))};
  }

  void LookAtPermissions() {
    const auto needed = rotation::Needed(profile_, {});
    if (snapshot_.user == profile_.rotator) {
      auto guarded = with_.client.ListRules(profile_.secret_namespace);
      auto own = with_.client.ListRules(guard_);
      snapshot_.permissions = !guarded ? base::Fail(guarded.error())
                              : !own   ? base::Fail(own.error())
                                       : Seen<Permissions>(Permissions{rotation::Missing(
                                             needed, {{"", std::move(*guarded)}, {guard_, std::move(*own)}})});
      return;
    }
    if (!with_.client.CheckAccess({"create", "authorization.k8s.io", "subjectaccessreviews"}).value_or(false)) {
      snapshot_.permissions =
          base::Fail(base::Code::kDenied, "this account may not ask for the permissions of " + profile_.rotator);
      return;
    }
    Permissions found;
    for (const auto& permission : needed) {
      auto answer = Ask({"POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", "application/json",
                         EncodeAccessReview(profile_.rotator, profile_.secret_namespace, permission)});
      if (!answer) {
        snapshot_.permissions = base::Fail(answer.error());
        return;
      }
      if (!json::Flag(&answer->Root(), {"status", "allowed"})) {
        found.missing.push_back(permission);
      }
    }
    snapshot_.permissions = std::move(found);
  }

  void LookAtState() {
    const auto value = [&](const char* secret, const std::string& key) -> Seen<base::SecretBytes> {
      auto read = with_.client.GetSecret({secret, guard_});
      if (!read) {
        return base::Fail(read.error());
      }
      const auto found = read->data.find(key);
      return found == read->data.end() ? base::SecretBytes() : found->second.Clone();
    };
    auto record = value(rotation::kRecordSecret, rotation::kRecordKey);
    snapshot_.record = record ? rotation::ParseRecord(*record, guard_) : base::Fail(record.error());
    auto list = value(rotation::kRetiredSecret, std::string(retired::kListName));
    snapshot_.retired = list ? retired::Parse(list->Reveal()) : base::Fail(list.error());
    for (const auto* name : {"token-rotator", "token-certificates"}) {
      snapshot_.cron_jobs.emplace(
          name, Get<CronJob>("/apis/batch/v1/namespaces/" + guard_ + "/cronjobs/" + name, ReadCronJob));
    }
  }

  const Instruments& with_;
  const token::Profile& profile_;
  const std::string guard_;
  std::optional<ports::Clock::WallTime> date_;  // Of the last answer.
  Snapshot snapshot_;
};

}  // namespace

base::Result<Snapshot> Collect(const Instruments& instruments, const token::Profile& profile) {
  return Collector(instruments, profile).Run();
}

}  // namespace doctor
