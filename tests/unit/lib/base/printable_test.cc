#include "base/printable.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Printable, EscapesWhatActsOnATerminalOrHides) {
  EXPECT_EQ(Printable("jane@example.com Ä 名"), "jane@example.com Ä 名");
  EXPECT_EQ(Printable("a\033[2Jb\nc\x7f"), "a\\u001B[2Jb\\u000Ac\\u007F");
  EXPECT_EQ(Printable("\xE2\x80\xAEtxt"), "\\u202Etxt");
  EXPECT_EQ(Printable("\xFFx\xC3"), "\xEF\xBF\xBDx\xEF\xBF\xBD");
}

TEST(Printable, EndsAtACharacter) {
  EXPECT_EQ(Printable("aÄb", 2), "a…");
  EXPECT_EQ(Printable("aÄb", 4), "aÄb");
  EXPECT_EQ(Printable("a\033", 3), "a…");
}

}  // namespace
}  // namespace base
