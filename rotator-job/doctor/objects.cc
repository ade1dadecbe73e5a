#include "doctor/objects.h"

#include "base/base64.h"
#include "json/write.h"

namespace doctor {

using json::At;
using json::Each;
using json::Flag;
using json::Number;
using json::Put;
using json::PutObject;
using json::Text;
using json::Texts;
using json::Value;

namespace {

std::set<std::string> ReadSet(const Value* array) {
  std::set<std::string> set;
  Each(array, [&](const Value& item) {
    if (item.IsString()) {
      set.insert(item.GetString());
    }
  });
  return set;
}

Selector ReadSelector(const Value* value) {
  Selector selector;
  selector.labels = Texts(At(value, {"matchLabels"}));
  Each(At(value, {"matchExpressions"}), [&](const Value& item) {
    selector.expressions.push_back({Text(&item, {"key"}), Text(&item, {"operator"}), ReadSet(At(&item, {"values"}))});
  });
  return selector;
}

std::string FirstImage(const Value* object, json::Path path) {
  std::string image;
  Each(At(object, path), [&](const Value& container) {
    if (image.empty() || Text(&container, {"name"}) == "token-webhook") {
      image = Text(&container, {"image"});
    }
  });
  return image;
}

}  // namespace

std::vector<Hook> ReadHooks(const Value& configuration) {
  std::vector<Hook> hooks;
  Each(At(&configuration, {"webhooks"}), [&](const Value& item) {
    Hook hook;
    hook.name = Text(&item, {"name"});
    hook.failure_policy = Text(&item, {"failurePolicy"});
    hook.namespaces = ReadSelector(At(&item, {"namespaceSelector"}));
    hook.objects = ReadSelector(At(&item, {"objectSelector"}));
    Each(At(&item, {"matchConditions"}),
         [&](const Value& condition) { hook.conditions.push_back(Text(&condition, {"expression"})); });
    Each(At(&item, {"rules"}), [&](const Value& rule) {
      hook.rules.push_back({ReadSet(At(&rule, {"apiGroups"})), ReadSet(At(&rule, {"apiVersions"})),
                            ReadSet(At(&rule, {"resources"})), ReadSet(At(&rule, {"operations"})),
                            Text(&rule, {"scope"})});
    });
    if (const auto bundle = base::DecodeBase64(Text(&item, {"clientConfig", "caBundle"}))) {
      hook.ca_bundle = bundle->Reveal();
    }
    if (const Value* service = At(&item, {"clientConfig", "service"})) {
      hook.service = Text(service, {"name"}) + "." + Text(service, {"namespace"}) + ".svc";
    }
    hooks.push_back(std::move(hook));
  });
  return hooks;
}

WebhookDeployment ReadDeployment(const Value& deployment) {
  return {FirstImage(&deployment, {"spec", "template", "spec", "containers"}),
          Number(&deployment, {"spec", "replicas"}, 1), Number(&deployment, {"status", "updatedReplicas"}, 0),
          Number(&deployment, {"status", "availableReplicas"}, 0)};
}

std::vector<WebhookPod> ReadPods(const Value& list) {
  std::vector<WebhookPod> pods;
  Each(At(&list, {"items"}), [&](const Value& item) {
    const std::string phase = Text(&item, {"status", "phase"});
    if (phase == "Succeeded" || phase == "Failed" || At(&item, {"metadata", "deletionTimestamp"}) != nullptr) {
      return;
    }
    WebhookPod pod;
    pod.name = Text(&item, {"metadata", "name"});
    pod.ip = Text(&item, {"status", "podIP"});
    Each(At(&item, {"status", "conditions"}), [&](const Value& condition) {
      pod.ready = pod.ready || (Text(&condition, {"type"}) == "Ready" && Text(&condition, {"status"}) == "True");
    });
    Each(At(&item, {"spec", "containers"}), [&](const Value& container) {
      Each(At(&container, {"ports"}), [&](const Value& port) {
        if (Text(&port, {"name"}) == "ops") {
          pod.ops_port = Number(&port, {"containerPort"}, 0);
        }
      });
    });
    pods.push_back(std::move(pod));
  });
  return pods;
}

CronJob ReadCronJob(const Value& cron_job) {
  CronJob read;
  read.suspended = Flag(&cron_job, {"spec", "suspend"});
  Each(At(&cron_job, {"status", "active"}), [&](const Value&) { ++read.active; });
  read.created = Text(&cron_job, {"metadata", "creationTimestamp"});
  read.scheduled = Text(&cron_job, {"status", "lastScheduleTime"});
  read.successful = Text(&cron_job, {"status", "lastSuccessfulTime"});
  return read;
}

bool Denies(const json::Value& binding) {
  bool denies = false;
  json::Each(json::At(&binding, {"spec", "validationActions"}), [&](const json::Value& action) {
    denies = denies || (action.IsString() && std::string_view(action.GetString()) == "Deny");
  });
  return denies;
}

std::string ReadBuildVersion(std::string_view metrics) {
  constexpr std::string_view kSeries = "token_webhook_build_info{version=\"";
  const auto at = metrics.find(kSeries);
  if (at == std::string_view::npos) {
    return "";
  }
  metrics.remove_prefix(at + kSeries.size());
  return std::string(metrics.substr(0, metrics.find('"')));
}

base::SecretBytes EncodeAccessReview(const std::string& account, const std::string& ns,
                                     const kube::Permission& permission) {
  // "system:serviceaccount:NAMESPACE:NAME"
  const auto end = account.rfind(':');
  const std::string home = account.substr(account.rfind(':', end - 1) + 1, end - account.rfind(':', end - 1) - 1);
  return json::EncodeSecret([&](json::Writer& writer) {
    Put(writer, "apiVersion", "authorization.k8s.io/v1");
    Put(writer, "kind", "SubjectAccessReview");
    PutObject(writer, "spec", [&] {
      Put(writer, "user", account);
      writer.Key("groups");
      writer.StartArray();
      for (const auto& group : {std::string("system:serviceaccounts"), "system:serviceaccounts:" + home,
                                std::string("system:authenticated")}) {
        Put(writer, group);
      }
      writer.EndArray();
      PutObject(writer, "resourceAttributes", [&] {
        Put(writer, "namespace", permission.ns.empty() ? ns : permission.ns);
        Put(writer, "verb", permission.verb);
        Put(writer, "group", permission.group);
        Put(writer, "resource", permission.resource);
        Put(writer, "name", permission.name);
      });
    });
  });
}

}  // namespace doctor
