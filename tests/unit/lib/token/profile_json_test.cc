#include "token/profile_json.h"

#include <gtest/gtest.h>

namespace token {
namespace {

constexpr const char* kLeast =
    R"({"version": 1, "profiles": [{"name": "n", "namespace": "ns", "secret": "s", "key": "k"}]})";

std::string ErrorOf(const std::string& json) {
  const auto parsed = ParseProfiles(json);
  return parsed ? "none" : parsed.error().message;
}

TEST(ParseProfiles, ReadsBackWhatSerializeProfileWrites) {
  Profile profile = KeptnProfile();
  profile.words = {"acme"};
  profile.mode = Mode::kAudit;
  profile.encoding = Encoding::kAny;
  profile.copies = {{"elsewhere", "copy", "key"}};
  const auto text = SerializeProfile(profile);
  const auto parsed = ParseProfiles(text);
  ASSERT_TRUE(parsed.has_value()) << parsed.error().message;
  ASSERT_EQ(parsed->size(), 1U);
  EXPECT_EQ(SerializeProfile(parsed->front()), text);
}

TEST(ParseProfiles, FillsInTheDocumentedDefaults) {
  const auto parsed = ParseProfiles(kLeast);
  ASSERT_TRUE(parsed.has_value());
  const Profile& profile = parsed->front();
  EXPECT_EQ(profile.rotator, "system:serviceaccount:token-guard:token-rotator");
  EXPECT_EQ(profile.mode, Mode::kEnforce);
  EXPECT_EQ(profile.encoding, Encoding::kBase64);
  EXPECT_TRUE(profile.consumers.empty());
  EXPECT_EQ(profile.max_length, 2048U);
}

TEST(ParseProfiles, NamesLineAndFieldOfEverythingThatIsWrong) {
  EXPECT_EQ(ErrorOf(R"({"version": 1,
"profiles": [
 {"name": "A", "namespace": "ns",
  "secret": "s", "key": "k", "mode": "off", "colour": 1,
  "consumers": [{"proof": {"port": 0,
     "accepted": 401}}]}
]})"),
            "line 3: profiles[0].name is 'A': expected a name of lower-case letters, digits and '-', at most 63\n"
            "line 4: profiles[0].mode is 'off': expected enforce or audit\n"
            "line 4: profiles[0].colour is unknown: expected one of consumers, copies, encoding, guardNamespace, key, "
            "loginCommand, "
            "maxLength, minLength, mode, name, namespace, outsideHolders, rotator, secret, words\n"
            "line 5: profiles[0].consumers[0].deployment is missing\n"
            "line 5: profiles[0].consumers[0].proof.port is 0: expected a whole number from 1 to 65535\n"
            "line 5: profiles[0].consumers[0].proof proves nothing: accepted and refused are the same status");
}

// A profile whose field has a value of `length` characters.
bool Accepts(const std::string& field, std::size_t length) {
  std::string json = kLeast;
  const std::string before = "\"" + field + "\": \"";
  const auto begin = json.find(before) + before.size();
  return ErrorOf(json.replace(begin, json.find('"', begin) - begin, std::string(length, 'a'))) == "none";
}

// The limits of the Kubernetes API: 63 for a label, 253 for the name of a Secret and for a key.
TEST(ParseProfiles, TakesNamesUpToTheLimitsOfKubernetes) {
  const std::pair<const char*, std::size_t> limits[] = {{"name", 63}, {"namespace", 63}, {"secret", 253}, {"key", 253}};
  for (const auto& [field, limit] : limits) {
    EXPECT_TRUE(Accepts(field, limit)) << field;
    EXPECT_FALSE(Accepts(field, limit + 1)) << field;
  }
}

TEST(ParseProfiles, SaysWhereTheJsonBreaksOff) {
  EXPECT_EQ(ErrorOf("{\n\"version\": 1,"), "line 2: not JSON: Missing a name for object member.");
  EXPECT_EQ(ErrorOf(""), "line 1: not JSON: The document is empty.");
  EXPECT_EQ(ErrorOf("[]"), "line 1: the file is a list: expected an object");
  EXPECT_EQ(ErrorOf(std::string(1000, '[')), "line 1: not JSON: more than 16 levels");
}

TEST(ParseProfiles, RefusesWhatContradictsItself) {
  EXPECT_NE(ErrorOf(R"({"version":1,"profiles":[]})").find("profiles is empty"), std::string::npos);
  EXPECT_NE(ErrorOf(R"({"version":2,"profiles":[]})").find("version is 2"), std::string::npos);
  EXPECT_NE(ErrorOf(R"({"version":1,"version":1,"profiles":[]})").find("version is set twice"), std::string::npos);
  EXPECT_NE(ErrorOf(R"({"version":1,"profiles":[{"name":"a","namespace":"b","secret":"c","key":"d"},
                                              {"name":"a","namespace":"b","secret":"c","key":"d"}]})")
                .find("line 2: profiles[1].name is 'a', as that of an earlier profile"),
            std::string::npos);
  EXPECT_NE(ErrorOf(R"({"version":1,"profiles":[{"name":"a","namespace":"b","secret":"c","key":"d",
                        "minLength":100,"maxLength":50}]})")
                .find("maxLength is 50: a token of minLength has 136 characters"),
            std::string::npos);
  EXPECT_NE(ErrorOf(R"({"version":1,"profiles":[{"name":"a","namespace":"b","secret":"c","key":"d",
                        "copies":[{"namespace":"b"}]}]})")
                .find("copies[0] is the guarded Secret itself"),
            std::string::npos);
}

}  // namespace
}  // namespace token
