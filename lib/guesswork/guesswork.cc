#include "guesswork/guesswork.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_set>

#include "guesswork/class_code.h"
#include "guesswork/keyboard.h"
#include "guesswork/passphrase.h"
#include "guesswork/substitution.h"
#include "guesswork/tables.h"
#include "guesswork/text.h"

namespace guesswork {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int kMaxLayers = 3;
constexpr double kUniformBits = 64;  // Characters chosen one by one are not guessable from here on.

class Search {
 public:
  // `least`: the bar. Where `explain`, looks for the cheapest description instead of for a verdict.
  Search(const ContextWords& context, double least, std::size_t size, bool explain)
      : context_(context), least_(least), characters_left_(size * 4 + 32), explain_(explain) {
    best_.bits = kInfinity;
    best_.random_bits = kInfinity;
  }

  // Looks for descriptions of `bytes`, given that the layers outside cost `spent`.
  void Look(std::string_view bytes, double spent) {
    const ByteCode code = BytesCode(bytes, explain_ ? kInfinity : Limit() - spent);
    if (explain_ || spent + kAsBytesBits + code.bits < least_) {  // Else it may be less than the true number.
      Offer(spent + kAsBytesBits, code.bits, false, bytes.size(), code.form, {});
    }
    const auto text = RecognizeText(bytes);
    if (!text || Decided()) {
      return;
    }
    const auto characters = text->characters.Reveal();
    const double outer_limit = composed_limit_;
    // Nobody keeps a passphrase in Morse code: one in a layer is an accident.
    if (IsPlain() && IsPassphrase(characters, context_)) {
      composed_limit_ = least_;
    } else {
      composed_limit_ = std::min(composed_limit_, std::max(least_, spent + PatternLimitBits(characters)));
    }
    LookAtText(characters, spent + kAsTextBits);
    if (layers_.size() < kMaxLayers && !Decided()) {
      LookInside(characters, spent);
    }
    composed_limit_ = outer_limit;
  }

  [[nodiscard]] const Description& Best() const { return best_; }
  [[nodiscard]] bool IsGuessable() const { return best_.bits < least_ || best_.random_bits < kLeastRandom; }

 private:
  void LookInside(std::string_view characters, double spent) {
    DecodeLayers(characters, [&](Layer layer, double bits, const base::SecretText& inside) {
      if (!Decided() && spent + bits < TextLimitBits()) {
        layers_.push_back({layer, bits});
        Look(inside.Reveal(), spent + bits);
        layers_.pop_back();
      }
    });
  }

  [[nodiscard]] bool IsPlain() const {
    return std::all_of(layers_.begin(), layers_.end(),
                       [](const LayerStep& step) { return step.layer == Layer::kBase64; });
  }

  // Where only the verdict counts, the first description that is short enough ends the search.
  [[nodiscard]] bool Decided() const { return !explain_ && IsGuessable(); }
  [[nodiscard]] double Limit() const { return explain_ ? best_.bits : std::min(least_, best_.bits); }
  [[nodiscard]] double TextLimitBits() const { return explain_ ? best_.bits : composed_limit_; }

  void LookAtText(std::string_view text, double spent) {
    if (text.size() > characters_left_ || spent >= TextLimitBits()) {
      return;
    }
    characters_left_ -= text.size();
    std::vector<Segment> segments;
    const bool may_compose = text.size() <= kMaxComposedSize && composed_limit_ > least_;
    double composed = may_compose ? std::min(composed_limit_ - spent, PatternLimitBits(text)) : 0;
    double each = UniformBits(text) / static_cast<double>(text.size());
    if (!layers_.empty()) {
      composed = std::min(composed, best_.bits - spent - kChanceBits);  // Many layers fit a text.
      each = std::min(each, std::max(composed, Limit() - spent) / static_cast<double>(text.size()));
    }
    // Its form alone may show patterns; then its parts are looked at, however dear.
    const bool has_form = IsPlain() && ClassBits(text) < std::min(composed, ClassLimitBits(text));
    TextLimit limit;
    if (!has_form) {
      limit.bits = std::max(Limit() - spent, composed);
    }
    if (!has_form && (!explain_ || !layers_.empty())) {
      limit.firm = std::max(0.0, std::min(least_, best_.bits) - spent);
      limit.uniform = each;
    }
    const double bits = TextBits(text, context_, limit, &segments);
    if (has_form || bits < composed) {
      constexpr double kLayerShare = 0.3;  // Which layers are used is a matter of few habits too.
      const double random = RandomBits(text, segments, context_) + (spent - kAsTextBits) * kLayerShare;
      best_.random_bits = std::min(best_.random_bits, random);
    }
    Offer(spent, bits, true, text.size(), ByteForm::kValues, std::move(segments));
  }

  void Offer(double spent, double bits, bool is_text, std::size_t size, ByteForm form, std::vector<Segment> segments) {
    if (spent + bits >= best_.bits) {
      return;
    }
    best_.bits = spent + bits;
    if (explain_) {
      best_ = {
          spent + bits,     layers_, is_text, std::move(segments), form, size, is_text ? kAsTextBits : kAsBytesBits,
          best_.random_bits};
    }
  }

