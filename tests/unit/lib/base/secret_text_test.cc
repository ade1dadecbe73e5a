#include "base/secret_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <new>
#include <utility>

namespace {

// What the allocator of this program observes: whether a freed block still holds the secret.
constexpr std::string_view kSecret = "a-token-of-thirty-two-characters";
bool observe = false;
int freed_with_secret = 0;
int allocations_left = -1;  // -1: no limit; 0: the next allocation throws std::bad_alloc.

void* Allocate(std::size_t size) {
  if (allocations_left == 0) {
    throw std::bad_alloc();
  }
  allocations_left -= allocations_left > 0 ? 1 : 0;
  // Zeroed, so that an old value in recycled memory is not taken for a leak.
  void* block = std::calloc(1, size == 0 ? 1 : size);
  if (block == nullptr) {
    throw std::bad_alloc();
  }
  return block;
}

void Free(void* block, std::size_t size) {
  if (observe && block != nullptr) {
    const std::string_view bytes(static_cast<const char*>(block), size);
    freed_with_secret += bytes.find(kSecret.substr(0, 8)) == std::string_view::npos ? 0 : 1;
  }
  std::free(block);
}

}  // namespace

void* operator new(std::size_t size) { return Allocate(size); }
void operator delete(void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t size) noexcept { Free(block, size); }

namespace base {
namespace {

class SecretTextTest : public testing::Test {
 protected:
  void SetUp() override {
    freed_with_secret = 0;
    observe = true;
  }
  void TearDown() override {
    observe = false;
    allocations_left = -1;
  }
};

TEST_F(SecretTextTest, TheObserverSeesAnUnwipedCopy) {
  { const std::vector<char> copy(kSecret.begin(), kSecret.end()); }
  EXPECT_EQ(freed_with_secret, 1);
}

TEST_F(SecretTextTest, HoldsWhatWasPutIn) {
  SecretText text(std::string_view("ab"));
  text.push_back('c');
  text.append("de");
  std::reverse(text.begin(), text.end());
  std::copy_n("fg", 2, std::back_inserter(text));
  EXPECT_EQ(text.Reveal(), "edcbafg");
  EXPECT_EQ(text.size(), 7U);
  EXPECT_FALSE(text.empty());
}

TEST_F(SecretTextTest, IsEmptyAfterAMove) {
  SecretText first(kSecret);
  SecretText second(std::move(first));
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): the promise under test.
  first = std::move(second);
  EXPECT_TRUE(second.empty());  // NOLINT(bugprone-use-after-move): the promise under test.
  EXPECT_EQ(first.Reveal(), kSecret);
}

TEST_F(SecretTextTest, WipesItsMemoryWhenDestroyedClearedOrAssigned) {
  { const SecretText text(kSecret); }
  SecretText text(kSecret);
  text.clear();
  EXPECT_TRUE(text.empty());
  text = SecretText(kSecret);
  text = SecretText(std::string_view("another"));
  EXPECT_EQ(freed_with_secret, 0);
}

TEST_F(SecretTextTest, DropsItsFrontAndWipesWhatThatLeavesBehind) {
  SecretText text(std::string_view("first second"));
  const char* memory = text.Reveal().data();
  text.DropFront(6);
  EXPECT_EQ(text.Reveal(), "second");
  EXPECT_EQ(std::string_view(memory, 12), std::string_view("second\0\0\0\0\0\0", 12));
  text.DropFront(6);
  EXPECT_TRUE(text.empty());
}

TEST_F(SecretTextTest, WipesTheBlockThatItOutgrows) {
  SecretText text;
  for (int i = 0; i < 100; ++i) {
    text.append(kSecret);
  }
  EXPECT_EQ(freed_with_secret, 0);
}

TEST_F(SecretTextTest, WipesItsMemoryWhenAnAllocationFails) {
  bool failed = false;
  try {
    SecretText text(kSecret);
    SecretText folded(kSecret);
    allocations_left = 0;
    for (;;) {
      folded.append(text.Reveal());  // Grows until the allocator throws.
    }
  } catch (const std::bad_alloc&) {
    failed = true;
  }
  allocations_left = -1;
  EXPECT_TRUE(failed);
  EXPECT_EQ(freed_with_secret, 0);
}

}  // namespace
}  // namespace base
