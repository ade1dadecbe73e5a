#include "commands/documents.h"

#include <yaml-cpp/eventhandler.h>

#include <algorithm>
#include <istream>
#include <streambuf>
#include <utility>

namespace commands {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

bool IsBlank(char c) { return kBlanks.find(c) != std::string_view::npos; }

// Comments and blanks alone: what may stand before and after a document.
bool IsPreamble(std::string_view line) {
  const auto first = line.find_first_not_of(kBlanks);
  return first == std::string_view::npos || line[first] == '#';
}

// Whether the line begins a document. kubectl takes every line that begins with "---" for a marker.
bool Begins(std::string_view line, std::size_t number) {
  constexpr std::string_view kMarker = "---";
  if (line.substr(0, kMarker.size()) != kMarker) {
    return false;
  }
  if (!IsPreamble(line.substr(kMarker.size()))) {
    throw CannotRead{"line " + std::to_string(number + 1) + " has text beside the marker ---"};
  }
  return true;
}

// Each with the line that it begins at. Empty if the text is something else than JSON objects.
std::vector<Document> SplitJson(std::string_view text) {
  std::vector<Document> objects;
  std::size_t depth = 0;
  std::size_t line = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    line += c == '\n' ? 1 : 0;
    if (depth == 0) {
      if (IsBlank(c)) {
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

std::vector<Document> SplitYaml(std::string_view text) {
  std::vector<Document> documents(1);
  bool preamble = true;  // Nothing of the last document has been seen, nor its marker.
  bool empty = true;     // Nothing of the last document has been seen.
  bool ended = false;    // By "...": kubectl ignores what follows.
  std::size_t number = 0;
  for (std::size_t at = 0; at < text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const auto line = text.substr(at, end - at);
    const bool begins = Begins(line, number);
    ended = ended && !begins;
    if (ended && !IsPreamble(line)) {
      throw CannotRead{"line " + std::to_string(number + 1) + " follows the end of a document (...); begin with ---"};
    }
    if (empty && line.substr(0, 1) == "%") {
      throw CannotRead{"line " + std::to_string(number + 1) + " is a YAML directive; remove it"};
    }
    if (begins && !preamble) {
      documents.push_back({{}, number});
    }
    preamble = !begins && preamble && IsPreamble(line);
    empty = begins || (empty && IsPreamble(line));
    ended = ended || line.substr(0, line.find_last_not_of(kBlanks) + 1) == "...";
    documents.back().text.append(line);
    documents.back().text.push_back('\n');
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

// Compares the events of yaml-cpp with their source.
class Strict : public YAML::EventHandler {
 public:
  explicit Strict(const Document& document) : text_(document.text.Reveal()), line_(document.line) {}

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const bool key = IsKey();
    std::size_t at = std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), text_.size());
    if (anchor != 0) {
      at = text_.find_first_not_of(kBlanks, text_.find_first_of(kBlanks, at));
    }
    if (at < text_.size() && tag == "?") {
      at = EndOfPlain(at, value, mark);
    } else if (at < text_.size() && (text_[at] == '"' || text_[at] == '\'')) {
      at = EndOfQuoted(at);
    } else {
      return;  // A block, or a value with a tag.
    }
    const std::size_t next = text_.find_first_not_of(kBlanks, at);
    if (key && (next == std::string_view::npos || text_[next] != ':')) {
      throw CannotRead{Line(mark) + " holds a name without a colon, or a template that was not rendered"};
    }
  }
  void OnNull(const YAML::Mark&, YAML::anchor_t) override { IsKey(); }
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override { IsKey(); }
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    IsKey();
    open_.push_back({false, false});
  }
  void OnSequenceEnd() override { open_.pop_back(); }
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    IsKey();
    open_.push_back({true, true});
  }
  void OnMapEnd() override { open_.pop_back(); }
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

 private:
  struct Open {
    bool map;
    bool key;  // The next node is a key.
  };

  // Whether the node that begins now is the key of a map.
  bool IsKey() {
    if (open_.empty() || !open_.back().map) {
      return false;
    }
    open_.back().key = !open_.back().key;
    return !open_.back().key;
  }
  [[nodiscard]] std::string Line(const YAML::Mark& mark) const {
    return "line " + std::to_string(line_ + static_cast<std::size_t>(std::max(mark.line, 0)) + 1);
  }
  [[nodiscard]] std::size_t EndOfQuoted(std::size_t at) const {
    const char quote = text_[at];
    for (++at; at < text_.size(); ++at) {
      const bool escaped = quote == '"' ? text_[at] == '\\' : text_.compare(at, 2, "''") == 0;
      if (!escaped && text_[at] == quote) {
        return at + 1;
      }
      at += escaped ? 1 : 0;
    }
    return at;
  }
  // Throws if the scalar goes on in a line that is not indented deeper than its key.
  [[nodiscard]] std::size_t EndOfPlain(std::size_t at, const std::string& value, const YAML::Mark& mark) const {
    const std::size_t newline = text_.rfind('\n', at);
    const std::size_t first = newline == std::string_view::npos ? 0 : newline + 1;
    const std::size_t key = text_.find_first_not_of(" -", first) - first;
    std::size_t line = first;
    for (const char c : value) {
      if (IsBlank(c)) {
        continue;
      }
      for (; at < text_.size() && IsBlank(text_[at]); ++at) {
        line = text_[at] == '\n' ? at + 1 : line;
      }
      if (at >= text_.size() || text_[at] != c || (line != first && at - line <= key)) {
        throw CannotRead{Line(mark) + " holds a value that goes on in a line without indentation"};
      }
      ++at;
    }
    return at;
  }

  const std::string_view text_;
  const std::size_t line_;
  std::vector<Open> open_;
};

}  // namespace

std::vector<Document> SplitDocuments(std::string_view text) {
  auto objects = SplitJson(text);
  return objects.size() < 2 ? SplitYaml(text) : std::move(objects);
}

YAML::Node LoadDocument(Document& document) {
  ReadBuffer whole(document.text);
  std::istream stream(&whole);
  YAML::Node node = YAML::Load(stream);
  ReadBuffer again(document.text);
  std::istream events(&again);
  YAML::Parser parser(events);
  Strict strict(document);
  // (YAML::LoadAll never ends where something follows a document without a marker, as in "{} []".)
  if (parser.HandleNextDocument(strict) && parser.HandleNextDocument(strict)) {
    throw CannotRead{"line " + std::to_string(document.line + 1) +
                     " begins a document that does not end where it should"};
  }
  return node;
}

}  // namespace commands
