#include "webhook/admission_codec.h"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <algorithm>
#include <array>

#include "base/base64.h"
#include "webhook/json_text.h"

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
  constexpr std::size_t kUsual = 256;  // Bytes.
  std::string json;
  json.reserve(kUsual);
  json = R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":)";
  AppendJsonString(json, answer.uid);
  json += answer.allowed ? R"(,"allowed":true)" : R"(,"allowed":false)";
  if (!answer.allowed) {
    json += R"(,"status":{"code":)" + std::to_string(answer.code) + R"(,"reason":)";
    AppendJsonString(json, answer.code == 403 ? "Forbidden" : answer.code == 422 ? "Invalid" : "InternalError");
    json += R"(,"message":)";
    AppendJsonString(json, answer.message);
    json += "}";
  }
  if (!answer.patch.empty()) {
    json += R"(,"patchType":"JSONPatch","patch":)";
    AppendJsonString(json, base::EncodeBase64(answer.patch));
  }
  if (!answer.warnings.empty()) {
    json += R"(,"warnings":[)";
    for (const auto& warning : answer.warnings) {
      json += json.back() == '[' ? "" : ",";
      AppendJsonString(json, Warning(warning));
    }
    json += "]";
  }
  return json + "}}";
}

}  // namespace webhook
