#include "admission/encode.h"

#include <algorithm>

#include "admission/json_text.h"
#include "base/base64.h"

namespace admission {
namespace {

constexpr std::size_t kMostWarning = 120;  // Characters, by the API server's convention.

std::string Warning(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  if (text.size() > kMostWarning) {
    text = text.substr(0, kMostWarning - 3) + "...";
  }
  return text;
}

}  // namespace

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

}  // namespace admission
