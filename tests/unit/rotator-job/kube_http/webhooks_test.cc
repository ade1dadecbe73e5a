#include "kube_http/webhooks.h"

#include <gtest/gtest.h>

#include "base/base64.h"

namespace kube_http {
namespace {

TEST(Webhooks, AreDecodedWithWhatTheGuardFillsIn) {
  const std::string body =
      R"({"metadata": {"name": "token-webhook", "resourceVersion": "7"}, "webhooks": [
        {"name": "validate.x", "rules": [{"operations": ["CREATE"]}], "clientConfig": {
          "caBundle": ")" +
      base::EncodeBase64("PEM") + R"(", "service": {"namespace": "token-guard", "name": "s", "path": "/validate/k"}}},
        {"name": "mutate.x", "rules": [], "clientConfig": {"service": {"namespace": "token-guard"}}},
        {"name": "url.x", "clientConfig": {"url": "https://x"}}]})";
  const auto decoded = DecodeWebhooks(base::SecretBytes(std::string_view(body)), kube::WebhookKind::kMutating);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->resource_version, "7");
  ASSERT_EQ(decoded->webhooks.size(), 2U);
  const auto& first = decoded->webhooks[0];
  EXPECT_EQ(first.name + first.ns + first.path + first.ca_bundle, "validate.xtoken-guard/validate/kPEM");
  EXPECT_TRUE(first.active);
  const auto& second = decoded->webhooks[1];
  EXPECT_EQ(second.path + second.ca_bundle, "");
  EXPECT_FALSE(second.active);
}

TEST(Webhooks, OtherBodiesAreUnavailable) {
  for (const auto* body : {"", "[]", "{}", "<html>"}) {
    const auto decoded = DecodeWebhooks(base::SecretBytes(std::string_view(body)), kube::WebhookKind::kMutating);
    EXPECT_EQ(decoded.error().code, base::Code::kUnavailable) << body;
  }
}

TEST(Webhooks, APatchNamesWhatChangesAndNothingElse) {
  EXPECT_EQ(EncodeWebhooks(
                "7", {{"a", "PEM"}, {"b", std::nullopt, "/validate/k"}, {"c", std::nullopt, std::nullopt, {"DELETE"}}})
                .Reveal(),
            R"({"metadata":{"resourceVersion":"7"},"webhooks":[{"name":"a","clientConfig":{"caBundle":"UEVN"}},)"
            R"({"name":"b","clientConfig":{"service":{"path":"/validate/k"}}},)"
            R"({"name":"c","rules":[{"apiGroups":[""],"apiVersions":["v1"],"resources":["secrets"],)"
            R"("operations":["DELETE"],"scope":"Namespaced"}]}]})");
}

}  // namespace
}  // namespace kube_http
