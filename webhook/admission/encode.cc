#include "admission/encode.h"

#include <algorithm>

#include "base/base64.h"
#include "json/write.h"

namespace admission {
namespace {

constexpr std::size_t kMaxWarning = 120;   // Characters.
constexpr std::size_t kUsualAnswer = 512;  // Bytes.

std::string ShortWarning(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  if (text.size() > kMaxWarning) {
    text = text.substr(0, kMaxWarning - 3) + "...";
  }
  return text;
}

std::string_view ReasonOf(int code) { return code == 403 ? "Forbidden" : code == 422 ? "Invalid" : "InternalError"; }

}  // namespace

std::string Encode(const Answer& answer) {
  std::string json;
  json.reserve(kUsualAnswer);
  json = R"({"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":)";
  json::AppendString(json, answer.uid);
  json += answer.allowed ? R"(,"allowed":true)" : R"(,"allowed":false)";
  if (!answer.allowed) {
    json += R"(,"status":{"code":)" + std::to_string(answer.code) + R"(,"reason":)";
    json::AppendString(json, ReasonOf(answer.code));
    json += R"(,"message":)";
    json::AppendString(json, answer.message);
    json += "}";
  }
  if (!answer.patch.empty()) {
    json += R"(,"patchType":"JSONPatch","patch":)";
    json::AppendString(json, base::EncodeBase64(answer.patch));
  }
  if (!answer.warnings.empty()) {
    json += R"(,"warnings":[)";
    for (const auto& warning : answer.warnings) {
      json += json.back() == '[' ? "" : ",";
      json::AppendString(json, ShortWarning(warning));
    }
    json += "]";
  }
  if (answer.audit_annotations) {
    const auto& [instance, digest] = *answer.audit_annotations;
    json.append(R"(,"auditAnnotations":{"digest":")").append(digest.data(), digest.size()).append(R"(","instance":)");
    json::AppendString(json, instance);
    json += R"(,"uid":)";
    json::AppendString(json, answer.uid);
    json += "}";
  }
  return json + "}}";
}

}  // namespace admission
