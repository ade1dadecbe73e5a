// Searches for the slowest token of a length by hill climbing, with a fixed seed: what no sample of tokens shows.
// usage: policy_slowest [LENGTH [STEPS]]     default: 64 characters, 20,000 steps. Prints the time and the token.
//
// Each step changes the slowest token so far in one way (a character, a piece copied from another place, a piece of
// text that several kinds of segments fit) and keeps the change if the token is judged slower. Times are processor
// time, the least of five.
#include <time.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>

#include "token/policy.h"

namespace {

double ProcessorMicroseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

double Cost(const std::string& value, const token::Profile& profile) {
  static volatile std::size_t findings = 0;  // So that no verdict is left out.
  double least = 1e9;
  for (int i = 0; i < 5; ++i) {
    const double begin = ProcessorMicroseconds();
    token::Subject subject;
    subject.token = value;
    findings = findings + token::Judge(subject, {}, profile).findings.size();
    least = std::min(least, ProcessorMicroseconds() - begin);
  }
  return least;
}

// What segments of several kinds, layers and repetitions may begin with.
constexpr std::array<std::string_view, 20> kPieces{
    "instructions", "circumstances", "contribution", "calculation", "experience", "printing", "testing", "a4s5e3",
    "1l1i1|",       "20261201",      "12:30:59",     "10.0.0.1",    "qwertz",     "zaq12wsx", "-",       "4444",
    "abcabc",       "%41%42",        "7-2-7777",     "cafebabe"};

class Mutator {
 public:
  std::string Pieces(std::size_t length) {
    std::string text;
    while (text.size() < length) {
      text += kPieces[Below(kPieces.size())];
    }
    return text.substr(0, length);
  }

  std::string Changed(std::string text) {
    const std::size_t at = Below(text.size());
    switch (Below(4)) {
      case 0:
        text[at] = static_cast<char>(33 + Below(94));
        break;
      case 1:
        Put(text, at, kPieces[Below(kPieces.size())]);
        break;
      case 2:
        Put(text, at, std::string(text.substr(Below(text.size()), 1 + Below(12))));
        break;
      default:
        std::reverse(text.begin() + static_cast<std::ptrdiff_t>(at), text.end());
    }
    return text;
  }

 private:
  std::size_t Below(std::size_t count) { return random_() % count; }

  static void Put(std::string& text, std::size_t at, std::string_view piece) {
    piece = piece.substr(0, text.size() - at);
    text.replace(at, piece.size(), piece);
  }

  std::mt19937_64 random_{20261130};
};

}  // namespace

int main(int argc, char** argv) {
  const std::size_t length = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 64;
  const std::size_t steps = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 20000;
  if (length == 0) {
    std::fputs("usage: policy_slowest [LENGTH [STEPS]]\n", stderr);
    return 2;
  }
  token::Profile profile = token::KeptnProfile();
  profile.encoding = token::Encoding::kAny;
  Mutator mutator;
  std::string slowest = mutator.Pieces(length);
  double most = Cost(slowest, profile);
  for (std::size_t step = 0; step < steps; ++step) {
    std::string next = mutator.Changed(slowest);
    // Twice: an interrupt is no token's fault.
    if (const double cost = Cost(next, profile); cost > most && Cost(next, profile) > most) {
      most = cost;
      slowest = std::move(next);
    }
  }
  std::printf("%.1f us: %s\n", Cost(slowest, profile), slowest.c_str());
  return 0;
}
