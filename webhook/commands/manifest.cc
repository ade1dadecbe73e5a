#include "commands/manifest.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <istream>
#include <regex>
#include <set>
#include <streambuf>
#include <utility>

#include "admission/decode.h"
#include "base/base64.h"
#include "base/secret_text.h"

namespace commands {
namespace {

constexpr std::size_t kMaxObjects = 200'000;  // More than a large cluster has.

std::string Scalar(const YAML::Node& node) { return node.IsDefined() && node.IsScalar() ? node.Scalar() : ""; }

// The manifest has a form that kubectl or the API server read differently from yaml-cpp, or not at all. `why` quotes no
// value.
struct CannotRead {
  std::string why;
};

// Whether a plain scalar is a number or a boolean in YAML 1.1, which kubectl reads: the API server refuses it.
bool IsOtherThanText(const std::string& plain) {
  static const std::regex other(
      R"([-+]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0o?[0-7_]+|[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|\.[0-9][0-9_]*([eE][-+]?[0-9]+)?|\.(inf|Inf|INF))|\.(nan|NaN|NAN)|[yY]|[nN]|[yY]es|YES|[nN]o|NO|[tT]rue|TRUE|[fF]alse|FALSE|[oO]n|ON|[oO]ff|OFF)");
  constexpr std::size_t kMaxLength = 128;  // Of a number; keeps the expression cheap.
  return plain.size() <= kMaxLength && std::regex_match(plain, other);
}

// The text of a member of data or stringData; empty for null.
base::SecretText Text(const YAML::Node& value, const std::string& where) {
  if (value.IsNull()) {
    return {};
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

void ReadData(const YAML::Node& data, std::string_view key, std::set<std::string>& others, admission::Secret& secret) {
  for (const auto& entry : data) {
    const std::string name = Scalar(entry.first);
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
    const std::string name = Scalar(entry.first);
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

admission::Secret ToSecret(const YAML::Node& object, std::string_view key) {
  RequireSimpleMap(object, "the Secret");
  admission::Secret secret;
  const YAML::Node metadata = object["metadata"];
  if (metadata.IsDefined() && metadata.IsMap()) {
    RequireSimpleMap(metadata, "metadata");
    secret.name = Scalar(metadata["name"]);
    secret.secret_namespace = Scalar(metadata["namespace"]);
    const YAML::Node annotations = metadata["annotations"];
    if (annotations.IsDefined() && annotations.IsMap()) {
      secret.stale_copy = admission::HoldsCopy(Scalar(annotations[std::string(admission::kLastApplied)]), key);
    }
  }
  secret.immutable = IsImmutable(object["immutable"]);
  std::set<std::string> others;
  ReadData(MapOf(object, "data"), key, others, secret);
  ReadStringData(MapOf(object, "stringData"), key, others, secret);
  secret.other_keys = others.size();
  return secret;
}

// `objects` counts the visited objects: with aliases, a small file contains any number of them.
void Collect(const YAML::Node& object, std::size_t document, std::string_view key, int depth, std::size_t& objects,
             std::vector<ManifestSecret>& found) {
  constexpr int kMaxDepth = 8;  // Lists may contain Lists.
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

// A document and the number of its first line, counted from 0.
struct Document {
  base::SecretText text;
  std::size_t line = 0;
};

bool IsMarker(std::string_view line, std::string_view marker) {
  return line.substr(0, marker.size()) == marker &&
         (line.size() == marker.size() ||
          std::string_view(" \t\r").find(line[marker.size()]) != std::string_view::npos);
}

// Whether a line may precede a document: a comment, a directive or blank.
bool IsPreamble(std::string_view line) {
  const auto first = line.find_first_not_of(" \t\r");
  return first == std::string_view::npos || line[first] == '#' || line.front() == '%';
}

// Splits consecutive JSON objects without markers between them. Empty if the text is anything else.
std::vector<Document> SplitJson(std::string_view text) {
  std::vector<Document> objects;
  std::size_t depth = 0;
  std::size_t line = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    line += c == '\n' ? 1 : 0;
    if (depth == 0) {
      if (std::string_view(" \t\r\n").find(c) != std::string_view::npos) {
        continue;
      }
      if (c != '{') {
        return {};
      }
      objects.push_back({{}, line});
    }
    objects.back().text.push_back(c);
    if (quoted) {
      if (c == '\\' && at + 1 < text.size()) {
        objects.back().text.push_back(text[++at]);
      }
      quoted = c != '"';
    } else {
      quoted = c == '"';
      depth += c == '{' || c == '[' ? 1 : 0;
      depth -= c == '}' || c == ']' ? 1 : 0;
    }
  }
  return depth == 0 ? std::move(objects) : std::vector<Document>{};
}

// Splits at the lines that begin and end documents, which no scalar can contain. (YAML::LoadAll does not return if
// other text follows a document.)
std::vector<Document> Split(std::string_view text) {
  std::vector<Document> documents(1);
  bool preamble = true;  // Nothing of the last document has been seen.
  std::size_t number = 0;
  for (std::size_t at = 0; at < text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const auto line = text.substr(at, end - at);
    const bool begins = IsMarker(line, "---");
    if (begins && !preamble) {
      documents.push_back({{}, number});
    }
    preamble = !begins && preamble && IsPreamble(line);
    documents.back().text.append(line);
    documents.back().text.push_back('\n');
    if (IsMarker(line, "...")) {
      documents.push_back({{}, number + 1});
      preamble = true;
    }
    at = end + 1;
  }
  if (preamble) {
    documents.pop_back();
  }
  return documents;
}

// The text as a stream, without a copy.
class ReadBuffer : public std::streambuf {
 public:
  explicit ReadBuffer(base::SecretText& text) { setg(text.begin(), text.begin(), text.end()); }
};

YAML::Node Load(base::SecretText& text) {
  ReadBuffer buffer(text);
  std::istream stream(&buffer);
  return YAML::Load(stream);
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

// Whether the text holds a second document, as in "{} []".
bool HoldsMore(base::SecretText& text) {
  ReadBuffer buffer(text);
  std::istream stream(&buffer);
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
  if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF") {
    return base::Fail(base::Code::kInvalid, "is UTF-16 text, as PowerShell's '>' writes it: save the file as UTF-8");
  }
  if (text.find('\0') != std::string::npos) {
    return base::Fail(base::Code::kInvalid, "holds NUL bytes: expected a manifest in YAML or JSON, in UTF-8");
  }
  auto documents = SplitJson(text);
  if (documents.size() < 2) {
    documents = Split(text);
  }
  std::size_t number = 0;
  std::size_t objects = 0;
  for (auto& [document, line] : documents) {
    try {
      Collect(Load(document), ++number, key, 0, objects, found);
      if (HoldsMore(document)) {
        return base::Fail(base::Code::kInvalid,
                          Unreadable(line + 1, 1) + " begins a document that does not end where it should");
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
  }
  return found;
}

}  // namespace commands
