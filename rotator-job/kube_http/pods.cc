// The codec of pods and what owns them.
#include "kube_http/answer.h"
#include "kube_http/codec.h"

namespace kube_http {

using json::At;
using json::Each;
using json::Text;
using json::Value;

namespace {

void AddContainers(const Value& pod, const char* list, std::set<std::string>& secrets) {
  Each(At(&pod, {"spec", list}), [&](const Value& container) {
    Each(At(&container, {"env"}), [&](const Value& variable) {
      secrets.insert(Text(&variable, {"valueFrom", "secretKeyRef", "name"}));
    });
    Each(At(&container, {"envFrom"}), [&](const Value& source) {
      secrets.insert(Text(&source, {"secretRef", "name"}));
    });
  });
}

std::set<std::string> SecretsOf(const Value& pod) {
  std::set<std::string> secrets;
  for (const auto* list : {"containers", "initContainers", "ephemeralContainers"}) {
    AddContainers(pod, list, secrets);
  }
  Each(At(&pod, {"spec", "volumes"}), [&](const Value& volume) {
    secrets.insert(Text(&volume, {"secret", "secretName"}));
    Each(At(&volume, {"projected", "sources"}), [&](const Value& source) {
      secrets.insert(Text(&source, {"secret", "name"}));
    });
  });
  secrets.erase("");
  return secrets;
}

kube::Pod DecodePod(const Value& item) {
  kube::Pod pod;
  pod.name = Text(&item, {"metadata", "name"});
  pod.uid = Text(&item, {"metadata", "uid"});
  pod.ip = Text(&item, {"status", "podIP"});
  pod.created = Text(&item, {"metadata", "creationTimestamp"});
  pod.rotation = Text(&item, {"metadata", "annotations", kStamp.data()});
  pod.owner = OwnerOf(&item);
  pod.terminating = At(&item, {"metadata", "deletionTimestamp"}) != nullptr;
  const std::string phase = Text(&item, {"status", "phase"});
  pod.ended = phase == "Succeeded" || phase == "Failed";
  Each(At(&item, {"status", "conditions"}), [&](const Value& condition) {
    if (Text(&condition, {"type"}) == "Ready") {
      pod.ready = Text(&condition, {"status"}) == "True";
    }
  });
  pod.secrets = SecretsOf(item);
  return pod;
}

}  // namespace

base::Result<PodPage> DecodePods(const base::SecretBytes& body) {
  return WithDocument<PodPage>(body.Reveal(), "list of pods", [](const Value& root, base::Result<PodPage> otherwise) {
    const Value* items = At(&root, {"items"});
    PodPage page;
    page.list.version = Text(&root, {"metadata", "resourceVersion"});
    page.next = Text(&root, {"metadata", "continue"});
    if (items == nullptr || page.list.version.empty()) {
      return otherwise;
    }
    Each(items, [&](const Value& item) { page.list.pods.push_back(DecodePod(item)); });
    return base::Result<PodPage>(std::move(page));
  });
}

base::Result<kube::PodChange> DecodePodChange(const std::string& line) {
  return WithDocument<kube::PodChange>(
      line, "change of a pod", [](const Value& root, base::Result<kube::PodChange> otherwise) {
        const std::string type = Text(&root, {"type"});
        const Value* object = At(&root, {"object"});
        if (type == "ERROR" || object == nullptr) {
          return type != "ERROR" ? std::move(otherwise)
                                 : base::Result<kube::PodChange>(base::Fail(
                                       base::Code::kUnavailable, "the watch has ended: " + Text(object, {"message"})));
        }
        kube::PodChange change{DecodePod(*object), type == "DELETED"};
        return change.pod.uid.empty() && type != "BOOKMARK" ? std::move(otherwise)
                                                            : base::Result<kube::PodChange>(std::move(change));
      });
}

base::Result<ReplicaSetPage> DecodeReplicaSets(const base::SecretBytes& body) {
  return WithDocument<ReplicaSetPage>(body.Reveal(), "list of replica sets",
                                      [](const Value& root, base::Result<ReplicaSetPage> otherwise) {
                                        const Value* items = At(&root, {"items"});
                                        if (items == nullptr || !items->IsArray()) {
                                          return otherwise;
                                        }
                                        ReplicaSetPage page;
                                        page.next = Text(&root, {"metadata", "continue"});
                                        Each(items, [&](const Value& item) {
                                          page.sets.push_back({Text(&item, {"metadata", "uid"}), OwnerOf(&item)});
                                        });
                                        return base::Result<ReplicaSetPage>(std::move(page));
                                      });
}

}  // namespace kube_http
