#include "rotation/secret_readers.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

namespace rotation {

std::string SecretReader::Remedy(const std::string& ns) const {
  std::string resource = kind;
  std::transform(resource.begin(), resource.end(), resource.begin(),
                 [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
  if (kind == "Deployment" || kind == "StatefulSet" || kind == "DaemonSet") {
    return "kubectl rollout restart -n " + ns + " " + resource + "/" + name;
  }
  if (kind == "Pod") {
    return "kubectl get pod " + name + " -n " + ns + " -o yaml | kubectl replace --force -f -";
  }
  if (kind == "ReplicaSet") {
    return "delete the pods of ReplicaSet " + name + " in namespace " + ns + " one by one; it replaces them";
  }
  if (kind == "Job") {
    return "nothing if Job " + name + " ends soon: the next Job reads the new token";
  }
  return "restart " + kind + " " + name + " in namespace " + ns + " with the tool that manages it";
}

std::vector<SecretReader> UnmanagedReaders(const PodInformer& informer, const token::Profile& profile) {
  std::set<std::pair<std::string, std::string>> found;
  for (const auto& [uid, pod] : informer.Pods()) {
    if (pod.ended || pod.terminating || pod.secrets.count(profile.secret) == 0) {
      continue;
    }
    const kube::Owner owner = informer.OwnerOf(pod);
    found.insert(owner.uid.empty() ? std::pair<std::string, std::string>("Pod", pod.name)
                                   : std::pair(owner.kind, owner.name));
  }
  for (const auto& consumer : profile.consumers) {
    found.erase({"Deployment", consumer.deployment});
  }
  std::vector<SecretReader> readers;
  readers.reserve(found.size());
  for (const auto& [kind, name] : found) {
    readers.push_back({kind, name});
  }
  return readers;
}

bool Reads(const kube::SecretReferences& references, const std::string& secret, const std::string& key) {
  const auto found = references.find(secret);
  return found != references.end() && (found->second.count("*") != 0 || found->second.count(key) != 0);
}

}  // namespace rotation
