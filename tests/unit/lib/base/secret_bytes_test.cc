#include "base/secret_bytes.h"

#include <gtest/gtest.h>

#include <utility>

namespace base {
namespace {

TEST(SecretBytes, IsEmptyAfterAMove) {
  SecretBytes first(std::string_view("short"));
  const SecretBytes second(std::move(first));
  EXPECT_EQ(second.Reveal(), "short");
  EXPECT_TRUE(first.Empty());  // NOLINT(bugprone-use-after-move): the promise under test.
}

TEST(SecretBytes, WipesTheStringItTakesOver) {
  std::string source(100, 'x');
  const SecretBytes taken(std::move(source));
  EXPECT_EQ(taken.size(), 100U);
  EXPECT_TRUE(source.empty());  // NOLINT(bugprone-use-after-move): the promise under test.
}

TEST(SecretBytes, ComparesByContent) {
  const SecretBytes a(std::string_view("token"));
  EXPECT_TRUE(a.Equals(a.Clone()));
  EXPECT_FALSE(a.Equals(SecretBytes(std::string_view("tokem"))));
  EXPECT_FALSE(a.Equals(SecretBytes(std::string_view("toke"))));
}

TEST(Wipe, OverwritesTheWholeCapacity) {
  std::string bytes = "a secret that is longer than any small buffer inside of the string";
  const char* memory = bytes.data();
  const std::size_t length = bytes.size();
  bytes.resize(3);  // The rest stays behind in memory.
  Wipe(bytes);
  EXPECT_TRUE(bytes.empty());
  bytes.reserve(length);
  ASSERT_EQ(bytes.data(), memory);  // Still the same buffer.
  for (std::size_t i = 0; i < length; ++i) {
    EXPECT_EQ(memory[i], '\0') << i;
  }
}

TEST(EqualInConstantTime, TellsEqualFromDifferent) {
  EXPECT_TRUE(EqualInConstantTime("", ""));
  EXPECT_TRUE(EqualInConstantTime("key", "key"));
  EXPECT_FALSE(EqualInConstantTime("key", "kez"));
  EXPECT_FALSE(EqualInConstantTime("key", "keys"));
}

TEST(WipeAtExit, WipesAlsoWhenAnExceptionPasses) {
  char bytes[] = "secret";
  try {
    const WipeAtExit wipe(bytes, sizeof(bytes));
    throw std::bad_alloc();
  } catch (const std::bad_alloc&) {
    EXPECT_EQ(std::string_view(bytes, sizeof(bytes)), std::string_view("\0\0\0\0\0\0\0", sizeof(bytes)));
  }
}

}  // namespace
}  // namespace base
