#include "rotation/template_changes.h"

#include <gtest/gtest.h>

#include "rotation_fixture.h"

namespace rotation {
namespace {

kube::Deployment With(std::map<std::string, std::size_t> fields) {
  kube::Deployment deployment;
  deployment.pod_template = std::move(fields);
  return deployment;
}

TEST(TemplateChanges, NamesTheHighestPathOfEachDifference) {
  const auto before = With({{"", 1}, {"spec", 1}, {"spec.containers[a]", 1}, {"spec.containers[a].image", 2}});
  EXPECT_TRUE(TemplateChanges(before, before).empty());
  const auto sidecar = With({{"", 1},
                             {"spec", 1},
                             {"spec.containers[a]", 1},
                             {"spec.containers[a].image", 2},
                             {"spec.containers[b]", 1},
                             {"spec.containers[b].image", 2}});
  EXPECT_EQ(TemplateChanges(before, sidecar), (std::vector<std::string>{"spec.containers[b]"}));
  EXPECT_EQ(TemplateChanges(sidecar, before), (std::vector<std::string>{"spec.containers[b]"}));
  const auto image = With({{"", 1}, {"spec", 1}, {"spec.containers[a]", 1}, {"spec.containers[a].image", 3}});
  EXPECT_EQ(TemplateChanges(before, image), (std::vector<std::string>{"spec.containers[a].image"}));
}

TEST(OtherWebhookChanges, NamesFivePathsAtMost) {
  const auto error = OtherWebhookChanges("bridge", {"a", "b", "c", "d", "e", "f", "g"});
  EXPECT_NE(error.message.find("Deployment bridge too, at a, b, c, d, e and 2 more;"), std::string::npos);
}

TEST(WithOtherWebhook, ExplainsTheFencesRefusalAlone) {
  const base::Error fence{base::Code::kInvalid, "ValidatingAdmissionPolicy 'token-rotator-restarts-only' denied"};
  EXPECT_NE(WithOtherWebhook(fence).message.find("another tool's mutating webhook"), std::string::npos);
  const base::Error other{base::Code::kInvalid, "ValidatingAdmissionPolicy 'labels' denied"};
  EXPECT_EQ(WithOtherWebhook(other).message, other.message);
}

class OtherWebhookTest : public RotationFixture {};

TEST_F(OtherWebhookTest, IsFoundBeforeAnythingChangesAndNamed) {
  cluster.injected = {{"spec.containers[istio-proxy]", 1}, {"metadata.annotations[sidecar.istio.io/status]", 7}};
  for (const bool dry_run : {true, false}) {
    Settings settings;
    settings.dry_run = dry_run;
    EXPECT_EQ(Run(settings), Exit::kNeedsPerson);
    EXPECT_TRUE(
        Logged("changes the pod template of Deployment api-service too, at "
               "metadata.annotations[sidecar.istio.io/status], spec.containers[istio-proxy]"));
    EXPECT_TRUE(Logged("nothing was changed"));
    EXPECT_EQ(cluster.Token(), kOld);
  }
}

TEST_F(OtherWebhookTest, ThatTakesTheStampOutIsFoundBeforeAnythingChanges) {
  cluster.drops_stamp = true;
  EXPECT_EQ(Run(), Exit::kNeedsPerson);
  EXPECT_TRUE(Logged("takes the rotation id out of the pod template of Deployment api-service"));
  EXPECT_TRUE(Logged("nothing was changed"));
  EXPECT_EQ(cluster.Token(), kOld);
}

TEST_F(OtherWebhookTest, ThatPutsAnotherTokenInIsFoundBeforeAnythingChanges) {
  cluster.swapped_token = "bm90LXRoZS1yb3RhdG9yJ3MtdG9rZW4=";
  EXPECT_EQ(Run(), Exit::kNeedsPerson);
  EXPECT_TRUE(Logged("puts another token in the place of the new one"));
  EXPECT_TRUE(Logged("nothing was changed"));
  EXPECT_EQ(cluster.Token(), kOld);
}

TEST_F(OtherWebhookTest, ThatArrivesInMidRotationIsBlamedForTheFencesRefusal) {
  cluster.refuse = [](const fakes::FakeCluster::WriteCall& call) -> std::optional<base::Error> {
    if (call.dry_run || call.what != "patch deployments/bridge") {
      return std::nullopt;
    }
    return base::Error{base::Code::kInvalid, "ValidatingAdmissionPolicy 'token-rotator-restarts-only' denied"};
  };
  EXPECT_EQ(Run(), Exit::kRolledBack);
  EXPECT_EQ(cluster.Token(), kOld);
  EXPECT_NE(log.lines.back().find("another tool's mutating webhook"), std::string::npos) << log.lines.back();
}

TEST_F(OtherWebhookTest, IsNotBlamedForAPersonsEdit) {
  bool edited = false;
  cluster.refuse = [&](const fakes::FakeCluster::WriteCall& call) -> std::optional<base::Error> {
    if (call.dry_run && call.what == "patch deployments/bridge" && !edited) {
      edited = true;
      cluster.template_fields["spec.containers[bridge].image"] = 2;  // After the look, before the dry run.
    }
    return std::nullopt;
  };
  EXPECT_EQ(Run(), Exit::kDone);
  EXPECT_TRUE(edited);
}

}  // namespace
}  // namespace rotation
