#include "admission/decode.h"

// RapidJSON under a name of its own: this file alone is compiled with RAPIDJSON_SSE2 (CMakeLists.txt), which reads
// fast, but whose writer leaves some control characters unescaped. Code of both kinds must not be mixed when linking.
#define RAPIDJSON_NAMESPACE rapidjson_sse2
#define RAPIDJSON_NAMESPACE_BEGIN namespace rapidjson_sse2 {
#define RAPIDJSON_NAMESPACE_END }
#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <array>
#include <new>

#include "base/base64.h"

namespace admission {
namespace {

constexpr unsigned kFlags = rapidjson_sse2::kParseIterativeFlag | rapidjson_sse2::kParseInsituFlag;
constexpr std::size_t kMaxDepth = 100;       // Reviews have about ten levels; managedFields a few more.
constexpr std::size_t kParserMemory = 4096;  // Bytes; enough for kMaxDepth levels.
constexpr std::size_t kMaxListed = 64;       // Groups and extras to keep; the audit log shows fewer.
constexpr std::string_view kTooDeep = "its objects and lists are nested more than 100 deep";

// The object or list that the reader is inside of.
enum class Place : unsigned char {
  kDocument,
  kReview,
  kRequest,
  kKind,
  kOptions,
  kUser,
  kGroups,
  kExtra,
  kExtraValues,
  kSecret,
  kMetadata,
  kAnnotations,
  kData,
  kIgnored,
};

enum class Kind : unsigned char { kNull, kTrue, kFalse, kText, kOther, kObject, kArray };

// A value at its beginning: the members of an object and the items of a list follow later.
struct Value {
  Kind kind;
  std::string_view text;  // Empty unless kText.
};

// `place` if the value has the wanted kind.
Place EnterIf(Kind wanted, Value value, Place place) { return value.kind == wanted ? place : Place::kIgnored; }

// Copies a text value if the member has the wanted name; the text of any other value is empty.
inline bool Copy(std::string_view wanted, std::string& into, std::string_view name, Value value) {
  const bool found = name == wanted;
  if (found) {
    into = value.text;
  }
  return found;
}

// Fills in a Secret, member by member. Each function returns the place that the value opens.
class SecretReader {
 public:
  explicit SecretReader(std::string_view key) : key_(key) {}

  // `name` is the member of the request: object or oldObject.
  Place Begin(std::optional<Secret>& into, std::string_view name, Value value) {
    into.reset();
    if (value.kind == Kind::kNull) {
      return Place::kIgnored;
    }
    secret_ = &into.emplace();
    if (value.kind != Kind::kObject) {
      secret_->malformed = std::string(name) + " is not an object";
    }
    return EnterIf(Kind::kObject, value, Place::kSecret);
  }

  Place InSecret(std::string_view name, Value value) {
    if (name == "metadata") {
      secret_->has_metadata = value.kind == Kind::kObject;
      return EnterIf(Kind::kObject, value, Place::kMetadata);
    }
    if (name == "data") {
      if (value.kind != Kind::kObject && value.kind != Kind::kNull) {
        secret_->malformed = "data is not an object";
      }
      return EnterIf(Kind::kObject, value, Place::kData);
    }
    if (name == "immutable") {
      secret_->immutable = value.kind == Kind::kTrue;
    }
    return Place::kIgnored;
  }

  Place InMetadata(std::string_view name, Value value) {
    if (name == "annotations") {
      secret_->has_annotations = value.kind == Kind::kObject;
      return EnterIf(Kind::kObject, value, Place::kAnnotations);
    }
    Copy("name", secret_->name, name, value) || Copy("namespace", secret_->secret_namespace, name, value);
    return Place::kIgnored;
  }

  Place InAnnotations(std::string_view name, Value value) {
    if (name == kLastApplied) {
      secret_->last_applied = true;
      secret_->stale_copy = HoldsCopy(value.text, key_);
      return Place::kIgnored;
    }
    const auto* const found = std::find(kChangeAnnotations.begin(), kChangeAnnotations.end(), name);
    if (found != kChangeAnnotations.end()) {
      secret_->change[static_cast<std::size_t>(found - kChangeAnnotations.begin())] = value.text;
    }
    return Place::kIgnored;
  }

