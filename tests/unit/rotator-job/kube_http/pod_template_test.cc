#include <gtest/gtest.h>

#include "kube_http/codec.h"

namespace kube_http {
namespace {

TEST(DecodeDeployment, NamesTheFieldsOfThePodTemplateAndLeavesTheRotationIdOut) {
  const auto decode = [](const std::string& pod_template) {
    return DecodeDeployment(
        base::SecretBytes(R"({"metadata":{"uid":"u","generation":1},"spec":{"template":)" + pod_template + "}}"));
  };
  const auto plain = decode(R"({"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","tty":true}]}})");
  const auto stamped = decode(R"({"metadata":{"labels":{"a":"b"},"annotations":{"token-guard.keptn.sh/rotation":"x"}},
      "spec":{"containers":[{"name":"c","tty":true}]}})");
  ASSERT_TRUE(plain && stamped);
  EXPECT_EQ(plain->pod_template, stamped->pod_template);
  EXPECT_EQ(plain->pod_template.count("spec.containers[c].tty"), 1U);
  const auto injected = decode(R"({"metadata":{"labels":{"a":"b"},"annotations":{"e.io/s":"1"}},
      "spec":{"containers":[{"name":"c","tty":false}]}})");
  ASSERT_TRUE(injected);
  EXPECT_EQ(injected->pod_template.count("metadata.annotations[e.io/s]"), 1U);
  EXPECT_NE(injected->pod_template.at("spec.containers[c].tty"), plain->pod_template.at("spec.containers[c].tty"));
}

}  // namespace
}  // namespace kube_http
