#include "http_server/input_buffer.h"

#include <gtest/gtest.h>

namespace http_server {
namespace {

TEST(InputBuffer, KeepsWhatIsNotConsumed) {
  InputBuffer buffer;
  EXPECT_TRUE(buffer.Empty());
  buffer.Append("one");
  buffer.Append("two");
  EXPECT_EQ(buffer.View(), "onetwo");
  buffer.Consume(3);
  EXPECT_EQ(buffer.View(), "two");
  EXPECT_EQ(buffer.data()[buffer.size()], '\0');
  buffer.Consume(3);
  EXPECT_TRUE(buffer.Empty());
}

TEST(InputBuffer, WipesWhatIsConsumed) {
  InputBuffer buffer;
  buffer.Reserve(100);
  buffer.Append("secret and the rest");
  const char* bytes = buffer.data();
  buffer.Consume(7);
  EXPECT_EQ(buffer.data(), bytes);
  EXPECT_EQ(buffer.View(), "and the rest");
  EXPECT_EQ(std::string(bytes + 12, 7), std::string(7, '\0'));
}

TEST(InputBuffer, GivesTheMemoryOfALargeRequestBack) {
  InputBuffer buffer;
  buffer.Append(std::string(1000000, 'x') + "rest");
  const char* bytes = buffer.data();
  buffer.Consume(1000000);
  EXPECT_EQ(buffer.View(), "rest");
  EXPECT_NE(buffer.data(), bytes);
}

}  // namespace
}  // namespace http_server
