#include "admission/decode.h"

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <array>
#include <new>

#include "base/base64.h"

namespace admission {
namespace {

constexpr unsigned kFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseInsituFlag;
constexpr std::size_t kMostDepth = 100;      // Reviews have some ten levels; managedFields a few more.
constexpr std::size_t kParserMemory = 4096;  // Bytes: what kMostDepth levels take.
constexpr std::size_t kMostListed = 64;      // Groups and extras that are kept; the audit log shows fewer.
constexpr std::string_view kTooDeep = "its objects and lists are nested more than 100 deep";

// What the reader is in the middle of.
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
  kOther,  // Nothing in here matters.
};

enum class Kind : unsigned char { kNull, kTrue, kFalse, kText, kOther, kObject, kArray };

// A value as it begins: of objects and lists only what they are.
struct Value {
  Kind kind;
  std::string_view text;  // Of kText, else empty.
};

// Takes from a review's JSON what a decision needs, as it goes by: no tree of it is ever in memory, so that what a
// client can make it cost is bounded. Of a member that comes twice the last one counts, as for kube-apiserver.
class ReviewReader : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, ReviewReader> {
 public:
  explicit ReviewReader(std::string_view key) : key_(key) {}

  // Called by RapidJSON. False ends the reading.
  bool Null() { return Take({Kind::kNull, {}}); }
  bool Bool(bool value) { return Take({value ? Kind::kTrue : Kind::kFalse, {}}); }
  bool Default() { return Take({Kind::kOther, {}}); }
  bool String(const char* text, rapidjson::SizeType size, bool /*copy*/) { return Take({Kind::kText, {text, size}}); }
  bool Key(const char* text, rapidjson::SizeType size, bool /*copy*/) {
    name_ = {text, size};
    return true;
  }
  bool StartObject() { return Enter({Kind::kObject, {}}); }
  bool StartArray() { return Enter({Kind::kArray, {}}); }
  bool EndObject(rapidjson::SizeType /*members*/) { return Leave(); }
  bool EndArray(rapidjson::SizeType /*elements*/) { return Leave(); }

  [[nodiscard]] bool TooDeep() const { return depth_ >= places_.size(); }

  // Once the whole document has been read.
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
    if (review_.name.empty()) {
      review_.name = review_.object ? review_.object->name : review_.old_object ? review_.old_object->name : "";
    }
    return std::move(review_);
  }

 private:
  [[nodiscard]] Place Here() const { return places_[depth_]; }

