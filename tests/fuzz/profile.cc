// Profile files: any bytes give profiles or a list of sentences that name a line; what is written is read back.
#include <algorithm>

#include "target.h"
#include "token/profile_json.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto profiles = token::ParseProfiles(fuzz::View(data, std::min(size, fuzz::kMostBytes)));
  if (!profiles) {
    fuzz::Require(profiles.error().message.rfind("line ", 0) == 0, "an error names its line");
    return 0;
  }
  fuzz::Require(!profiles->empty(), "there is a profile");
  for (const auto& profile : *profiles) {
    const auto text = token::SerializeProfile(profile);
    const auto again = token::ParseProfiles(text);
    fuzz::Require(again.has_value() && again->size() == 1, "what is written is read back");
    fuzz::Require(token::SerializeProfile(again->front()) == text, "and is the same");
  }
  return 0;
}
