#include "token/remedies.h"

#include <gtest/gtest.h>

namespace token {
namespace {

TEST(Remedies, NameTheProfilesSecret) {
  Profile profile;
  profile.secret_namespace = "prod";
  profile.secret = "api";
  profile.key = "tok";
  EXPECT_EQ(
      Store(kRandom, profile),
      "head -c 32 /dev/urandom | base64 -w0 | kubectl create secret generic api -n prod --from-file=tok=/dev/stdin "
      "--dry-run=client -o yaml | kubectl apply --server-side --force-conflicts -f -");
  EXPECT_EQ(FromVariable(profile), "--from-literal=tok=\"%KEPTN_API_TOKEN%\"");
  EXPECT_EQ(RemoveCopy(profile),
            "kubectl annotate secret api -n prod kubectl.kubernetes.io/last-applied-configuration-");
  EXPECT_EQ(RemoveKey(profile), "kubectl patch secret api -n prod --type=json -p \"[{op: remove, path: /data/KEY}]\"");
  const Complaint complaint = NewToken("the token is weak", profile);
  EXPECT_EQ(complaint.message, "the token is weak");
  EXPECT_EQ(complaint.command, Store(kRandom, profile));
  EXPECT_FALSE(complaint.denies);
  const Complaint same = SameToken("the token is a UUID", "encode it", kEncode, profile);
  EXPECT_EQ(same.remedy, "encode it; the command asks for the token");
  EXPECT_EQ(same.command, Store(std::string(kAsked) + " | base64 -w0", profile));
}

}  // namespace
}  // namespace token