  bool Enter(Value value) {
    const Place next = Guarded(value);
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

  bool Take(Value value) {
    Guarded(value);
    return true;
  }

  // A review that memory does not suffice for is a review all the same: its answer needs the uid alone.
  Place Guarded(Value value) {
    try {
      return Open(value);
    } catch (const std::bad_alloc&) {
      review_.incomplete = true;
      return Place::kOther;
    }
  }

  // A value in the place at hand; says what place it is itself if it is an object or a list.
  Place Open(Value value) {
    switch (Here()) {
      case Place::kDocument:
        return value.kind == Kind::kObject ? Place::kReview : Place::kOther;
      case Place::kReview:
        return OfReview(value);
      case Place::kRequest:
        return OfRequest(value);
      case Place::kKind:
        return Store("kind", review_.kind, value);
      case Place::kOptions:
        return Store("fieldManager", review_.field_manager, value);
      case Place::kUser:
        return OfUser(value);
      case Place::kGroups:
        if (value.kind == Kind::kText && review_.groups.size() < kMostListed) {
          review_.groups.emplace_back(value.text);
        }
        return Place::kOther;
      case Place::kExtra:
        extra_name_ = name_;
        extra_values_ = 0;
        return value.kind == Kind::kArray ? Place::kExtraValues : Place::kOther;
      case Place::kExtraValues:
        return OfExtra(value);
      case Place::kSecret:
        return OfSecret(value);
      case Place::kMetadata:
        return OfMetadata(value);
      case Place::kAnnotations:
        return OfAnnotations(value);
      case Place::kData:
        return OfData(value);
      case Place::kOther:
        return Place::kOther;
    }
    return Place::kOther;
  }

  // The place of a member that is to be an object.
  static Place If(Kind wanted, Value value, Place place) { return value.kind == wanted ? place : Place::kOther; }

  // A member that is text.
  Place Store(std::string_view name, std::string& into, Value value) {
    if (name_ == name) {
      into = value.text;
    }
    return Place::kOther;
  }

  Place OfReview(Value value) {
    if (name_ == "request") {
      request_ = value.kind == Kind::kObject;
      return If(Kind::kObject, value, Place::kRequest);
    }
    if (name_ == "apiVersion") {
      version_ = value.text == "admission.k8s.io/v1";
    } else if (name_ == "kind") {
      kind_ = value.text == "AdmissionReview";
    }
    return Place::kOther;
  }

  Place OfRequest(Value value) {
    if (name_ == "object") {
      return BeginSecret(review_.object, value);
    }
    if (name_ == "oldObject") {
      return BeginSecret(review_.old_object, value);
    }
    if (name_ == "userInfo") {
      return If(Kind::kObject, value, Place::kUser);
    }
    if (name_ == "kind") {
      return If(Kind::kObject, value, Place::kKind);
    }
    if (name_ == "options") {
      return If(Kind::kObject, value, Place::kOptions);
    }
    if (name_ == "dryRun") {
      review_.dry_run = value.kind == Kind::kTrue;
    }
    Store("uid", review_.uid, value);
    Store("operation", review_.operation, value);
    Store("name", review_.name, value);
    return Store("namespace", review_.secret_namespace, value);
  }

  Place OfUser(Value value) {
    if (name_ == "groups") {
      review_.groups.clear();
      return If(Kind::kArray, value, Place::kGroups);
    }
    if (name_ == "extra") {
      review_.extra.clear();
      return If(Kind::kObject, value, Place::kExtra);
    }
    return Store("username", review_.user, value);
  }

  // One value each, in all that Kubernetes writes; of several the mark says that there were more.
  Place OfExtra(Value value) {
    ++extra_values_;
    if (extra_values_ == 1 && value.kind == Kind::kText && review_.extra.size() < kMostListed) {
      review_.extra.emplace_back(extra_name_, value.text);
    } else if (extra_values_ == 2 && !review_.extra.empty() && review_.extra.back().first == extra_name_) {
      review_.extra.back().second += "…";
    }
    return Place::kOther;
  }

  Place BeginSecret(std::optional<SecretView>& into, Value value) {
    into.reset();
    if (value.kind == Kind::kNull) {
      return Place::kOther;
    }
    secret_ = &into.emplace();
    if (value.kind != Kind::kObject) {
      secret_->malformed = std::string(name_) + " is not an object";
    }
    return If(Kind::kObject, value, Place::kSecret);
  }

  Place OfSecret(Value value) {
    if (name_ == "metadata") {
      secret_->has_metadata = value.kind == Kind::kObject;
      return If(Kind::kObject, value, Place::kMetadata);
    }
    if (name_ == "data") {
      if (value.kind != Kind::kObject && value.kind != Kind::kNull) {
        secret_->malformed = "data is not an object";
      }
      return If(Kind::kObject, value, Place::kData);
    }
    if (name_ == "immutable") {
      secret_->immutable = value.kind == Kind::kTrue;
    }
    return Place::kOther;
  }

  Place OfMetadata(Value value) {
    if (name_ == "annotations") {
      secret_->annotated = value.kind == Kind::kObject;
      return If(Kind::kObject, value, Place::kAnnotations);
    }
    Store("name", secret_->name, value);
    return Store("namespace", secret_->secret_namespace, value);
  }

  Place OfAnnotations(Value value) {
    if (name_ == kLastApplied) {
      secret_->last_applied = true;
      secret_->stale_copy = HoldsCopy(value.text, key_);
    } else if (const auto* const stamp = std::find(kStampNames.begin(), kStampNames.end(), name_);
               stamp != kStampNames.end()) {
      secret_->stamps[static_cast<std::size_t>(stamp - kStampNames.begin())] = value.text;
    }
    return Place::kOther;
  }

  Place OfData(Value value) {
    if (name_ != key_) {
      ++secret_->other_keys;
      return Place::kOther;
    }
    auto decoded = value.kind == Kind::kText
                       ? base::DecodeBase64(value.text)
                       : base::Result<base::SecretBytes>(base::Fail(base::Code::kInvalid, "not text"));
    if (decoded) {
      secret_->token.emplace(std::move(*decoded));  // At once, so that nothing of a short one stays behind.
    } else {
      secret_->malformed = "data[" + std::string(key_) + "] is not base64, which every value under data has to be";
      secret_->token.emplace();
    }
    return Place::kOther;
  }

  const std::string_view key_;
  Review review_;
  bool version_ = false;
  bool kind_ = false;
  bool request_ = false;
  std::array<Place, kMostDepth + 1> places_{Place::kDocument};
  std::size_t depth_ = 0;
  std::string_view name_;         // Of the member at hand.
  SecretView* secret_ = nullptr;  // In kSecret and below.
  std::string_view extra_name_;   // In kExtraValues.
  std::size_t extra_values_ = 0;
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
  rapidjson::MemoryPoolAllocator<> memory(room.data(), room.size());
  rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>, rapidjson::MemoryPoolAllocator<>> parser(
      &memory, kMostDepth * 2 * sizeof(rapidjson::SizeType));
  rapidjson::InsituStringStream stream(json);
  ReviewReader reader(key);
  if (const auto result = parser.Parse<kFlags>(stream, reader); !result) {
    return base::Fail(
        NotJson(reader.TooDeep() ? kTooDeep : rapidjson::GetParseError_En(result.Code()), result.Offset()));
  }
  if (stream.Tell() != size) {
    return base::Fail(NotJson("a NUL", stream.Tell()));
  }
  return reader.Finish();
}

}  // namespace admission