  Place InData(std::string_view name, Value value) {
    if (name != key_) {
      ++secret_->other_keys;
      return Place::kIgnored;
    }
    secret_->token.emplace();
    if (value.kind == Kind::kText) {
      if (auto decoded = base::DecodeBase64(value.text)) {
        secret_->token = std::move(*decoded);
        return Place::kIgnored;
      }
    }
    secret_->malformed = "data[" + std::string(key_) + "] is not base64, which every value under data has to be";
    return Place::kIgnored;
  }

 private:
  const std::string_view key_;
  Secret* secret_ = nullptr;  // The Secret that Begin() made last.
};

// Fills in a review, member by member. Each function returns the place that the value opens.
class RequestReader {
 public:
  explicit RequestReader(std::string_view key) : secret_(key) {}

  Place Visit(Place place, std::string_view name, Value value) {
    switch (place) {
      case Place::kDocument:
        return EnterIf(Kind::kObject, value, Place::kReview);
      case Place::kReview:
        return InReview(name, value);
      case Place::kRequest:
        return InRequest(name, value);
      case Place::kKind:
        Copy("kind", review_.kind, name, value);
        return Place::kIgnored;
      case Place::kOptions:
        Copy("fieldManager", review_.field_manager, name, value);
        return Place::kIgnored;
      case Place::kUser:
        return InUser(name, value);
      case Place::kGroups:
        return InGroups(value);
      case Place::kExtra:
        extra_name_ = name;
        extra_values_ = 0;
        return EnterIf(Kind::kArray, value, Place::kExtraValues);
      case Place::kExtraValues:
        return InExtraValues(value);
      case Place::kSecret:
        return secret_.InSecret(name, value);
      case Place::kMetadata:
        return secret_.InMetadata(name, value);
      case Place::kAnnotations:
        return secret_.InAnnotations(name, value);
      case Place::kData:
        return secret_.InData(name, value);
      case Place::kIgnored:
        return Place::kIgnored;
    }
    return Place::kIgnored;
  }

  void SetIncomplete() { review_.incomplete = true; }

  base::Result<Review> Finish() {
    if (!version_ || !kind_) {
      return base::Fail(base::Code::kInvalid, "expected an AdmissionReview of admission.k8s.io/v1");
    }
    if (!request_) {
      return base::Fail(base::Code::kInvalid, "the AdmissionReview has no request");
    }
    if (review_.uid.empty()) {
      return base::Fail(base::Code::kInvalid, "the AdmissionReview's request has no uid");
    }
    if (review_.name.empty()) {  // Under generateName the request may have no name.
      review_.name = review_.object ? review_.object->name : review_.old_object ? review_.old_object->name : "";
    }
    return std::move(review_);
  }

 private:
  Place InReview(std::string_view name, Value value) {
    if (name == "request") {
      request_ = value.kind == Kind::kObject;
      return EnterIf(Kind::kObject, value, Place::kRequest);
    }
    if (name == "apiVersion") {
      version_ = value.text == "admission.k8s.io/v1";
    } else if (name == "kind") {
      kind_ = value.text == "AdmissionReview";
    }
    return Place::kIgnored;
  }

  Place InRequest(std::string_view name, Value value) {
    if (name == "object") {
      return secret_.Begin(review_.object, name, value);
    }
    if (name == "oldObject") {
      return secret_.Begin(review_.old_object, name, value);
    }
    if (name == "userInfo") {
      return EnterIf(Kind::kObject, value, Place::kUser);
    }
    if (name == "kind") {
      return EnterIf(Kind::kObject, value, Place::kKind);
    }
    if (name == "options") {
      return EnterIf(Kind::kObject, value, Place::kOptions);
    }
    if (name == "dryRun") {
      review_.dry_run = value.kind == Kind::kTrue;
    }
    Copy("uid", review_.uid, name, value);
    Copy("operation", review_.operation, name, value);
    Copy("name", review_.name, name, value);
    Copy("namespace", review_.secret_namespace, name, value);
    return Place::kIgnored;
  }

  Place InUser(std::string_view name, Value value) {
    if (name == "groups") {
      review_.groups.clear();
      return EnterIf(Kind::kArray, value, Place::kGroups);
    }
    if (name == "extra") {
      review_.extra.clear();
      return EnterIf(Kind::kObject, value, Place::kExtra);
    }
    Copy("username", review_.user, name, value);
    return Place::kIgnored;
  }

  Place InGroups(Value value) {
    if (value.kind == Kind::kText && review_.groups.size() < kMaxListed) {
      review_.groups.emplace_back(value.text);
    }
    return Place::kIgnored;
  }

