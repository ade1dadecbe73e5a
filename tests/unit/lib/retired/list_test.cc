#include "retired/list.h"

#include <gtest/gtest.h>

namespace retired {
namespace {

TEST(List, ComesBackAsItWasWritten) {
  List list;
  list.rotated_at = "2026-11-24T03:00:00.000Z";
  list.Add("hmac-sha256:00", "2026-11-23T03:00:00.000Z");
  list.Add("hmac-sha256:01", "2026-11-24T03:00:00.000Z");
  const auto parsed = Parse(Serialize(list));
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->rotated_at, list.rotated_at);
  ASSERT_EQ(parsed->entries.size(), 2U);
  EXPECT_EQ(parsed->RetiredAt("hmac-sha256:01"), "2026-11-24T03:00:00.000Z");
  EXPECT_EQ(parsed->RetiredAt("hmac-sha256:02"), std::nullopt);
}

TEST(List, HoldsAFingerprintOnceAndForgetsTheOldest) {
  List list;
  for (std::size_t i = 0; i <= List::kMax; ++i) {
    list.Add("hmac-sha256:" + std::to_string(i), "then");
  }
  EXPECT_EQ(list.entries.size(), List::kMax);
  EXPECT_EQ(list.RetiredAt("hmac-sha256:0"), std::nullopt);
  list.Add("hmac-sha256:7", "now");
  EXPECT_EQ(list.entries.size(), List::kMax);
  EXPECT_EQ(list.RetiredAt("hmac-sha256:7"), "now");
  list.Remove("hmac-sha256:7");
  EXPECT_EQ(list.RetiredAt("hmac-sha256:7"), std::nullopt);
}

TEST(Parse, TakesTheEmptySecretForTheEmptyList) {
  ASSERT_TRUE(Parse("").has_value());
  EXPECT_TRUE(Parse("")->entries.empty());
}

TEST(Parse, SaysWhatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"{", "the retired list (retired.json) is not JSON: Missing a name for object member. at offset 1"},
      {"[]", "the retired list (retired.json) is not a JSON object"},
      {R"({"version":2})", "the retired list (retired.json) has no \"version\": 1"},
      {R"({"version":1})", "the retired list (retired.json) has no array \"retired\""},
      {R"({"version":1,"retired":[{"fingerprint":"x","at":"y"}]})",
       "the retired list (retired.json) has an entry without fingerprint and time, number 1"},
  };
  for (const auto& [json, message] : cases) {
    const auto parsed = Parse(json);
    ASSERT_FALSE(parsed.has_value()) << json;
    EXPECT_EQ(parsed.error().message, message);
  }
}

}  // namespace
}  // namespace retired
