#include "token/generator.h"

#include <gtest/gtest.h>

#include "testing/fakes.h"
#include "token/policy.h"

namespace token {
namespace {

TEST(Generate, MakesTokensThatThePolicyAccepts) {
  fakes::FakeRandom random;
  for (int i = 0; i < 1000; ++i) {
    const auto made = Generate(random, KeptnProfile());
    ASSERT_TRUE(made.has_value());
    EXPECT_EQ(made->size(), 44U);
    Subject subject;
    subject.token = made->Reveal();
    EXPECT_TRUE(Judge(subject, {}, KeptnProfile()).findings.empty());
  }
}

TEST(Generate, MakesTokensThatEveryEncodingAccepts) {
  Profile profile = KeptnProfile();
  profile.encoding = Encoding::kAny;
  fakes::FakeRandom random;
  for (int i = 0; i < 1000; ++i) {
    const auto made = Generate(random, profile);
    ASSERT_TRUE(made.has_value());
    Subject subject;
    subject.token = made->Reveal();
    EXPECT_TRUE(Judge(subject, {}, profile).findings.empty());
  }
}

TEST(Generate, SaysWhenAProfileRefusesEverything) {
  fakes::FakeRandom random;
  Profile profile = KeptnProfile();
  profile.max_length = 10;
  const auto made = Generate(random, profile);
  ASSERT_FALSE(made.has_value());
  EXPECT_EQ(made.error().message, "the profile keptn refuses every token that can be made");
}

}  // namespace
}  // namespace token
