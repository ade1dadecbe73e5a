// Reviews: any bytes are answered; the answer is JSON that echoes the uid and keeps to what the API server shows.
#include <rapidjson/document.h>

#include <algorithm>
#include <string>

#include "admission/decision.h"
#include "admission/decode.h"
#include "target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto profile = token::KeptnProfile();
  std::string json(fuzz::View(data, std::min(size, fuzz::kMostBytes)));
  const auto review = admission::Decode(json.data(), json.size(), profile.key);
  if (!review) {
    fuzz::Require(!review.error().message.empty(), "an error says why");
    return 0;
  }
  const auto decision = admission::Decide(*review, profile, {});
  const std::string text = admission::Encode(decision.answer);
  rapidjson::Document answer;
  answer.Parse(text.data(), text.size());
  fuzz::Require(!answer.HasParseError() && answer.IsObject() && answer.HasMember("response"), "an answer is JSON");
  const auto& response = answer["response"];
  const std::string_view uid{response["uid"].GetString(), response["uid"].GetStringLength()};
  fuzz::Require(uid == review->uid, "the uid is echoed");
  fuzz::Require(response["allowed"].GetBool() || response.HasMember("status"), "a denial says why");
  if (response.HasMember("warnings")) {
    constexpr std::size_t kMostCharacters = 120;
    for (const auto& warning : response["warnings"].GetArray()) {
      fuzz::Require(warning.GetStringLength() <= kMostCharacters, "a warning is short");
    }
  }
  return 0;
}
