#include "webhook/admission_codec.h"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <algorithm>
#include <array>

#include "base/base64.h"

namespace webhook {
namespace {

using rapidjson::Value;

// Iterative: depth costs heap, not stack.
constexpr unsigned kFlags = rapidjson::kParseIterativeFlag | rapidjson::kParseInsituFlag;
constexpr std::size_t kUsualNodes = 16384;  // Bytes. A review of a patch takes about a third.
constexpr std::size_t kMostWarning = 120;   // Characters, by the API server's convention.

const Value* Member(const Value& object, const char* name) {
  if (!object.IsObject()) {
    return nullptr;
  }
  const auto found = object.FindMember(name);
  return found == object.MemberEnd() ? nullptr : &found->value;
}

std::string_view View(const Value& value) { return {value.GetString(), value.GetStringLength()}; }

std::string Text(const Value& object, const char* name) {
  const Value* value = Member(object, name);
  return value != nullptr && value->IsString() ? std::string(View(*value)) : std::string();
}

bool Flag(const Value& object, const char* name) {
  const Value* value = Member(object, name);
  return value != nullptr && value->IsBool() && value->GetBool();
}

void DecodeData(const Value& data, std::string_view key, SecretView& secret) {
  if (!data.IsObject()) {
    secret.malformed = "data is not an object";
    return;
  }
  for (const auto& member : data.GetObject()) {
    if (View(member.name) != key) {
      secret.other_keys.emplace_back(View(member.name));
      continue;
    }
    auto decoded = member.value.IsString() ? base::DecodeBase64(View(member.value))
                                           : base::Result<std::string>(base::Fail(base::Code::kInvalid, "not text"));
    if (!decoded) {
      secret.malformed = "data[" + std::string(key) + "] is not base64, which every value under data has to be";
      secret.token.emplace();
      continue;
    }
    secret.token.emplace(std::move(*decoded));
  }
}

void DecodeAnnotations(const Value& annotations, std::string_view key, SecretView& secret) {
  secret.annotated = annotations.IsObject();
  if (!secret.annotated) {
    return;
  }
  for (const auto& member : annotations.GetObject()) {
    const auto name = View(member.name);
    const auto value = member.value.IsString() ? View(member.value) : std::string_view();
    if (name == kLastApplied) {
      secret.last_applied = true;
      secret.stale_copy = HoldsCopy(value, key);
      continue;
    }
    const auto* const stamp = std::find(kStampNames.begin(), kStampNames.end(), name);
    if (stamp != kStampNames.end()) {
      secret.stamps[static_cast<std::size_t>(stamp - kStampNames.begin())] = value;
    }
  }
}

std::optional<SecretView> DecodeSecret(const Value& request, const char* name, std::string_view key) {
  const Value* object = Member(request, name);
  if (object == nullptr || object->IsNull()) {
    return std::nullopt;
  }
  SecretView secret;
  if (!object->IsObject()) {
    secret.malformed = std::string(name) + " is not an object";
    return secret;
  }
  if (const Value* metadata = Member(*object, "metadata")) {
    secret.name = Text(*metadata, "name");
    secret.secret_namespace = Text(*metadata, "namespace");
    secret.has_metadata = metadata->IsObject();
    if (const Value* annotations = Member(*metadata, "annotations")) {
      DecodeAnnotations(*annotations, key, secret);
    }
  }
  secret.immutable = Flag(*object, "immutable");
  if (const Value* data = Member(*object, "data"); data != nullptr && !data->IsNull()) {
    DecodeData(*data, key, secret);
  }
  return secret;
}

void DecodeUser(const Value& request, Review& review) {
  const Value* user = Member(request, "userInfo");
  if (user == nullptr) {
    return;
  }
  review.user = Text(*user, "username");
  if (const Value* groups = Member(*user, "groups"); groups != nullptr && groups->IsArray()) {
    for (const auto& group : groups->GetArray()) {
      if (group.IsString()) {
        review.groups.emplace_back(View(group));
      }
    }
  }
  if (const Value* extra = Member(*user, "extra"); extra != nullptr && extra->IsObject()) {
    for (const auto& member : extra->GetObject()) {
      if (member.value.IsArray() && !member.value.Empty() && member.value[0].IsString()) {
        // One value each, in all that Kubernetes writes; of several the mark says that there were more.
        review.extra.emplace_back(View(member.name),
                                  std::string(View(member.value[0])) + (member.value.Size() > 1 ? "…" : ""));
      }
    }
  }
}

base::Result<Review> DecodeDocument(const rapidjson::Document& document, std::string_view key) {
  if (Text(document, "apiVersion") != "admission.k8s.io/v1" || Text(document, "kind") != "AdmissionReview") {
    return base::Fail(base::Code::kInvalid, "expected an AdmissionReview of admission.k8s.io/v1");
  }
  const Value* request = Member(document, "request");
  if (request == nullptr || !request->IsObject()) {
    return base::Fail(base::Code::kInvalid, "the AdmissionReview has no request");
  }
  Review review;
  review.uid = Text(*request, "uid");
  if (review.uid.empty()) {
    return base::Fail(base::Code::kInvalid, "the AdmissionReview's request has no uid");
  }
  review.operation = Text(*request, "operation");
  review.name = Text(*request, "name");
  review.secret_namespace = Text(*request, "namespace");
  review.dry_run = Flag(*request, "dryRun");
  if (const Value* kind = Member(*request, "kind")) {
    review.kind = Text(*kind, "kind");
  }
  if (const Value* options = Member(*request, "options")) {
    review.field_manager = Text(*options, "fieldManager");
  }
  DecodeUser(*request, review);
  review.object = DecodeSecret(*request, "object", key);
  review.old_object = DecodeSecret(*request, "oldObject", key);
  if (review.name.empty()) {
    review.name = review.object ? review.object->name : review.old_object ? review.old_object->name : "";
  }
  return review;
}

std::string Warning(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  if (text.size() > kMostWarning) {
    text = text.substr(0, kMostWarning - 3) + "...";
  }
  return text;
}

}  // namespace

bool HoldsCopy(std::string_view last_applied, std::string_view key) {
  // "data":{ or "stringData":{
  return last_applied.find(key) != std::string_view::npos && last_applied.find("ata\":{") != std::string_view::npos;
}

base::Result<Review> Decode(std::string_view body, std::string_view key) {
  // Parsed in place, then wiped: the document's strings point into it.
  struct Copy {
    std::string bytes;
    ~Copy() { base::Wipe(bytes); }
  } copy{std::string(body)};
  // Room for the nodes of a usual review, so that parsing it takes nothing from the heap.
  std::array<char, kUsualNodes> room;
  rapidjson::MemoryPoolAllocator<> nodes(room.data(), room.size());
  rapidjson::Document document(&nodes);
  document.ParseInsitu<kFlags>(copy.bytes.data());
  if (document.HasParseError()) {
    return base::Fail(base::Code::kInvalid,
                      "the body is not JSON: " + std::string(rapidjson::GetParseError_En(document.GetParseError())) +
                          " at offset " + std::to_string(document.GetErrorOffset()));
  }
  return DecodeDocument(document, key);
}

std::string Encode(const Answer& answer) {
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  const auto string = [&](std::string_view text) {
    writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  };
  writer.StartObject();
  writer.Key("apiVersion");
  writer.String("admission.k8s.io/v1");
  writer.Key("kind");
  writer.String("AdmissionReview");
  writer.Key("response");
  writer.StartObject();
  writer.Key("uid");
  string(answer.uid);
  writer.Key("allowed");
  writer.Bool(answer.allowed);
  if (!answer.allowed) {
    writer.Key("status");
    writer.StartObject();
    writer.Key("code");
    writer.Int(answer.code);
    writer.Key("reason");
    writer.String(answer.code == 403 ? "Forbidden" : answer.code == 422 ? "Invalid" : "InternalError");
    writer.Key("message");
    string(answer.message);
    writer.EndObject();
  }
  if (!answer.patch.empty()) {
    writer.Key("patchType");
    writer.String("JSONPatch");
    writer.Key("patch");
    string(base::EncodeBase64(answer.patch));
  }
  if (!answer.warnings.empty()) {
    writer.Key("warnings");
    writer.StartArray();
    for (const auto& warning : answer.warnings) {
      string(Warning(warning));
    }
    writer.EndArray();
  }
  writer.EndObject();
  writer.EndObject();
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace webhook
