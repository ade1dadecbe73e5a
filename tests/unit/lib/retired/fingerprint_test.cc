#include "retired/fingerprint.h"

#include <gtest/gtest.h>

namespace retired {
namespace {

TEST(Fingerprint, IsTheFirstHalfOfTheKeyedHash) {
  // RFC 4231, test case 2.
  EXPECT_EQ(Fingerprint(base::SecretBytes(std::string_view("Jefe")), "what do ya want for nothing?"),
            "hmac-sha256:5bdcc146bf60754e6a042426089575c7");
}

const Place kPlace{"keptn", "keptn-api-token", "keptn-api-token"};

base::SecretBytes Key(std::string_view text) { return base::SecretBytes(text); }

TEST(ReturnMark, BelongsToOneKeyOnePlaceAndOneToken) {
  const std::string mark = ReturnMark(Key("key"), kPlace, "weak");
  EXPECT_EQ(mark.size(), 32U);
  EXPECT_EQ(mark, ReturnMark(Key("key"), kPlace, "weak"));
  EXPECT_NE(mark, ReturnMark(Key("other key"), kPlace, "weak"));
  EXPECT_NE(mark, ReturnMark(Key("key"), {"prod", kPlace.secret, kPlace.key}, "weak"));
  EXPECT_NE(mark, ReturnMark(Key("key"), {kPlace.secret_namespace, "other", kPlace.key}, "weak"));
  EXPECT_NE(mark, ReturnMark(Key("key"), {kPlace.secret_namespace, kPlace.secret, "other"}, "weak"));
  EXPECT_NE(mark, ReturnMark(Key("key"), kPlace, "weaker"));
}

TEST(ReturnMark, IsNoFingerprintOfATextThatSomebodyCanChoose) {
  const std::string chosen =
      "token-guard/returnable/v1\nkeptn\nkeptn-api-token\nkeptn-api-token\n" + Fingerprint(Key("key"), "weak");
  EXPECT_EQ(Fingerprint(Key("key"), chosen).find(ReturnMark(Key("key"), kPlace, "weak")), std::string::npos);
}

}  // namespace
}  // namespace retired
