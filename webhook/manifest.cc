#include "webhook/manifest.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "base/base64.h"

namespace webhook {
namespace {

std::string Scalar(const YAML::Node& node) { return node.IsDefined() && node.IsScalar() ? node.Scalar() : ""; }

// kubectl folds long values over lines; white space inside outer base64 is not part of it.
std::string WithoutSpace(std::string text) {
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == ' '; }),
             text.end());
  return text;
}

void AddValue(const std::string& name, std::string_view key, base::SecretBytes value, SecretView& secret) {
  if (name == key) {
    secret.token.emplace(std::move(value));
  } else if (std::find(secret.other_keys.begin(), secret.other_keys.end(), name) == secret.other_keys.end()) {
    secret.other_keys.push_back(name);
  }
}

SecretView ToSecret(const YAML::Node& object, std::string_view key) {
  SecretView secret;
  const YAML::Node metadata = object["metadata"];
  if (metadata.IsDefined() && metadata.IsMap()) {
    secret.name = Scalar(metadata["name"]);
    secret.secret_namespace = Scalar(metadata["namespace"]);
    const YAML::Node annotations = metadata["annotations"];
    if (annotations.IsDefined() && annotations.IsMap()) {
      secret.stale_copy =
          Scalar(annotations["kubectl.kubernetes.io/last-applied-configuration"]).find(key) != std::string::npos;
    }
  }
  secret.immutable = Scalar(object["immutable"]) == "true";
  const YAML::Node data = object["data"];
  if (data.IsDefined() && data.IsMap()) {
    for (const auto& entry : data) {
      const std::string name = Scalar(entry.first);
      auto decoded = base::DecodeBase64(WithoutSpace(Scalar(entry.second)));
      if (!decoded && name == key) {
        secret.malformed = "data[" + name +
                           "] is not base64, which every value under data has to be; put plain text "
                           "under stringData";
      }
      AddValue(name, key, base::SecretBytes(decoded ? std::move(*decoded) : std::string()), secret);
    }
  }
  const YAML::Node plain = object["stringData"];
  if (plain.IsDefined() && plain.IsMap()) {
    for (const auto& entry : plain) {
      const std::string name = Scalar(entry.first);
      if (name == key) {
        secret.malformed.clear();
      }
      AddValue(name, key, base::SecretBytes(Scalar(entry.second)), secret);
    }
  }
  return secret;
}

void Collect(const YAML::Node& object, std::size_t document, std::string_view key, int depth,
             std::vector<ManifestSecret>& found) {
  constexpr int kMostDepth = 8;  // Lists of Lists are legal; nobody nests them deeper.
  if (!object.IsDefined() || !object.IsMap() || depth > kMostDepth) {
    return;
  }
  const std::string kind = Scalar(object["kind"]);
  if (kind == "Secret") {
    found.push_back({document, ToSecret(object, key)});
    return;
  }
  const YAML::Node items = object["items"];
  if (items.IsDefined() && items.IsSequence()) {
    for (const auto& item : items) {
      Collect(item, document, key, depth + 1, found);
    }
  }
}

}  // namespace

base::Result<std::vector<ManifestSecret>> ReadManifest(const std::string& text, std::string_view key) {
  std::vector<ManifestSecret> found;
  if (text.find('\0') != std::string::npos) {
    return base::Fail(base::Code::kInvalid, "holds NUL bytes: expected a manifest in YAML or JSON, in UTF-8");
  }
  try {
    std::size_t document = 0;
    for (const auto& node : YAML::LoadAll(text)) {
      Collect(node, ++document, key, 0, found);
    }
  } catch (const YAML::Exception& error) {
    // The exception's own text may quote the manifest; line and column do not.
    return base::Fail(base::Code::kInvalid, "is neither YAML nor JSON: line " + std::to_string(error.mark.line + 1) +
                                                ", column " + std::to_string(error.mark.column + 1));
  }
  return found;
}

}  // namespace webhook