  const ContextWords& context_;
  double least_;
  double composed_limit_ = kInfinity;  // Descriptions below it may be of texts with patterns.
  std::size_t characters_left_;        // Bounds the work on texts that many layers fit.
  bool explain_;
  std::vector<LayerStep> layers_;
  Description best_;
};

std::string_view PatternOf(ByteForm form) {
  switch (form) {
    case ByteForm::kValues:
      return "few different values";
    case ByteForm::kPeriod:
      return "a block that repeats";
    case ByteForm::kDifferences:
      return "values that follow from each other by few steps";
    case ByteForm::kRange:
      return "values of a narrow range";
    case ByteForm::kHash:
      return "the hash of a common password";
    case ByteForm::kFew:
      return "a few characters in any order";
    case ByteForm::kNumbers:
      return "small numbers or times, filled up with zero bytes";
  }
  return "bytes";
}

// Words in a row are one part, and so are signs.
void AddPart(std::vector<std::string>& parts, Kind kind) {
  constexpr std::string_view kWords = "several words";
  std::string part(KindName(kind));
  const bool is_word = kind == kWord || kind == kPhrase;
  if (!parts.empty() && is_word && (parts.back() == KindName(kWord) || parts.back() == kWords)) {
    parts.back() = kWords;
  } else if (parts.empty() || (parts.back() != part && !(kind == kSign && parts.back() == "several signs"))) {
    parts.push_back(std::move(part));
  } else if (kind == kSign) {
    parts.back() = "several signs";
  }
}

}  // namespace

double LeastBits(std::string_view token) {
  const auto all = [&](bool (*has)(char)) { return std::all_of(token.begin(), token.end(), has); };
  // `by_chance`: what patterns that stand there by chance may take.
  const auto least = [&](double choices, double by_chance) {
    const double bits = std::log2(choices) * static_cast<double>(token.size());
    return bits >= kUniformBits ? std::min(kLeastBits, bits - by_chance) : kLeastBits;
  };
  if (all(IsDigit)) {
    return least(10, 12);
  }
  if (all([](char c) { return IsDigit(c) || (c >= 'a' && c <= 'f'); }) ||
      all([](char c) { return IsDigit(c) || (c >= 'A' && c <= 'F'); })) {
    return least(16, 14);
  }
  return all(IsLower) || all(IsUpper) ? least(26, 14) : kLeastBits;
}

bool IsGuessable(std::string_view token, const ContextWords& context, double outside) {
  Search search(context, LeastBits(token) - outside, token.size(), false);
  search.Look(token, 0);
  return search.IsGuessable();
}

Description Describe(std::string_view token, const ContextWords& context) {
  Search search(context, LeastBits(token), token.size(), true);
  search.Look(token, 0);
  return search.Best();
}

bool HasPattern(const Description& description) {
  return !description.is_text ||
         !std::all_of(description.segments.begin(), description.segments.end(), [](const Segment& segment) {
           return segment.kind == kAlphabet || segment.kind == kNumber || segment.kind == kSign;
         });
}

std::string PatternOf(const Description& description) {
  if (!description.is_text) {
    return std::string(PatternOf(description.bytes));
  }
  if (!HasPattern(description)) {
    return "too few characters of too few kinds";
  }
  constexpr std::size_t kMaxParts = 5;
  std::vector<std::string> parts;
  std::string end;
  for (const Segment& segment : description.segments) {
    if (segment.kind == kCycle) {
      end = ", repeated";
    } else if (segment.kind == kPad) {
      end = parts.empty() ? "one character over and over" : ", filled up with one character";
    } else {
      AddPart(parts, segment.kind);
    }
  }
  const std::size_t more = parts.size() > kMaxParts ? parts.size() - kMaxParts : 0;
  parts.resize(parts.size() - more);
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == parts.size() && more == 0 ? " and " : ", ") + parts[i];
  }
  return text + (more > 0 ? " and more" : "") + end;
}

bool IsPublished(std::string_view text) {
  static const auto lines = [] {
    std::unordered_set<std::string_view> set;
    for (std::string_view rest = kPublished; !rest.empty();) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      set.insert(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return set;
  }();
  return !text.empty() && lines.count(text) > 0;
}

bool LooksTyped(std::string_view text) {
  // Without branches: the kinds of a random text cannot be foreseen.
  const auto kind = [](char c) { return int{IsDigit(c)} | int{IsLower(c)} << 1 | int{IsUpper(c)} << 2; };
  std::size_t changes = 0;
  std::size_t neighbours = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    changes += kind(text[i]) != kind(text[i - 1]) ? 1 : 0;
    neighbours += AreNeighbours(text[i - 1], text[i]) ? 1 : 0;
  }
  const std::size_t half = text.size() / 2;
  const bool twice = half > 0 && text.substr(0, half) == text.substr(text.size() - half);
  return twice || changes * 3 < text.size() || (neighbours > 0 && neighbours * 2 >= text.size()) ||
         IsWordLike(text, 0, 1);
}

}  // namespace guesswork
