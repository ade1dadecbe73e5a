#include "sys/streams.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace sys {
namespace {

class StreamsTest : public testing::Test {
 protected:
  StreamsTest() {
    std::string name = testing::TempDir() + "streams.XXXXXX";
    folder = mkdtemp(name.data());
  }
  static std::string Contents(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  PosixStreams streams;
  std::string folder;
};

TEST_F(StreamsTest, ReadsOnWhenAFileHasGrown) {
  const auto path = folder + "/log";
  std::ofstream(path) << "one";
  auto stream = streams.Open(path);
  ASSERT_TRUE(stream);
  char room[8];
  EXPECT_EQ((*stream)->Read(room, 2).value(), 2U);
  EXPECT_EQ((*stream)->Read(room, 8).value(), 1U);
  EXPECT_EQ((*stream)->Read(room, 8).value(), 0U);
  std::ofstream(path, std::ios::app) << "more";
  EXPECT_EQ((*stream)->Read(room, 8).value(), 4U);
}

TEST_F(StreamsTest, SaysWhatCannotBeRead) {
  EXPECT_EQ(streams.Open(folder + "/no").error().message, "cannot read " + folder + "/no: No such file or directory");
  EXPECT_EQ(streams.Open(folder + "/no").error().code, base::Code::kNotFound);
  auto directory = streams.Open(folder);
  char byte = 0;
  EXPECT_EQ((*directory)->Read(&byte, 1).error().message, "cannot read " + folder + ": Is a directory");
}

TEST_F(StreamsTest, ReplacesAFileInOneStepForItsOwnerAlone) {
  const auto path = folder + "/state";
  ASSERT_TRUE(streams.Replace(path, "first"));
  ASSERT_TRUE(streams.Replace(path, "second"));
  EXPECT_EQ(Contents(path), "second");
  struct stat status {};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(StreamsTest, SaysWhatCannotBeWritten) {
  EXPECT_EQ(streams.Replace(folder + "/no/state", "x").error().message,
            "cannot write " + folder + "/no/state: No such file or directory");
  EXPECT_EQ(streams.Replace(folder, "x").error().message, "cannot write " + folder + ": Is a directory");
  EXPECT_EQ(streams.Replace("/dev/full", "x").error().message, "cannot write /dev/full: No space left on device");
}

}  // namespace
}  // namespace sys
