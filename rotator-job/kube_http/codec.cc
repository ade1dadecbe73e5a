#include "kube_http/codec.h"

#include "base/base64.h"
#include "json/write.h"
#include "kube_http/answer.h"

namespace kube_http {

using json::At;
using json::Each;
using json::EncodeSecret;
using json::Flag;
using json::Number;
using json::Put;
using json::PutObject;
using json::Text;
using json::Texts;
using json::Value;
using json::Writer;

kube::Owner OwnerOf(const Value* object) {
  kube::Owner owner;
  Each(At(object, {"metadata", "ownerReferences"}), [&](const Value& reference) {
    if (Flag(&reference, {"controller"})) {
      owner = {Text(&reference, {"kind"}), Text(&reference, {"name"}), Text(&reference, {"uid"})};
    }
  });
  return owner;
}

base::Result<kube::Secret> DecodeSecret(const base::SecretBytes& body) {
  return WithDocument<kube::Secret>(
      body.Reveal(), "Secret", [](const Value& root, base::Result<kube::Secret> otherwise) {
        kube::Secret secret;
        secret.name = Text(&root, {"metadata", "name"});
        secret.uid = Text(&root, {"metadata", "uid"});
        secret.resource_version = Text(&root, {"metadata", "resourceVersion"});
        secret.created = Text(&root, {"metadata", "creationTimestamp"});
        secret.immutable = Flag(&root, {"immutable"});
        secret.labels = Texts(At(&root, {"metadata", "labels"}));
        secret.annotations = Texts(At(&root, {"metadata", "annotations"}));
        Each(At(&root, {"metadata", "managedFields"}), [&](const Value& entry) {
          const std::string manager = Text(&entry, {"manager"});
          if (manager == kManager) {
            secret.set = Text(&entry, {"time"});
          }
          secret.managers.insert(manager);
        });
        if (secret.resource_version.empty()) {
          return otherwise;
        }
        if (const Value* data = At(&root, {"data"}); data != nullptr && data->IsObject()) {
          for (const auto& member : data->GetObject()) {
            auto decoded = member.value.IsString() ? base::DecodeBase64(member.value.GetString())
                                                   : base::Result<base::SecretBytes>(base::SecretBytes());
            if (!decoded) {
              return otherwise;
            }
            secret.data.emplace(member.name.GetString(), std::move(*decoded));
          }
        }
        return base::Result<kube::Secret>(std::move(secret));
      });
}

base::Result<kube::Deployment> DecodeDeployment(const base::SecretBytes& body) {
  return WithDocument<kube::Deployment>(
      body.Reveal(), "Deployment", [](const Value& root, base::Result<kube::Deployment> otherwise) {
        kube::Deployment deployment;
        deployment.name = Text(&root, {"metadata", "name"});
        deployment.uid = Text(&root, {"metadata", "uid"});
        deployment.paused = Flag(&root, {"spec", "paused"});
        deployment.generation = Number(&root, {"metadata", "generation"}, -1);
        deployment.observed_generation = Number(&root, {"status", "observedGeneration"}, 0);
        deployment.replicas = Number(&root, {"spec", "replicas"}, 1);
        deployment.status_replicas = Number(&root, {"status", "replicas"}, 0);
        deployment.updated_replicas = Number(&root, {"status", "updatedReplicas"}, 0);
        deployment.available_replicas = Number(&root, {"status", "availableReplicas"}, 0);
        deployment.template_rotation = Text(&root, {"spec", "template", "metadata", "annotations", kStamp.data()});
        return deployment.uid.empty() || deployment.generation < 0
                   ? std::move(otherwise)
                   : base::Result<kube::Deployment>(std::move(deployment));
      });
}

std::string DecodeStatusMessage(const base::SecretBytes& body) {
  const auto message =
      WithDocument<std::string>(body.Reveal(), "Status", [](const Value& root, const base::Result<std::string>&) {
        return base::Result<std::string>(Text(&root, {"kind"}) == "Status" ? Text(&root, {"message"}) : "");
      });
  return message.value_or("");
}

base::SecretBytes EncodeDataPatch(const std::string& resource_version, const kube::DataChange& change) {
  return EncodeSecret([&](Writer& writer) {
    PutObject(writer, "metadata", [&] { Put(writer, "resourceVersion", resource_version); });
    PutObject(writer, "data", [&] {
      for (const auto& [key, value] : change) {
        writer.Key(key.c_str());
        if (value) {
          const base::SecretBytes encoded(base::EncodeBase64(*value));
          Put(writer, encoded.Reveal());
        } else {
          writer.Null();
        }
      }
    });
  });
}

base::SecretBytes EncodeStamp(const std::string& rotation) {
  return EncodeSecret([&](Writer& writer) {
    PutObject(writer, "spec", [&] {
      PutObject(writer, "template", [&] {
        PutObject(writer, "metadata", [&] {
          PutObject(writer, "annotations", [&] {
            writer.Key(kStamp.data());
            rotation.empty() ? writer.Null() : writer.String(rotation.c_str());
          });
        });
      });
    });
  });
}

base::SecretBytes EncodeDelete(const std::string& uid) {
  return EncodeSecret([&](Writer& writer) {
    Put(writer, "apiVersion", "v1");
    Put(writer, "kind", "DeleteOptions");
    PutObject(writer, "preconditions", [&] { Put(writer, "uid", uid); });
  });
}

base::Result<kube::Rules> DecodeRules(const base::SecretBytes& body) {
  return WithDocument<kube::Rules>(body.Reveal(), "review", [](const Value& root, base::Result<kube::Rules> otherwise) {
    const Value* listed = At(&root, {"status", "resourceRules"});
    if (listed == nullptr) {
      return otherwise;
    }
    kube::Rules rules;
    Each(listed, [&](const Value& item) {
      kube::Rules::Rule rule;
      const auto fill = [&](const char* name, std::set<std::string>& into) {
        Each(At(&item, {name}), [&](const Value& text) {
          if (text.IsString()) {
            into.insert(text.GetString());
          }
        });
      };
      fill("verbs", rule.verbs);
      fill("apiGroups", rule.groups);
      fill("resources", rule.resources);
      fill("resourceNames", rule.names);
      rules.rules.push_back(std::move(rule));
    });
    return base::Result<kube::Rules>(std::move(rules));
  });
}

base::Result<bool> DecodeAllowed(const base::SecretBytes& body) {
  return WithDocument<bool>(body.Reveal(), "review", [](const Value& root, base::Result<bool> otherwise) {
    return At(&root, {"status", "allowed"}) == nullptr ? std::move(otherwise)
                                                       : base::Result<bool>(Flag(&root, {"status", "allowed"}));
  });
}

base::SecretBytes EncodeRulesReview(const std::string& space) {
  return EncodeSecret([&](Writer& writer) {
    Put(writer, "apiVersion", "authorization.k8s.io/v1");
    Put(writer, "kind", "SelfSubjectRulesReview");
    PutObject(writer, "spec", [&] { Put(writer, "namespace", space); });
  });
}

base::SecretBytes EncodeAccessReview(const std::string& space, const kube::Permission& permission) {
  return EncodeSecret([&](Writer& writer) {
    Put(writer, "apiVersion", "authorization.k8s.io/v1");
    Put(writer, "kind", "SelfSubjectAccessReview");
    PutObject(writer, "spec", [&] {
      PutObject(writer, "resourceAttributes", [&] {
        Put(writer, "namespace", permission.space.empty() ? space : permission.space);
        Put(writer, "verb", permission.verb);
        Put(writer, "group", permission.group);
        Put(writer, "resource", permission.resource);
        if (!permission.name.empty()) {
          Put(writer, "name", permission.name);
        }
      });
    });
  });
}

base::SecretBytes EncodeEvent(const std::string& space, const kube::Subject& about, const std::string& reason,
                              const std::string& message, bool warning, const std::string& time) {
  return EncodeSecret([&](Writer& writer) {
    Put(writer, "apiVersion", "v1");
    Put(writer, "kind", "Event");
    PutObject(writer, "metadata", [&] {
      Put(writer, "generateName", about.name + ".");
      Put(writer, "namespace", space);
    });
    PutObject(writer, "involvedObject", [&] {
      Put(writer, "apiVersion", about.api_version);
      Put(writer, "kind", about.kind);
      Put(writer, "name", about.name);
      Put(writer, "namespace", space);
      Put(writer, "uid", about.uid);
    });
    Put(writer, "reason", reason);
    Put(writer, "message", message);
    Put(writer, "type", warning ? "Warning" : "Normal");
    Put(writer, "firstTimestamp", time);
    Put(writer, "lastTimestamp", time);
    writer.Key("count");
    writer.Int(1);
    PutObject(writer, "source", [&] { Put(writer, "component", kManager); });
  });
}

}  // namespace kube_http
