#include "commands/manifest.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "admission/decode.h"
#include "base/base64.h"
#include "base/secret_bytes.h"

namespace commands {
namespace {

constexpr std::size_t kMaxObjects = 200'000;  // More than a large cluster has.

std::string Scalar(const YAML::Node& node) { return node.IsDefined() && node.IsScalar() ? node.Scalar() : ""; }

// kubectl folds long values over lines; white space inside outer base64 is not part of it.
std::string WithoutSpace(std::string text) {
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r' || c == ' '; }),
             text.end());
  return text;
}

admission::Secret ToSecret(const YAML::Node& object, std::string_view key) {
  admission::Secret secret;
  const YAML::Node metadata = object["metadata"];
  if (metadata.IsDefined() && metadata.IsMap()) {
    secret.name = Scalar(metadata["name"]);
    secret.secret_namespace = Scalar(metadata["namespace"]);
    const YAML::Node annotations = metadata["annotations"];
    if (annotations.IsDefined() && annotations.IsMap()) {
      secret.stale_copy = admission::HoldsCopy(Scalar(annotations[std::string(admission::kLastApplied)]), key);
    }
  }
  secret.immutable = Scalar(object["immutable"]) == "true";
  std::set<std::string> others;
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
      if (name == key) {
        secret.token.emplace();
        if (decoded) {
          secret.token.emplace(std::move(*decoded));
        }
      } else {
        others.insert(name);
      }
    }
  }
  const YAML::Node plain = object["stringData"];
  if (plain.IsDefined() && plain.IsMap()) {
    for (const auto& entry : plain) {
      const std::string name = Scalar(entry.first);
      if (name == key) {
        secret.malformed.clear();
        secret.token.emplace(Scalar(entry.second));
      } else {
        others.insert(name);
      }
    }
  }
  secret.other_keys = others.size();
  return secret;
}

// `objects` counts those looked at: aliases make a small file stand for any number of them.
void Collect(const YAML::Node& object, std::size_t document, std::string_view key, int depth, std::size_t& objects,
             std::vector<ManifestSecret>& found) {
  constexpr int kMaxDepth = 8;  // Lists of Lists are legal; nobody nests them deeper.
  if (++objects > kMaxObjects || !object.IsDefined() || !object.IsMap() || depth > kMaxDepth) {
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
      Collect(item, document, key, depth + 1, objects, found);
    }
  }
}

// A document with the line that it begins at, counted from 0.
struct Document {
  std::string text;
  std::size_t line;
};

bool IsMarker(std::string_view line, std::string_view marker) {
  return line.substr(0, marker.size()) == marker &&
         (line.size() == marker.size() ||
          std::string_view(" \t\r").find(line[marker.size()]) != std::string_view::npos);
}

// Comments, blanks and directives alone: what may stand before a document.
bool IsPreamble(std::string_view line) {
  const auto first = line.find_first_not_of(" \t\r");
  return first == std::string_view::npos || line[first] == '#' || line.front() == '%';
}

// Cut at the lines that begin and end documents, which no scalar can hold. (YAML::LoadAll never ends where something
// follows a document without such a line.)
std::vector<Document> Split(std::string_view text) {
  std::vector<Document> documents{{"", 0}};
  bool preamble = true;  // Nothing of the last document has been seen.
  std::size_t number = 0;
  for (std::size_t at = 0; at < text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const auto line = text.substr(at, end - at);
    const bool begins = IsMarker(line, "---");
    if (begins && !preamble) {
      documents.push_back({"", number});
    }
    preamble = !begins && preamble && IsPreamble(line);
    documents.back().text.append(line).push_back('\n');
    if (IsMarker(line, "...")) {
      documents.push_back({"", number + 1});
      preamble = true;
    }
    at = end + 1;
  }
  if (preamble) {
    documents.pop_back();
  }
  return documents;
}

class Ignore : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

// Whether something follows the first document, as in "{} []".
bool HoldsMore(const std::string& text) {
  std::istringstream stream(text);
  YAML::Parser parser(stream);
  Ignore ignore;
  return parser.HandleNextDocument(ignore) && parser.HandleNextDocument(ignore);
}

std::string Unreadable(std::size_t line, std::size_t column) {
  return "is neither YAML nor JSON: line " + std::to_string(line) + ", column " + std::to_string(column);
}

}  // namespace

base::Result<std::vector<ManifestSecret>> ReadManifest(std::string_view text, std::string_view key) {
  std::vector<ManifestSecret> found;
  if (text.find('\0') != std::string::npos) {
    return base::Fail(base::Code::kInvalid, "holds NUL bytes: expected a manifest in YAML or JSON, in UTF-8");
  }
  std::size_t number = 0;
  std::size_t objects = 0;
  for (auto& [document, line] : Split(text)) {
    try {
      Collect(YAML::Load(document), ++number, key, 0, objects, found);
      if (HoldsMore(document)) {
        return base::Fail(base::Code::kInvalid,
                          Unreadable(line + 1, 1) + " begins a document that does not end where it should");
      }
    } catch (const YAML::Exception& error) {
      // The exception's own text may quote the manifest; line and column do not.
      const auto at = [](int position) { return static_cast<std::size_t>(std::max(position, 0)) + 1; };
      return base::Fail(base::Code::kInvalid, Unreadable(line + at(error.mark.line), at(error.mark.column)));
    }
    base::Wipe(document);
    if (objects > kMaxObjects) {
      return base::Fail(base::Code::kInvalid, "holds more than 200,000 objects");
    }
  }
  return found;
}

}  // namespace commands
