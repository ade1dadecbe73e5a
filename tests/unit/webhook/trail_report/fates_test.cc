#include "trail_report/fates.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace trail_report {
namespace {

Fingerprint F(char c) {
  Fingerprint fingerprint{};
  fingerprint[0] = c;
  return fingerprint;
}

Time At(double seconds) {
  return Time() + std::chrono::duration_cast<Time::duration>(std::chrono::duration<double>(1'000'000 + seconds));
}

class FatesTest : public testing::Test {
 protected:
  // An allowed write that found token `before` and leaves `after`.
  void Write(double at, char before, char after) {
    Moment moment;
    moment.time = At(at);
    moment.before = before == 0 ? Fingerprint{} : F(before);
    moment.after = F(after);
    moment.changed = before != after;
    moments.push_back(moment);
  }
  // The fates, as "s" stored, "o" open, "n" not stored, "-" no change; then the unseen edits, as "ab".
  std::string Trace(const std::vector<Moment>& steps = {}) {
    const auto fates = trail_report::Trace(moments, steps);
    std::string text;
    for (const auto& moment : moments) {
      text += "-son"[static_cast<std::size_t>(moment.fate)];
    }
    for (const auto& edit : fates.unseen) {
      text += std::string(" ") + edit.before[0] + edit.after[0];
    }
    changes = fates.token_changes;
    return text;
  }
  std::deque<Moment> moments;
  std::vector<Time> changes;
};

TEST_F(FatesTest, AChangeIsStoredIfALaterLineFindsItsToken) {
  Write(0, 'a', 'b');
  Write(60, 'b', 'c');
  Write(120, 'c', 'c');
  Write(180, 'c', 'd');
  EXPECT_EQ(Trace(), "ss-o");
  EXPECT_EQ(changes, (std::vector<Time>{At(0), At(60), At(180)}));
}

TEST_F(FatesTest, AChangeIsNotStoredIfALaterLineFindsTheOldToken) {
  Write(0, 'a', 'b');
  Write(60, 'a', 'c');
  Write(120, 'c', 'c');
  EXPECT_EQ(Trace(), "ns-");
}

TEST_F(FatesTest, OfTwoWritesAtOnceOneIsStored) {
  Write(0, 'a', 'b');
  Write(0.01, 'a', 'c');
  Write(60, 'b', 'b');
  EXPECT_EQ(Trace(), "sn-");
}

TEST_F(FatesTest, ATokenThatNoLineLeftIsAnUnseenEdit) {
  Write(0, 'a', 'b');
  Write(60, 'b', 'b');
  Write(120, 'x', 'x');
  Write(180, 'x', 'c');
  EXPECT_EQ(Trace(), "s--o bx");
  EXPECT_EQ(changes, (std::vector<Time>{At(0), At(120), At(180)}));
}

TEST_F(FatesTest, AnUnseenEditIsFoundBehindAChangeToo) {
  Write(0, 'a', 'b');
  Write(60, 'x', 'x');
  EXPECT_EQ(Trace(), "n- ax");
}

TEST_F(FatesTest, LinesOfTwoClocksAreNoUnseenEdit) {
  Write(0, 'b', 'c');  // Of the replica whose clock is behind: after the next one in truth.
  Write(0.5, 'a', 'b');
  Write(60, 'c', 'c');
  EXPECT_EQ(Trace().substr(3), "");
}

TEST_F(FatesTest, ACachedObjectIsNoUnseenEdit) {
  Write(0, 'a', 'b');
  Write(1, 'b', 'b');
  Write(1.5, 'a', 'a');
  Write(60, 'b', 'b');
  EXPECT_EQ(Trace(), "s---");
}

TEST_F(FatesTest, TheRotatorsLinesConfirmToo) {
  Write(0, 'a', 'b');
  Moment step;
  step.time = At(1);
  step.after = F('b');
  EXPECT_EQ(Trace({step}), "s");
}

TEST_F(FatesTest, WithoutFingerprintsEverythingIsOpen) {
  moments.resize(3000);
  for (auto& moment : moments) {
    moment.changed = true;
  }
  EXPECT_EQ(Trace(), std::string(3000, 'o'));
}

TEST_F(FatesTest, EachSecretIsFollowedOnItsOwn) {
  Write(0, 'a', 'b');
  Write(60, 'c', 'c');
  moments.back().secret = 7;
  Write(120, 'b', 'b');
  EXPECT_EQ(Trace(), "s--");
}

TEST_F(FatesTest, ADryRunAndADenialLeaveNothing) {
  Write(0, 'a', 'b');
  moments.back().dry_run = true;
  Write(60, 'a', 'c');
  moments.back().verdict = Verdict::kDenied;
  Write(120, 'a', 'a');
  EXPECT_EQ(Trace(), "---");
}

}  // namespace
}  // namespace trail_report
