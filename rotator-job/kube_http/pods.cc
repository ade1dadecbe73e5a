#include "kube_http/pods.h"

#include "kube_http/answer.h"
#include "kube_http/codec.h"

namespace kube_http {

using json::At;
using json::Each;
using json::Number;
using json::Text;
using json::Value;

namespace {

constexpr const char* kEveryKey = "*";

void AddContainers(const Value& spec, const char* list, kube::SecretReferences& secrets) {
  Each(At(&spec, {list}), [&](const Value& container) {
    Each(At(&container, {"env"}), [&](const Value& variable) {
      const std::string name = Text(&variable, {"valueFrom", "secretKeyRef", "name"});
      secrets[name].insert(Text(&variable, {"valueFrom", "secretKeyRef", "key"}));
    });
    Each(At(&container, {"envFrom"}), [&](const Value& source) {
      secrets[Text(&source, {"secretRef", "name"})].insert(kEveryKey);
    });
  });
}

// A volume's source: the keys that `items` names, or all.
void AddSource(const Value* source, const char* name, kube::SecretReferences& secrets) {
  const std::string secret = Text(source, {name});
  bool listed = false;
  Each(At(source, {"items"}), [&](const Value& item) {
    listed = true;
    secrets[secret].insert(Text(&item, {"key"}));
  });
  if (!listed) {
    secrets[secret].insert(kEveryKey);
  }
}

// Why a container does not run: "ImagePullBackOff: …", "CrashLoopBackOff: …", "exit code 1: Error".
void AddContainerProblems(const Value& pod, const char* list, std::vector<std::string>& problems) {
  Each(At(&pod, {"status", list}), [&](const Value& container) {
    const std::string name = Text(&container, {"name"});
    const std::string waiting = Text(&container, {"state", "waiting", "reason"});
    const std::string message = Text(&container, {"state", "waiting", "message"});
    if (!waiting.empty() && waiting != "ContainerCreating" && waiting != "PodInitializing") {
      problems.push_back("container " + name + ": " + waiting + (message.empty() ? "" : ": " + message));
    }
    for (const auto* state : {"state", "lastState"}) {
      if (const Value* ended = At(&container, {state, "terminated"})) {
        problems.push_back("container " + name + " ended with exit code " +
                           std::to_string(Number(ended, {"exitCode"}, 0)) + ": " + Text(ended, {"reason"}));
      }
    }
  });
}

std::vector<std::string> DecodePodProblems(const Value& item) {
  std::vector<std::string> problems;
  Each(At(&item, {"status", "conditions"}), [&](const Value& condition) {
    const std::string type = Text(&condition, {"type"});
    const bool matters = type == "PodScheduled" || type == "ContainersReady";
    if (matters && Text(&condition, {"status"}) == "False") {
      problems.push_back(Text(&condition, {"reason"}) + ": " + Text(&condition, {"message"}));
    }
  });
  AddContainerProblems(item, "initContainerStatuses", problems);
  AddContainerProblems(item, "containerStatuses", problems);
  return problems;
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
  if (const Value* spec = At(&item, {"spec"})) {
    pod.secrets = DecodeSecretReferences(*spec);
  }
  pod.problems = pod.ready ? std::vector<std::string>() : DecodePodProblems(item);
  return pod;
}

}  // namespace

kube::SecretReferences DecodeSecretReferences(const Value& spec) {
  kube::SecretReferences secrets;
  for (const auto* list : {"containers", "initContainers", "ephemeralContainers"}) {
    AddContainers(spec, list, secrets);
  }
  Each(At(&spec, {"volumes"}), [&](const Value& volume) {
    AddSource(At(&volume, {"secret"}), "secretName", secrets);
    Each(At(&volume, {"projected", "sources"}),
         [&](const Value& source) { AddSource(At(&source, {"secret"}), "name", secrets); });
  });
  secrets.erase("");
  return secrets;
}

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
