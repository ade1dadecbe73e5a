// How long one verdict takes, by kind of token. usage: policy_speed [Google Benchmark's flags]
// Goals: 5 us for random bytes, 250 us for the slowest 64 characters, 1 ms for 1 MiB.
#include "token/policy.h"

#include <benchmark/benchmark.h>
#include <zxcvbn.h>

#include <random>
#include <string>

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

// Each round judges another of 256 tokens: no cache can know them.
template <typename Make>
void Judge(benchmark::State& state, token::Encoding encoding, Make make) {
  token::Profile profile = token::KeptnProfile();
  profile.encoding = encoding;
  std::vector<std::string> tokens;
  for (int i = 0; i < 256; ++i) {
    tokens.push_back(make());
  }
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
BENCHMARK_CAPTURE(Judge, 64_words, Encoding::kAny, [] {
  return std::string("password-monkey-dragon-letmein-sunshine-princess-football-shadow").substr(0, 64);
});
BENCHMARK_CAPTURE(Judge, 64_leet, Encoding::kAny,
                  [] { return std::string("p4ssw0rdm0nk3ydr4g0nl3tm31nsunsh1n3pr1nc3ssf00tb4llsh4d0wb4tm4n1"); });
BENCHMARK_CAPTURE(Judge, 1_MiB, Encoding::kBase64, [] { return std::string(1U << 20U, 'A') + "\n"; });

}  // namespace

BENCHMARK_MAIN();