  // Kubernetes itself writes one value each. "…" marks that there were more.
  Place InExtraValues(Value value) {
    ++extra_values_;
    if (extra_values_ == 1 && value.kind == Kind::kText && review_.extra.size() < kMaxListed) {
      review_.extra.emplace_back(extra_name_, value.text);
    } else if (extra_values_ == 2 && !review_.extra.empty() && review_.extra.back().first == extra_name_) {
      review_.extra.back().second += "…";
    }
    return Place::kIgnored;
  }

  Review review_;
  SecretReader secret_;
  bool version_ = false;
  bool kind_ = false;
  bool request_ = false;
  std::string_view extra_name_;   // In kExtraValues: the name of the extra,
  std::size_t extra_values_ = 0;  // and the number of its values so far.
};

// Receives RapidJSON's events and knows where in the document they occur. No tree of the document is built, so that
// memory is bounded by what is kept.
class EventHandler : public rapidjson_sse2::BaseReaderHandler<rapidjson_sse2::UTF8<>, EventHandler> {
 public:
  explicit EventHandler(RequestReader& reader) : reader_(reader) {}

  // Called by RapidJSON. False ends the parsing.
  bool Null() { return Scalar({Kind::kNull, {}}); }
  bool Bool(bool value) { return Scalar({value ? Kind::kTrue : Kind::kFalse, {}}); }
  bool Default() { return Scalar({Kind::kOther, {}}); }
  bool String(const char* text, rapidjson_sse2::SizeType size, bool /*copy*/) {
    return Scalar({Kind::kText, {text, size}});
  }
  bool Key(const char* text, rapidjson_sse2::SizeType size, bool /*copy*/) {
    name_ = {text, size};
    return true;
  }
  bool StartObject() { return Enter({Kind::kObject, {}}); }
  bool StartArray() { return Enter({Kind::kArray, {}}); }
  bool EndObject(rapidjson_sse2::SizeType /*members*/) { return Leave(); }
  bool EndArray(rapidjson_sse2::SizeType /*elements*/) { return Leave(); }

  [[nodiscard]] bool TooDeep() const { return depth_ >= places_.size(); }

 private:
  bool Enter(Value value) {
    const Place next = Visit(value);
    if (++depth_ >= places_.size()) {
      return false;
    }
    places_[depth_] = next;
    return true;
  }

  bool Leave() {
    --depth_;
    return true;
  }

  bool Scalar(Value value) {
    Visit(value);
    return true;
  }

  // If memory runs out, parsing continues: the answer needs the uid, which may still follow.
  Place Visit(Value value) {
    try {
      return reader_.Visit(places_[depth_], name_, value);
    } catch (const std::bad_alloc&) {
      reader_.SetIncomplete();
      return Place::kIgnored;
    }
  }

  RequestReader& reader_;
  std::array<Place, kMaxDepth + 1> places_{Place::kDocument};
  std::size_t depth_ = 0;
  std::string_view name_;  // Of the current member.
};

base::Error NotJson(std::string_view why, std::size_t offset) {
  return {base::Code::kInvalid, "the body is not JSON: " + std::string(why) + " at offset " + std::to_string(offset)};
}

}  // namespace

bool HoldsCopy(std::string_view last_applied, std::string_view key) {
  // "data":{ or "stringData":{
  return last_applied.find(key) != std::string_view::npos && last_applied.find("ata\":{") != std::string_view::npos;
}

base::Result<Review> Decode(char* json, std::size_t size, std::string_view key) {
  std::array<char, kParserMemory> room;
  rapidjson_sse2::MemoryPoolAllocator<> memory(room.data(), room.size());
  rapidjson_sse2::GenericReader<rapidjson_sse2::UTF8<>, rapidjson_sse2::UTF8<>, rapidjson_sse2::MemoryPoolAllocator<>>
      parser(&memory, kMaxDepth * 2 * sizeof(rapidjson_sse2::SizeType));
  rapidjson_sse2::InsituStringStream stream(json);
  RequestReader reader(key);
  EventHandler handler(reader);
  if (const auto result = parser.Parse<kFlags>(stream, handler); !result) {
    return base::Fail(
        NotJson(handler.TooDeep() ? kTooDeep : rapidjson_sse2::GetParseError_En(result.Code()), result.Offset()));
  }
  if (stream.Tell() != size) {
    return base::Fail(NotJson("a NUL", stream.Tell()));
  }
  return reader.Finish();
}

}  // namespace admission
