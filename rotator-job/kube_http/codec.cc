#include "kube_http/codec.h"

#include "base/base64.h"
#include "json/write.h"
#include "kube_http/answer.h"
#include "kube_http/pods.h"

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

namespace {

// managers, writers and the time of this program's last write, from metadata.managedFields.
void DecodeManagers(const Value& root, kube::Secret& secret) {
  Each(At(&root, {"metadata", "managedFields"}), [&](const Value& entry) {
    const std::string manager = Text(&entry, {"manager"});
    const std::string time = Text(&entry, {"time"});
    secret.managers.insert(manager);
    if (manager == kManager) {
      secret.set = time;
    }
    const Value* fields = At(&entry, {"fieldsV1", "f:data"});
    if (fields == nullptr || !fields->IsObject()) {
      return;
    }
    for (const auto& member : fields->GetObject()) {
      const std::string field = member.name.GetString();
      const std::string key = field.rfind("f:", 0) == 0 ? field.substr(2) : "";
      if (!key.empty() && time >= secret.written[key]) {  // RFC 3339 sorts as text.
        secret.written[key] = time;
        secret.writers[key] = manager;
      }
    }
  });
}

// Conditions that say why a Deployment makes no progress.
std::vector<std::string> DecodeProblems(const Value& root) {
  std::vector<std::string> problems;
  Each(At(&root, {"status", "conditions"}), [&](const Value& condition) {
    const std::string type = Text(&condition, {"type"});
    const std::string status = Text(&condition, {"status"});
    if ((type == "ReplicaFailure" && status == "True") || (type == "Progressing" && status == "False")) {
      problems.push_back(Text(&condition, {"reason"}) + ": " + Text(&condition, {"message"}));
    }
  });
  return problems;
}

}  // namespace

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
        DecodeManagers(root, secret);
        secret.owner = OwnerOf(&root);
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
        deployment.recreate = Text(&root, {"spec", "strategy", "type"}) == "Recreate";
        const auto seconds = [&](std::initializer_list<const char*> path, long fallback) {
          return std::chrono::seconds(Number(&root, path, fallback));
        };
        deployment.min_ready = seconds({"spec", "minReadySeconds"}, 0);
        deployment.progress = seconds({"spec", "progressDeadlineSeconds"}, 600);
        deployment.termination_grace = seconds({"spec", "template", "spec", "terminationGracePeriodSeconds"}, 30);
        if (const Value* spec = At(&root, {"spec", "template", "spec"})) {
          deployment.secrets = DecodeSecretReferences(*spec);
          deployment.pod_template = DecodePodTemplate(*At(&root, {"spec", "template"}));
        }
        deployment.problems = DecodeProblems(root);
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

base::Result<std::vector<kube::Warning>> DecodeWarnings(const base::SecretBytes& body) {
  using Warnings = std::vector<kube::Warning>;
  return WithDocument<Warnings>(
      body.Reveal(), "list of Events", [](const Value& root, base::Result<Warnings> otherwise) {
        const Value* items = At(&root, {"items"});
        if (items == nullptr) {
          return otherwise;
        }
        Warnings warnings;
        Each(items, [&](const Value& item) {
          warnings.push_back({Text(&item, {"involvedObject", "kind"}), Text(&item, {"involvedObject", "name"}),
                              Text(&item, {"reason"}), Text(&item, {"message"})});
        });
        return base::Result<Warnings>(std::move(warnings));
      });
}

base::SecretBytes EncodeSecretPatch(const std::string& resource_version, const kube::SecretChange& change) {
  return EncodeSecret([&](Writer& writer) {
    PutObject(writer, "metadata", [&] {
      Put(writer, "resourceVersion", resource_version);
      if (!change.annotations.empty()) {
        PutObject(writer, "annotations", [&] {
          for (const auto& [name, value] : change.annotations) {
            writer.Key(name.c_str());
            value ? writer.String(value->c_str()) : writer.Null();
          }
        });
      }
    });
    PutObject(writer, "data", [&] {
      for (const auto& [key, value] : change.data) {
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

base::SecretBytes EncodeDelete(const std::string& uid, kube::Write write) {
  return EncodeSecret([&](Writer& writer) {
    Put(writer, "apiVersion", "v1");
    Put(writer, "kind", "DeleteOptions");
    PutObject(writer, "preconditions", [&] { Put(writer, "uid", uid); });
    if (write == kube::Write::kDryRun) {
      writer.Key("dryRun");
      writer.StartArray();
      Put(writer, "All");
      writer.EndArray();
    }
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

base::SecretBytes EncodeRulesReview(const std::string& ns) {
  return EncodeSecret([&](Writer& writer) {
    Put(writer, "apiVersion", "authorization.k8s.io/v1");
    Put(writer, "kind", "SelfSubjectRulesReview");
    PutObject(writer, "spec", [&] { Put(writer, "namespace", ns); });
  });
}

base::SecretBytes EncodeAccessReview(const std::string& ns, const kube::Permission& permission) {
  return EncodeSecret([&](Writer& writer) {
    Put(writer, "apiVersion", "authorization.k8s.io/v1");
    Put(writer, "kind", "SelfSubjectAccessReview");
    PutObject(writer, "spec", [&] {
      PutObject(writer, "resourceAttributes", [&] {
        Put(writer, "namespace", permission.ns.empty() ? ns : permission.ns);
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

base::SecretBytes EncodeEvent(const std::string& ns, const kube::Subject& about, const std::string& reason,
                              const std::string& message, bool warning, const std::string& time) {
  return EncodeSecret([&](Writer& writer) {
    Put(writer, "apiVersion", "v1");
    Put(writer, "kind", "Event");
    PutObject(writer, "metadata", [&] {
      Put(writer, "generateName", about.name + ".");
      Put(writer, "namespace", ns);
    });
    PutObject(writer, "involvedObject", [&] {
      Put(writer, "apiVersion", about.api_version);
      Put(writer, "kind", about.kind);
      Put(writer, "name", about.name);
      Put(writer, "namespace", ns);
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
