#include "commands/manifest.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <regex>
#include <set>
#include <utility>

#include "admission/decode.h"
#include "base/base64.h"
#include "base/secret_text.h"
#include "commands/documents.h"

namespace commands {
namespace {

constexpr std::size_t kMaxObjects = 200'000;  // More than a large cluster has.

std::string Scalar(const YAML::Node& node) { return node.IsDefined() && node.IsScalar() ? node.Scalar() : ""; }

// Whether a plain scalar is a number or a boolean in YAML 1.1, which kubectl reads: the API server refuses it.
bool IsOtherThanText(const std::string& plain) {
  static const std::regex other(
      R"([-+]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0o?[0-7_]+|[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|\.[0-9][0-9_]*([eE][-+]?[0-9]+)?|\.(inf|Inf|INF))|\.(nan|NaN|NAN)|[yY]|[nN]|[yY]es|YES|[nN]o|NO|[tT]rue|TRUE|[fF]alse|FALSE|[oO]n|ON|[oO]ff|OFF)");
  constexpr std::size_t kMaxLength = 128;  // Of a number; keeps the expression cheap.
  return plain.size() <= kMaxLength && std::regex_match(plain, other);
}

// The text of a member. kubectl refuses a null, or the API server takes it for no text, depending on where it stands.
base::SecretText Text(const YAML::Node& value, const std::string& where) {
  if (value.IsNull()) {
    throw CannotRead{where + " is null"};
  }
  const std::string& tag = value.Tag();  // "?" if plain, "!" if in quotes.
  const bool text = tag == "!" || tag == "tag:yaml.org,2002:str" ||
                    (tag == "?" && value.IsScalar() && !IsOtherThanText(value.Scalar()));
  if (!value.IsScalar() || !text) {
    throw CannotRead{
        where + " is not text: a template that was not rendered, a number or a tagged value; put the value in quotes"};
  }
  return base::SecretText(value.Scalar());
}

// Rejects merge keys and duplicate members: yaml-cpp and kubectl take different values.
void RequireSimpleMap(const YAML::Node& map, const std::string& where) {
  std::set<std::string> names;
  for (const auto& entry : map) {
    const std::string name = Scalar(entry.first);
    if (name == "<<") {
      throw CannotRead{where + " has a merge key (<<); write its members out"};
    }
    if (!names.insert(name).second) {
      throw CannotRead{where + " has a member twice"};
    }
  }
}

// Members that the API server does not know: it refuses the object, or drops them.
void RequireMembers(const YAML::Node& map, const std::string& where, const std::set<std::string_view>& known) {
  for (const auto& entry : map) {
    if (known.count(Scalar(entry.first)) == 0) {
      throw CannotRead{where + " has a member that Kubernetes does not know"};
    }
  }
}

// A member that is text or absent.
std::string TextOf(const YAML::Node& map, const std::string& name) {
  const YAML::Node member = map[name];
  return member.IsDefined() ? std::string(Text(member, name).Reveal()) : "";
}

// Base64 as Go decodes it: line breaks are skipped, blanks are not, and bits that no byte needs are ignored.
base::Result<base::SecretBytes> DecodeAsGo(const base::SecretText& value) {
  base::SecretText text;
  for (const char c : value.Reveal()) {
    if (c != '\n' && c != '\r') {
      text.push_back(c);
    }
  }
  const std::string_view digits = text.Reveal();
  const auto error = base::CheckBase64(digits);
  if (error && error->fault == base::Base64Fault::kStrayBits) {
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::size_t used = digits.size() >= 2 && digits[digits.size() - 2] == '=' ? 0x30U : 0x3CU;
    char& last = text.begin()[digits.find_last_not_of('=')];
    last = kAlphabet[kAlphabet.find(last) & used];
  }
  return base::DecodeBase64(digits);
}

// The name of a member of data or stringData.
std::string KeyOf(const YAML::Node& node) {
  static const std::regex valid("[-._a-zA-Z0-9]{1,253}");
  std::string name = Scalar(node);
  if (!std::regex_match(name, valid) || name == "." || name == "..") {
    throw CannotRead{"data has a key that a Secret cannot have"};
  }
  return name;
}

void ReadData(const YAML::Node& data, std::string_view key, std::set<std::string>& others, admission::Secret& secret) {
  for (const auto& entry : data) {
    const std::string name = KeyOf(entry.first);
    auto decoded = DecodeAsGo(Text(entry.second, "data[" + name + "]"));
    if (!decoded) {
      secret.malformed =
          "data[" + name + "] is not base64, which every value under data has to be; put plain text under stringData";
    }
    if (name == key) {
      secret.token.emplace();
      if (decoded) {
        secret.token = std::move(*decoded);
      }
    } else {
      others.insert(name);
    }
  }
}

void ReadStringData(const YAML::Node& data, std::string_view key, std::set<std::string>& others,
                    admission::Secret& secret) {
  for (const auto& entry : data) {
    const std::string name = KeyOf(entry.first);
    const auto text = Text(entry.second, "stringData[" + name + "]");
    if (name == key) {
      secret.token.emplace(text.Reveal());
    } else {
      others.insert(name);
    }
  }
}

// A member that is a map, null or absent.
YAML::Node MapOf(const YAML::Node& object, const std::string& name) {
  const YAML::Node member = object[name];
  if (!member.IsDefined() || member.IsNull()) {
    return {};
  }
  if (!member.IsMap()) {
    throw CannotRead{name + " is not a map"};
  }
  RequireSimpleMap(member, name);
  return member;
}

bool IsImmutable(const YAML::Node& immutable) {
  if (!immutable.IsDefined() || immutable.IsNull()) {
    return false;
  }
  if (immutable.IsScalar() && immutable.Tag() == "?" &&
      (immutable.Scalar() == "true" || immutable.Scalar() == "false")) {
    return immutable.Scalar() == "true";
  }
  throw CannotRead{"immutable is neither true nor false"};
}

// Labels or annotations.
void RequireTexts(const YAML::Node& metadata, const std::string& name) {
  for (const auto& entry : MapOf(metadata, name)) {
    Text(entry.second, "a member of metadata." + name);
  }
}

admission::Secret ToSecret(const YAML::Node& object, std::string_view key) {
  static const std::set<std::string_view> members{"apiVersion", "kind",       "metadata", "type",
                                                  "data",       "stringData", "immutable"};
  static const std::set<std::string_view> metadata_members{"name",
                                                           "generateName",
                                                           "namespace",
                                                           "selfLink",
                                                           "uid",
                                                           "resourceVersion",
                                                           "generation",
                                                           "creationTimestamp",
                                                           "deletionTimestamp",
                                                           "managedFields",
                                                           "deletionGracePeriodSeconds",
                                                           "labels",
                                                           "annotations",
                                                           "ownerReferences",
                                                           "finalizers"};
  RequireSimpleMap(object, "the Secret");
  RequireMembers(object, "the Secret", members);
  admission::Secret secret;
  const YAML::Node metadata = MapOf(object, "metadata");
  RequireMembers(metadata, "metadata", metadata_members);
  if (metadata.IsMap()) {
    secret.name = TextOf(metadata, "name");
    secret.secret_namespace = TextOf(metadata, "namespace");
    RequireTexts(metadata, "labels");
    RequireTexts(metadata, "annotations");
    if (const YAML::Node annotations = MapOf(metadata, "annotations"); annotations.IsMap()) {
      secret.stale_copy = admission::HoldsCopy(TextOf(annotations, std::string(admission::kLastApplied)), key);
    }
  }
  TextOf(object, "type");
  secret.immutable = IsImmutable(object["immutable"]);
  std::set<std::string> others;
  ReadData(MapOf(object, "data"), key, others, secret);
  ReadStringData(MapOf(object, "stringData"), key, others, secret);
  secret.other_keys = others.size();
  return secret;
}

bool IsList(const std::string& kind) {
  constexpr std::string_view kEnd = "List";
  return kind.size() >= kEnd.size() && kind.compare(kind.size() - kEnd.size(), kEnd.size(), kEnd) == 0;
}

// An object of the core group. kubectl refuses an object without a version.
void RequireVersion(const YAML::Node& object, const std::string& kind) {
  if (Scalar(object["apiVersion"]) != "v1") {
    throw CannotRead{"a " + kind + " whose apiVersion is not v1"};
  }
}

// `object` is a document, or an item of one that is a List. `objects` counts those looked at: aliases make a small file
// stand for any number of them.
void Collect(const YAML::Node& object, std::size_t document, std::string_view key, bool item, std::size_t& objects,
             std::vector<ManifestSecret>& found) {
  if (++objects > kMaxObjects || !object.IsDefined() || !object.IsMap()) {
    return;
  }
  const std::string kind = Scalar(object["kind"]);
  const bool core = Scalar(object["apiVersion"]).find('/') == std::string::npos;
  if (kind == "Secret" && core) {
    RequireVersion(object, kind);
    found.push_back({document, ToSecret(object, key)});
    return;
  }
  const YAML::Node items = object["items"];
  if (!IsList(kind) || !core || !items.IsDefined() || !items.IsSequence()) {
    return;
  }
  if (item) {
    throw CannotRead{"a List in a List; write its items out"};
  }
  RequireVersion(object, "List");
  for (const auto& each : items) {
    Collect(each, document, key, true, objects, found);
  }
}

std::string Unreadable(std::size_t line, std::size_t column) {
  return "is neither YAML nor JSON: line " + std::to_string(line) + ", column " + std::to_string(column);
}

}  // namespace

base::Result<std::vector<ManifestSecret>> ReadManifest(std::string_view text, std::string_view key) {
  std::vector<ManifestSecret> found;
  if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF") {
    return base::Fail(base::Code::kInvalid, "is UTF-16 text, as PowerShell's '>' writes it: save the file as UTF-8");
  }
  if (text.find('\0') != std::string::npos) {
    return base::Fail(base::Code::kInvalid, "holds NUL bytes: expected a manifest in YAML or JSON, in UTF-8");
  }
  if (constexpr std::string_view kMark = "\xEF\xBB\xBF"; text.substr(0, kMark.size()) == kMark) {
    text.remove_prefix(kMark.size());
  }
  std::size_t number = 0;
  std::size_t objects = 0;
  std::size_t line = 0;
  try {
    for (auto& document : SplitDocuments(text)) {
      line = document.line;
      Collect(LoadDocument(document), ++number, key, false, objects, found);
    }
  } catch (const CannotRead& error) {
    return base::Fail(base::Code::kInvalid, "cannot be read: " + error.why);
  } catch (const YAML::Exception& error) {
    // The exception's own text may quote the manifest; line and column do not.
    const auto at = [](int position) { return static_cast<std::size_t>(std::max(position, 0)) + 1; };
    return base::Fail(base::Code::kInvalid, Unreadable(line + at(error.mark.line), at(error.mark.column)));
  }
  if (objects > kMaxObjects) {
    return base::Fail(base::Code::kInvalid, "holds more than 200,000 objects");
  }
  return found;
}

}  // namespace commands
