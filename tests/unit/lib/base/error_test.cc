#include "base/error.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Error, KeepsItsCodeWhenContextIsAdded) {
  const Error error = Error{Code::kConflict, "the Secret has changed"}.With("set");
  EXPECT_EQ(error.code, Code::kConflict);
  EXPECT_EQ(error.message, "set: the Secret has changed");
}

TEST(Error, HasANameForEveryCode) {
  EXPECT_EQ(CodeName(Code::kInvalid), "invalid");
  EXPECT_EQ(CodeName(Code::kNotFound), "not-found");
  EXPECT_EQ(CodeName(Code::kDenied), "denied");
  EXPECT_EQ(CodeName(Code::kConflict), "conflict");
  EXPECT_EQ(CodeName(Code::kUnavailable), "unavailable");
  EXPECT_EQ(CodeName(Code::kUnknown), "unknown-outcome");
  EXPECT_EQ(CodeName(Code::kInternal), "internal");
}

}  // namespace
}  // namespace base
