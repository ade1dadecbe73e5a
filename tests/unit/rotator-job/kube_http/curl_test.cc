#include "kube_http/curl.h"

#include <gtest/gtest.h>

namespace kube_http {
namespace {

TEST(Sink, CollectsABodyUpToItsLimit) {
  Sink sink;
  std::string part(1U << 20U, 'x');
  for (int i = 0; i < 16; ++i) {
    ASSERT_EQ(Sink::Write(part.data(), 1, part.size(), &sink), part.size());
  }
  EXPECT_EQ(sink.bytes.size(), 16U << 20U);
  EXPECT_EQ(Sink::Write(part.data(), 1, 1, &sink), 0U) << "libcurl ends a transfer whose bytes are not taken";
}

TEST(List, HoldsItsLinesInOrder) {
  List list;
  Append(list, base::SecretText("A: 1"));
  Append(list, base::SecretText("B: 2"));
  EXPECT_STREQ(list->data, "A: 1");
  EXPECT_STREQ(list->next->data, "B: 2");
}

}  // namespace
}  // namespace kube_http
