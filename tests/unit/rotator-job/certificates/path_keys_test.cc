#include "certificates/path_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/fakes.h"

namespace certificates {
namespace {

std::vector<std::string> Read(std::string_view value) {
  std::vector<std::string> keys;
  for (const auto& key : ReadPathKeys(value)) {
    keys.emplace_back(key.Reveal());
  }
  return keys;
}

TEST(PathKeys, AreOneOrTwoLines) {
  const std::string first(32, 'a');
  const std::string second = "0123456-89abcdef";
  EXPECT_THAT(Read(first), testing::ElementsAre(first));
  EXPECT_THAT(Read(first + "\n" + second + "\n"), testing::ElementsAre(first, second));
  for (const auto& bad : {std::string(), std::string("short"), std::string(129, 'a'), first + " ", std::string(32, 'A'),
                          std::string(32, '_'), "-" + first, first + "-", first + "\n" + second + "\n" + first}) {
    EXPECT_THAT(Read(bad), testing::IsEmpty()) << bad;
  }
}

TEST(PathKeys, ANewOneIs128BitsInHex) {
  fakes::FakeRandom random;
  const auto first = MakePathKey(random);
  const auto second = MakePathKey(random);
  EXPECT_THAT(std::string(first->Reveal()), testing::MatchesRegex("[0-9a-f]{32}"));
  EXPECT_FALSE(first->Equals(*second));
  EXPECT_THAT(Read(first->Reveal()), testing::SizeIs(1));
}

TEST(PathKeys, EachEntryHasItsPathAndItsOperations) {
  EXPECT_EQ(PathFor("validate.token-webhook.keptn.sh", "k"), "/validate/k");
  EXPECT_EQ(PathFor("delete.token-webhook.keptn.sh", "k"), "/validate/k");
  EXPECT_EQ(PathFor("mutate.token-webhook.keptn.sh", "k"), "/mutate/k");
  EXPECT_THAT(OperationsFor("validate.token-webhook.keptn.sh"), testing::ElementsAre("CREATE", "UPDATE"));
  EXPECT_THAT(OperationsFor("mutate.token-webhook.keptn.sh"), testing::ElementsAre("CREATE", "UPDATE"));
  EXPECT_THAT(OperationsFor("delete.token-webhook.keptn.sh"), testing::ElementsAre("DELETE"));
}

}  // namespace
}  // namespace certificates
