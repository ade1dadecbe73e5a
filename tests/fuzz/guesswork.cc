// The estimator on anything: one answer for each token, bits that sum up, and no more work than its bound.
#include "guesswork/guesswork.h"

#include <cmath>

#include "target.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMost = 2048;  // What the policy lets through to the estimator.
  static const guesswork::ContextWords context({"keptn", "keptn-api-token"});
  const std::string_view token = fuzz::View(data, std::min(size, kMost));
  const bool guessable = guesswork::IsGuessable(token, context);
  fuzz::Require(guessable == guesswork::IsGuessable(token, context), "the same token has the same answer");
  const auto description = guesswork::Describe(token, context);
  const bool is_short = description.bits < guesswork::LeastBits(token);
  fuzz::Require(token.empty() || guessable || !is_short, "a token with a short description is guessable");
  fuzz::Require(token.empty() || !guessable || is_short || description.random_bits < guesswork::kLeastRandom,
                "the verdict is that of the description");
  double sum = description.form_bits;
  for (const auto& segment : description.segments) {
    sum += segment.bits;
  }
  for (const auto& layer : description.layers) {
    sum += layer.bits;
  }
  fuzz::Require(!description.is_text || std::fabs(sum - description.bits) < 0.01, "the parts sum up to the whole");
  fuzz::Require(guesswork::PatternOf(description).size() < 400, "a pattern is a short sentence");
  guesswork::LooksTyped(token);
  guesswork::IsPublished(token);
  return 0;
}
