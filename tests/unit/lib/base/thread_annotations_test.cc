#include "base/thread_annotations.h"

#include <gtest/gtest.h>

#include <thread>

namespace base {
namespace {

TEST(Condition, WakesAWaiterThatHoldsTheMutex) {
  Mutex mutex;
  Condition condition;
  bool ready = false;
  std::thread other([&] {
    const MutexLock lock(mutex);
    ready = true;
    condition.NotifyOne();
  });
  {
    const MutexLock lock(mutex);
    while (!ready) {
      condition.Wait(mutex);
    }
    EXPECT_TRUE(ready);
  }
  other.join();
}

}  // namespace
}  // namespace base
