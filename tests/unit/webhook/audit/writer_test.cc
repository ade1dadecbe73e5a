#include "audit/writer.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <future>
#include <string>

#include "testing/fakes.h"

namespace audit {
namespace {

const Writer::Identity kIdentity{"pod-1/0123456789abcdef", R"({"type":"opening")"};

// Counts, and says when the first loss was reported.
class Losses final : public LossObserver {
 public:
  void OnLinesLost(std::uint64_t count) override {
    if (count_.fetch_add(count) == 0) {
      first_.set_value();
    }
  }
  void AwaitFirst() { first_.get_future().wait(); }
  [[nodiscard]] std::uint64_t Count() const { return count_; }

 private:
  std::atomic<std::uint64_t> count_{0};
  std::promise<void> first_;
};

// A second passes with every look at the clock.
class FastClock final : public ports::Clock {
 public:
  WallTime Now() override { return {}; }
  MonotonicTime Monotonic() override { return monotonic_ += std::chrono::seconds(1); }
  bool Sleep(std::chrono::milliseconds /*duration*/) override { return true; }

 private:
  MonotonicTime monotonic_{std::chrono::hours(1)};
};

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { close(fd_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int Get() const { return fd_; }
  // All bytes of a file, from its beginning.
  [[nodiscard]] std::string Contents() const {
    std::string text(static_cast<std::size_t>(lseek(fd_, 0, SEEK_END)), '\0');
    EXPECT_EQ(pread(fd_, text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
    return text;
  }

 private:
  const int fd_;
};

std::vector<std::string> TypesIn(const std::string& text) {
  std::vector<std::string> types;
  for (std::size_t at = 0; (at = text.find(R"("type":")", at)) != std::string::npos;) {
    at += 8;
    types.push_back(text.substr(at, text.find('"', at) - at));
  }
  return types;
}

// What all "lost" lines report together.
unsigned long SumOfLost(const std::string& text) {
  unsigned long sum = 0;
  for (std::size_t at = 0; (at = text.find(R"("lost":)", at)) != std::string::npos;) {
    at += 7;
    sum += std::stoul(text.substr(at));
  }
  return sum;
}

TEST(Writer, WritesWhatItWasGivenAndAClosingLine) {
  const Descriptor file(memfd_create("audit", 0));
  fakes::FakeClock clock;
  Losses losses;
  {
    Writer writer(file.Get(), kIdentity, clock, losses);
    writer.MarkServing();
    writer.Write(R"({"type":"a")");
    writer.Notify();
    writer.Write(R"({"type":"b")");  // Without Notify(): the end writes it.
  }
  const std::string text = file.Contents();
  EXPECT_EQ(TypesIn(text), (std::vector<std::string>{"opening", "a", "b", "closing"}));
  EXPECT_NE(text.find(R"("sequence":3)"), std::string::npos);
  EXPECT_EQ(losses.Count(), 0U);
}

TEST(Writer, WritesNothingIfTheProcessNeverServed) {
  const Descriptor file(memfd_create("audit", 0));
  fakes::FakeClock clock;
  Losses losses;
  { const Writer writer(file.Get(), kIdentity, clock, losses); }
  EXPECT_EQ(file.Contents(), "");
}

TEST(Writer, ReportsWhatAFullDiskLostWithTheNextLine) {
  const Descriptor file(memfd_create("audit", 0));
  const Descriptor output(open("/dev/full", O_WRONLY | O_CLOEXEC));
  fakes::FakeClock clock;
  Losses losses;
  {
    Writer writer(output.Get(), kIdentity, clock, losses);
    writer.Write(R"({"type":"a")");
    writer.Notify();
    losses.AwaitFirst();
    dup2(file.Get(), output.Get());  // Somebody made room.
    writer.Write(R"({"type":"b")");
    writer.CountLost();
    writer.Notify();
  }
  const std::string text = file.Contents();
  // The writer may see the first loss reported, the room, and the second loss in one round or in several.
  EXPECT_NE(text.find(R"("type":"b")"), std::string::npos) << text;
  EXPECT_EQ(TypesIn(text).front(), "opening");  // The one before was lost too, and is no loss.
  EXPECT_EQ(SumOfLost(text), 2U) << text;
  EXPECT_EQ(losses.Count(), 2U);
}

TEST(Writer, GivesUpOnAnOutputThatStaysBlocked) {
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK), 0);
  const Descriptor reader(ends[0]);
  const Descriptor output(ends[1]);
  const std::string page(4096, 'x');
  while (write(output.Get(), page.data(), page.size()) > 0) {
  }
  FastClock clock;
  Losses losses;
  {
    Writer writer(output.Get(), kIdentity, clock, losses);
    writer.MarkServing();
    writer.Write(R"({"type":"a")");
    writer.Notify();
  }
  EXPECT_EQ(losses.Count(), 1U);
}

TEST(Writer, OutlivesAReaderThatIsGone) {
  signal(SIGPIPE, SIG_IGN);
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
  close(ends[0]);
  const Descriptor output(ends[1]);
  fakes::FakeClock clock;
  Losses losses;
  {
    Writer writer(output.Get(), kIdentity, clock, losses);
    writer.Write(R"({"type":"a")");
    writer.Notify();
    losses.AwaitFirst();
    writer.Write(R"({"type":"b")");
  }
  EXPECT_EQ(losses.Count(), 2U);
}

// Counts the lines that report losses: each begins with a look at the time of day.
class CountingClock final : public ports::Clock {
 public:
  WallTime Now() override {
    ++looks;
    return {};
  }
  MonotonicTime Monotonic() override { return {}; }
  bool Sleep(std::chrono::milliseconds /*duration*/) override { return true; }
  std::atomic<int> looks{0};
};

TEST(Writer, RestsAfterAFailedWriteUntilTheNextRecord) {
  const Descriptor full(open("/dev/full", O_WRONLY | O_CLOEXEC));
  CountingClock clock;
  Losses losses;
  Writer writer(full.Get(), kIdentity, clock, losses);
  writer.Write(R"({"type":"a")");
  writer.Notify();
  losses.AwaitFirst();
  // Meanwhile another writer takes some turns of the same length.
  std::array<int, 2> ends{};
  ASSERT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
  const Descriptor reader(ends[0]);
  const Descriptor output(ends[1]);
  Losses none;
  Writer other(output.Get(), kIdentity, clock, none);
  for (int turn = 0; turn < 20; ++turn) {
    other.Write(R"({"type":"b")");
    other.Notify();
    std::array<char, 4096> line{};
    ASSERT_GT(read(reader.Get(), line.data(), line.size()), 0);
  }
  EXPECT_EQ(clock.looks, 0);
}

}  // namespace
}  // namespace audit
