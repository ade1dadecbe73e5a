#include "sys/process.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <cstdlib>

namespace sys {
namespace {

TEST(Environment, TellsAnEmptyVariableFromNone) {
  setenv("PROCESS_TEST_VARIABLE", "", 1);
  EXPECT_EQ(Environment("PROCESS_TEST_VARIABLE"), "");
  unsetenv("PROCESS_TEST_VARIABLE");
  EXPECT_EQ(Environment("PROCESS_TEST_VARIABLE"), std::nullopt);
}

TEST(ForbidDumps, LeavesNoCoreAndNoReader) {
  ForbidDumps();
  rlimit limit{};
  getrlimit(RLIMIT_CORE, &limit);
  EXPECT_EQ(limit.rlim_max, 0U);
  EXPECT_EQ(prctl(PR_GET_DUMPABLE), 0);
}

}  // namespace
}  // namespace sys
