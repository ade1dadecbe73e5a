#include "kind_report.h"

#include <zxcvbn.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <thread>

#include "base/base64.h"
#include "guesswork/guesswork.h"
#include "token/policy.h"

namespace detection {
namespace {

constexpr std::uint64_t kSeed = 20261125;

bool IsRefused(const std::string& token) {
  const std::string stored = base::EncodeBase64(token);
  token::Subject subject;
  subject.token = stored;
  return !token::Judge(subject, {}, token::KeptnProfile()).accepted;
}

// work(i) for each i below `count`, on two threads.
void InParallel(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::thread other([&] {
    for (std::size_t i = 1; i < count; i += 2) {
      work(i);
    }
  });
  for (std::size_t i = 0; i < count; i += 2) {
    work(i);
  }
  other.join();
}

std::vector<double> Scores(const std::vector<Kind>& kinds, std::uint64_t count,
                           const std::function<double(const std::string&)>& score) {
  std::vector<double> scores(kinds.size() * count);
  InParallel(kinds.size(), [&](std::size_t k) {
    Generator random(kSeed);
    for (std::uint64_t i = 0; i < count; ++i) {
      scores[k * count + i] = score(kinds[k].make(random));
    }
  });
  return scores;
}

// The bar at which the token is refused, for its description or for its filling: kLeastBits is the policy's.
double EstimatorBits(const std::string& token) {
  static const guesswork::ContextWords context({"keptn", "keptn-api-token"});
  const guesswork::Description description = guesswork::Describe(token, context);
  return guesswork::kLeastBits +
         std::min(description.bits - guesswork::LeastBits(token), description.random_bits - guesswork::kLeastRandom);
}

double ZxcvbnBits(const std::string& token) {
  constexpr std::size_t kLooked = 100;  // Beyond it zxcvbn takes seconds.
  const char* words[] = {"keptn", "keptn-api-token", nullptr};
  return ZxcvbnMatch(token.substr(0, kLooked).c_str(), words, nullptr);
}

}  // namespace

double UpperBound(std::uint64_t seen, std::uint64_t of) {
  const auto n = static_cast<double>(of);
  if (seen == 0) {
    return std::min(1.0, 3.0 / n);
  }
  constexpr double kZ = 1.96;
  const double p = static_cast<double>(seen) / n;
  const double middle = p + kZ * kZ / (2 * n);
  const double half = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
  return (middle + half) / (1 + kZ * kZ / n);
}

void ReportKinds(std::string_view title, const std::vector<Kind>& kinds, std::uint64_t count) {
  std::vector<std::uint64_t> refused(kinds.size());
  InParallel(kinds.size(), [&](std::size_t k) {
    Generator random(kSeed);
    for (std::uint64_t i = 0; i < count; ++i) {
      refused[k] += IsRefused(kinds[k].make(random)) ? 1 : 0;
    }
  });
  std::printf("| %.*s | true bits | refused |\n|---|---|---|\n", static_cast<int>(title.size()), title.data());
  double sums[2] = {};
  int counts[2] = {};
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    const double share = 100.0 * static_cast<double>(refused[k]) / static_cast<double>(count);
    std::printf("| %s | %.0f | %.1f %% |\n", kinds[k].name, kinds[k].bits, share);
    const int group = kinds[k].bits < 50 ? 0 : 1;
    sums[group] += share;
    ++counts[group];
  }
  for (const int group : {0, 1}) {
    if (counts[group] > 0) {
      std::printf("%s: %d kinds, %.1f %% refused\n", group == 0 ? "below 50 bits" : "50 bits and more", counts[group],
                  sums[group] / counts[group]);
    }
  }
}

void ReportCurve(std::string_view title, const std::vector<Kind>& weak, const std::vector<Kind>& honest,
                 std::uint64_t count) {
  const std::uint64_t tokens = count * honest.size();
  std::printf(
      "| honest refused, of %llu (%.*s) | weak refused, this estimator | its bar | weak refused, zxcvbn | its bar |\n"
      "|---|---|---|---|---|\n",
      static_cast<unsigned long long>(tokens), static_cast<int>(title.size()), title.data());
  struct Curve {
    std::vector<double> honest;
    std::vector<double> weak;
  };
  std::vector<Curve> curves;
  for (const auto& score : {EstimatorBits, ZxcvbnBits}) {
    Curve curve{Scores(honest, count, score), Scores(weak, count, score)};
    std::sort(curve.honest.begin(), curve.honest.end());
    curves.push_back(std::move(curve));
  }
  for (const double share : {0.0, 0.0001, 0.001, 0.01, 0.05, 0.2, 0.5, 0.9}) {
    std::printf("| %g %% |", 100 * share);
    for (const Curve& curve : curves) {
      const double bar = curve.honest[static_cast<std::size_t>(share * static_cast<double>(curve.honest.size()))];
      const auto below = std::count_if(curve.weak.begin(), curve.weak.end(), [&](double bits) { return bits < bar; });
      std::printf(" %.1f %% | %.1f |", 100.0 * static_cast<double>(below) / static_cast<double>(curve.weak.size()),
                  bar);
    }
    std::printf("\n");
  }
}

}  // namespace detection
