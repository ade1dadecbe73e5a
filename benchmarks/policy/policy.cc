// How long one verdict takes, by kind of token. usage: policy_speed [Google Benchmark's flags]
// Goals: 2 us for 16 random bytes, 30 us for 16 typed characters, 100 us for the slowest of 64, 1 ms for 1 MiB.
#include "token/policy.h"

#include <benchmark/benchmark.h>
#include <zxcvbn.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <random>
#include <string>
#include <string_view>

#include "base/base64.h"

namespace {

std::string Random(std::size_t length, const std::string& alphabet) {
  static std::mt19937_64 generator(1);
  std::string text;
  for (std::size_t i = 0; i < length; ++i) {
    text.push_back(alphabet.empty() ? static_cast<char>(generator()) : alphabet[generator() % alphabet.size()]);
  }
  return text;
}

const std::string kHex = "0123456789abcdef";
const std::string kLetters = "abcdefghijklmnopqrstuvwxyz";
const std::string kAlphanumeric = kLetters + "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

double Microseconds(const std::string& value, const token::Profile& profile) {
  double best = 1e9;
  for (int i = 0; i < 5; ++i) {  // The least of them: what else the machine does is not the token's fault.
    const auto begin = std::chrono::steady_clock::now();
    token::Subject subject;
    subject.token = value;
    benchmark::DoNotOptimize(token::Judge(subject, {}, profile));
    const std::chrono::duration<double, std::micro> time = std::chrono::steady_clock::now() - begin;
    best = std::min(best, time.count());
  }
  return best;
}

// Each round judges another of 256 tokens: no cache can know them. Counts what the slowest of them takes, too.
template <typename Make>
void Judge(benchmark::State& state, token::Encoding encoding, Make make) {
  token::Profile profile = token::KeptnProfile();
  profile.encoding = encoding;
  std::vector<std::string> tokens;
  for (int i = 0; i < 256; ++i) {
    tokens.push_back(make());
  }
  double slowest = 0;
  for (const auto& value : tokens) {
    slowest = std::max(slowest, Microseconds(value, profile));
  }
  state.counters["slowest_us"] = slowest;
  std::size_t next = 0;
  for (auto _ : state) {
    token::Subject subject;
    subject.token = tokens[next++ % tokens.size()];
    benchmark::DoNotOptimize(token::Judge(subject, {}, profile));
  }
}

// The yardstick: what the library alone takes for 16 random letters and digits. A machine's times are told best as
// multiples of it.
void Zxcvbn(benchmark::State& state) {
  const std::string text = Random(16, kAlphanumeric);
  for (auto _ : state) {
    benchmark::DoNotOptimize(ZxcvbnMatch(text.c_str(), nullptr, nullptr));
  }
}
BENCHMARK(Zxcvbn);

using token::Encoding;
BENCHMARK_CAPTURE(Judge, 16_random_bytes, Encoding::kBase64, [] { return base::EncodeBase64(Random(16, "")); });
BENCHMARK_CAPTURE(Judge, 32_random_bytes, Encoding::kBase64, [] { return base::EncodeBase64(Random(32, "")); });
BENCHMARK_CAPTURE(Judge, chart_token, Encoding::kAny, [] { return Random(45, kAlphanumeric); });
BENCHMARK_CAPTURE(Judge, 16_typed, Encoding::kBase64, [] { return base::EncodeBase64(Random(16, kAlphanumeric)); });
BENCHMARK_CAPTURE(Judge, 64_letters_digits, Encoding::kAny, [] { return Random(64, kAlphanumeric); });
BENCHMARK_CAPTURE(Judge, 64_hex_digits, Encoding::kAny, [] { return Random(64, kHex); });
BENCHMARK_CAPTURE(Judge, 64_letters, Encoding::kAny, [] { return Random(64, kLetters); });
BENCHMARK_CAPTURE(Judge, 64_digits, Encoding::kAny, [] { return Random(64, "0123456789"); });
// Words of a kind that are read three times over: pieces stand in them twice.
std::string Words(std::string_view separator) {
  const auto words = std::array{"instructions", "application", "printing", "testing",  "circumstances", "contribution",
                                "sunshine",     "princess",    "publicly", "football", "experience",    "calculation"};
  std::string text;
  while (text.size() < 64) {
    text.append(words[static_cast<std::size_t>(Random(1, "")[0] & 0xFF) % words.size()]).append(separator);
  }
  return text.substr(0, 64);
}

std::string Leet(std::string text) {
  constexpr std::string_view kPlain = "aeiost";
  for (auto& c : text) {
    const auto at = kPlain.find(c);
    c = at == std::string_view::npos ? c : "431057"[at];
  }
  return text;
}
BENCHMARK_CAPTURE(Judge, 64_words, Encoding::kAny, [] { return Words(""); });
BENCHMARK_CAPTURE(Judge, 64_words_separated, Encoding::kAny, [] { return Words("-"); });
BENCHMARK_CAPTURE(Judge, 64_words_in_leet, Encoding::kAny, [] { return Leet(Words("")); });
BENCHMARK_CAPTURE(Judge, 64_words_in_leet_separated, Encoding::kAny, [] { return Leet(Words("-")); });
BENCHMARK_CAPTURE(Judge, 1_MiB, Encoding::kBase64, [] { return std::string(1U << 20U, 'A') + "\n"; });

}  // namespace

BENCHMARK_MAIN();
