#include "kube_http/codec.h"

#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "base/base64.h"

namespace kube_http {
namespace {

using rapidjson::Value;
using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

const Value* At(const Value* object, std::initializer_list<const char*> path) {
  for (const char* name : path) {
    if (object == nullptr || !object->IsObject()) {
      return nullptr;
    }
    const auto found = object->FindMember(name);
    object = found == object->MemberEnd() ? nullptr : &found->value;
  }
  return object;
}

std::string Text(const Value* object, std::initializer_list<const char*> path) {
  const Value* value = At(object, path);
  return value != nullptr && value->IsString() ? std::string(value->GetString(), value->GetStringLength()) : "";
}

long Number(const Value* object, std::initializer_list<const char*> path, long fallback) {
  const Value* value = At(object, path);
  return value != nullptr && value->IsInt64() ? static_cast<long>(value->GetInt64()) : fallback;
}

bool Flag(const Value* object, std::initializer_list<const char*> path) {
  const Value* value = At(object, path);
  return value != nullptr && value->IsBool() && value->GetBool();
}

std::map<std::string, std::string> Texts(const Value* object) {
  std::map<std::string, std::string> texts;
  if (object != nullptr && object->IsObject()) {
    for (const auto& member : object->GetObject()) {
      if (member.value.IsString()) {
        texts.emplace(member.name.GetString(), member.value.GetString());
      }
    }
  }
  return texts;
}

// The uid of the controlling owner.
std::string Owner(const Value* object) {
  const Value* owners = At(object, {"metadata", "ownerReferences"});
  if (owners != nullptr && owners->IsArray()) {
    for (const auto& owner : owners->GetArray()) {
      if (Flag(&owner, {"controller"})) {
        return Text(&owner, {"uid"});
      }
    }
  }
  return "";
}

// Parses in place and wipes: the values are copied into their owners by `decode`.
template <typename T, typename Decode>
base::Result<T> WithDocument(const base::SecretBytes& body, const char* what, Decode decode) {
  std::string copy(body.Reveal());
  rapidjson::Document document;
  document.ParseInsitu<rapidjson::kParseIterativeFlag | rapidjson::kParseInsituFlag>(copy.data());
  base::Result<T> result =
      base::Fail(base::Code::kUnavailable, std::string("the API server's answer is no ") + what + ": cut or garbled");
  if (!document.HasParseError() && document.IsObject()) {
    result = decode(document, std::move(result));
  }
  base::Wipe(copy);
  return result;
}

template <typename T, typename DecodeItem>
base::Result<std::vector<T>> DecodeList(const base::SecretBytes& body, const char* what, DecodeItem decode_item) {
  return WithDocument<std::vector<T>>(body, what, [&](const Value& root, base::Result<std::vector<T>> otherwise) {
    const Value* items = At(&root, {"items"});
    if (items == nullptr || !items->IsArray()) {
      return otherwise;
    }
    std::vector<T> list;
    for (const auto& item : items->GetArray()) {
      list.push_back(decode_item(item));
    }
    return base::Result<std::vector<T>>(std::move(list));
  });
}

kube::Pod DecodePod(const Value& item) {
  kube::Pod pod;
  pod.name = Text(&item, {"metadata", "name"});
  pod.ip = Text(&item, {"status", "podIP"});
  pod.owner_uid = Owner(&item);
  pod.rotation = Text(&item, {"metadata", "annotations", kStamp.data()});
  pod.terminating = At(&item, {"metadata", "deletionTimestamp"}) != nullptr;
  const Value* conditions = At(&item, {"status", "conditions"});
  if (conditions != nullptr && conditions->IsArray()) {
    for (const auto& condition : conditions->GetArray()) {
      if (Text(&condition, {"type"}) == "Ready") {
        pod.ready = Text(&condition, {"status"}) == "True";
      }
    }
  }
  return pod;
}

void Put(Writer& writer, std::string_view text) {
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void Put(Writer& writer, const char* key, std::string_view text) {
  writer.Key(key);
  Put(writer, text);
}

base::SecretBytes Take(rapidjson::StringBuffer& buffer) {
  base::SecretBytes bytes(std::string_view(buffer.GetString(), buffer.GetSize()));
  // The buffer is RapidJSON's: overwrite what it holds before it is freed.
  volatile char* memory = const_cast<char*>(buffer.GetString());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    memory[i] = '\0';
  }
  return bytes;
}

}  // namespace

base::Result<kube::Secret> DecodeSecret(const base::SecretBytes& body) {
  return WithDocument<kube::Secret>(body, "Secret", [](const Value& root, base::Result<kube::Secret> otherwise) {
    kube::Secret secret;
    secret.name = Text(&root, {"metadata", "name"});
    secret.uid = Text(&root, {"metadata", "uid"});
    secret.resource_version = Text(&root, {"metadata", "resourceVersion"});
    secret.created = Text(&root, {"metadata", "creationTimestamp"});
    secret.immutable = Flag(&root, {"immutable"});
    secret.labels = Texts(At(&root, {"metadata", "labels"}));
    secret.annotations = Texts(At(&root, {"metadata", "annotations"}));
    if (secret.resource_version.empty()) {
      return otherwise;
    }
    if (const Value* data = At(&root, {"data"}); data != nullptr && data->IsObject()) {
      for (const auto& member : data->GetObject()) {
        auto decoded = member.value.IsString() ? base::DecodeBase64(member.value.GetString())
                                               : base::Result<std::string>(std::string());
        if (!decoded) {
          return otherwise;
        }
        secret.data.emplace(member.name.GetString(), base::SecretBytes(std::move(*decoded)));
      }
    }
    return base::Result<kube::Secret>(std::move(secret));
  });
}

base::Result<kube::Deployment> DecodeDeployment(const base::SecretBytes& body) {
  return WithDocument<kube::Deployment>(
      body, "Deployment", [](const Value& root, base::Result<kube::Deployment> otherwise) {
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
        for (const auto& [key, value] : Texts(At(&root, {"spec", "selector", "matchLabels"}))) {
          deployment.selector += (deployment.selector.empty() ? "" : ",") + key + "=" + value;
        }
        return deployment.uid.empty() || deployment.generation < 0
                   ? std::move(otherwise)
                   : base::Result<kube::Deployment>(std::move(deployment));
      });
}

base::Result<std::vector<kube::Pod>> DecodePods(const base::SecretBytes& body) {
  return DecodeList<kube::Pod>(body, "list of pods", DecodePod);
}

base::Result<std::vector<kube::ReplicaSet>> DecodeReplicaSets(const base::SecretBytes& body) {
  return DecodeList<kube::ReplicaSet>(body, "list of replica sets", [](const Value& item) {
    return kube::ReplicaSet{Text(&item, {"metadata", "uid"}), Owner(&item)};
  });
}

std::string DecodeStatusMessage(const base::SecretBytes& body) {
  const auto message =
      WithDocument<std::string>(body, "Status", [](const Value& root, const base::Result<std::string>&) {
        return base::Result<std::string>(Text(&root, {"kind"}) == "Status" ? Text(&root, {"message"}) : "");
      });
  return message.value_or("");
}

base::SecretBytes EncodeDataPatch(const std::string& resource_version, const kube::DataChange& change) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  writer.Key("metadata");
  writer.StartObject();
  Put(writer, "resourceVersion", resource_version);
  writer.EndObject();
  writer.Key("data");
  writer.StartObject();
  for (const auto& [key, value] : change) {
    writer.Key(key.c_str());
    if (value) {
      std::string encoded = base::EncodeBase64(*value);
      Put(writer, encoded);
      base::Wipe(encoded);
    } else {
      writer.Null();
    }
  }
  writer.EndObject();
  writer.EndObject();
  return Take(buffer);
}

base::SecretBytes EncodeStamp(const std::string& rotation) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  int depth = 0;
  for (const char* name : {"spec", "template", "metadata", "annotations"}) {
    writer.StartObject();
    writer.Key(name);
    ++depth;
  }
  writer.StartObject();
  writer.Key(kStamp.data());
  if (rotation.empty()) {
    writer.Null();
  } else {
    Put(writer, rotation);
  }
  for (; depth >= 0; --depth) {
    writer.EndObject();
  }
  return Take(buffer);
}

base::SecretBytes EncodeEvent(const std::string& space, const kube::Secret& about, const std::string& reason,
                              const std::string& message, bool warning, const std::string& time) {
  rapidjson::StringBuffer buffer;
  Writer writer(buffer);
  writer.StartObject();
  Put(writer, "apiVersion", "v1");
  Put(writer, "kind", "Event");
  writer.Key("metadata");
  writer.StartObject();
  Put(writer, "generateName", about.name + ".");
  Put(writer, "namespace", space);
  writer.EndObject();
  writer.Key("involvedObject");
  writer.StartObject();
  Put(writer, "apiVersion", "v1");
  Put(writer, "kind", "Secret");
  Put(writer, "name", about.name);
  Put(writer, "namespace", space);
  Put(writer, "uid", about.uid);
  writer.EndObject();
  Put(writer, "reason", reason);
  Put(writer, "message", message);
  Put(writer, "type", warning ? "Warning" : "Normal");
  Put(writer, "firstTimestamp", time);
  Put(writer, "lastTimestamp", time);
  writer.Key("count");
  writer.Int(1);
  writer.Key("source");
  writer.StartObject();
  Put(writer, "component", "token-rotator");
  writer.EndObject();
  writer.EndObject();
  return Take(buffer);
}

}  // namespace kube_http
