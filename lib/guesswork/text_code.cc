#include "guesswork/text_code.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "base/secret_text.h"
#include "guesswork/copies.h"
#include "guesswork/numbers.h"
#include "guesswork/runs.h"

namespace guesswork {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// A phrase: which character stands between its words (none: 0) and the case of all of them.
struct Joiner {
  char character;
  double bits;
};
constexpr std::array<Joiner, 8> kJoiners{
    {{'\0', 1.4}, {' ', 2.5}, {'-', 2.3}, {'_', 2.9}, {'.', 3.6}, {'/', 7}, {',', 7}, {'+', 7}}};
// Lower, capitals, upper: as Form counts them; a capital, then lower. 0.5 + 0.34 + 0.07 + 0.08.
constexpr std::array<double, 4> kCaseBits{1, 1.55, 3.9, 3.6};
constexpr std::size_t kFirstCapital = 3;
constexpr double kAnotherWordBits = 0.4;
constexpr double kNoWordBits = 2.05;
constexpr double kSlack = 15;  // What a random text may have cost more than the choice of its characters.

// Whether a phrase may have words of this form.
constexpr bool IsPlain(Form form) { return form == Form::kLower || form == Form::kCapital || form == Form::kUpper; }

// Whether a word may stand in a phrase of this case. A single capital ("I", "A") is a word in upper case too.
bool Fits(const WordMatch& word, std::size_t letters, bool first) {
  if (letters == kFirstCapital) {
    return first ? word.has_letters && word.form == Form::kCapital : !word.has_letters || word.form == Form::kLower;
  }
  return !word.has_letters || letters == static_cast<std::size_t>(word.form) ||
         (word.form == Form::kCapital && word.length == 1 && letters == 2);
}

// The cheapest way to a place, in one context.
struct Node {
  double bits = kInfinity;
  std::uint16_t from = 0;
  Context from_context = kStart;
  Kind kind = kWord;
  Expectation expects;  // From the words before.
};

// The cheapest way to a place where a word of a phrase may begin.
struct PhraseNode {
  float bits = std::numeric_limits<float>::infinity();
  std::uint16_t start = 0;
  Context start_context = kStart;
  Expectation expects;
};
constexpr std::size_t kPhrases = kJoiners.size() * kCaseBits.size();

class Parser {
 public:
  Parser(const FoldedText& text, std::string_view folded, const ContextWords& context, TextLimit limit)
      : text_(text),
        folded_(folded),
        context_(context),
        limit_(limit.bits),
        giving_up_(limit),
        size_(text.text.size()),
        nodes_(size_ + 1),
        cheapest_(size_ + 1, kInfinity),
        phrases_((size_ + 1) * kPhrases) {
    nodes_[0][kStart].bits = 0;
    cheapest_[0] = 0;
  }

  double Run() {
    for (std::size_t at = 0; at < size_; ++at) {
      Enter(at);
      AddWords(at);
      AddSigns(at);
      AddNumbers(at);
      AddCopies(at);
      AddRuns(at);
      const double bound = LowerBound(at);
      if (bound >= limit_) {
        return bound;
      }
      if (bound >= giving_up_.firm && bound > giving_up_.uniform * static_cast<double>(at + 1) + kSlack) {
        return kInfinity;
      }
    }
    return cheapest_[size_];
  }

  void Trace(std::vector<Segment>& segments) const {
    std::size_t at = size_;
    std::size_t context = Cheapest(at);
    while (at > 0) {
      const Node& node = nodes_[at][context];
      segments.push_back({node.kind, at - node.from, node.bits - nodes_[node.from][node.from_context].bits});
      at = node.from;
      context = node.from_context;
    }
    std::reverse(segments.begin(), segments.end());
  }

 private:
  struct Entry {
    double bits = kInfinity;
    Context context = kStart;
  };

  [[nodiscard]] std::size_t Cheapest(std::size_t at) const {
    const auto& row = nodes_[at];
    return static_cast<std::size_t>(
        std::min_element(row.begin(), row.end(), [](const Node& a, const Node& b) { return a.bits < b.bits; }) -
        row.begin());
  }

  // Announces each kind, from the context that makes it cheapest.
  void Enter(std::size_t at) {
    entries_.fill({});
    for (std::size_t context = 0; context < kContexts; ++context) {
      const double before = nodes_[at][context].bits;
      if (before >= limit_) {
        continue;
      }
      const auto& announced = kind_bits_[context];
      for (std::size_t kind = 0; kind < kKinds; ++kind) {
        const double bits = before + announced[kind];
        if (bits < entries_[kind].bits) {
          entries_[kind] = {bits, static_cast<Context>(context)};
        }
      }
    }
  }

  void Relax(std::size_t to, Kind kind, double bits, std::size_t from, Context from_context) {
    Relax(to, kind, bits, from, from_context, nodes_[from][from_context].expects);
  }

  void Relax(std::size_t to, Kind kind, double bits, std::size_t from, Context from_context, Expectation expects) {
    Node& node = nodes_[to][ContextAfter(kind, from_context)];
    if (bits < node.bits) {
      node = {bits, static_cast<std::uint16_t>(from), from_context, kind, expects};
      cheapest_[to] = std::min(cheapest_[to], bits);
      reach_ = std::max(reach_, to);
    }
  }

  void Relax(std::size_t from, std::size_t length, Kind kind, double bits) {
    Relax(from + length, kind, entries_[kind].bits + bits, from, entries_[kind].context);
  }

  void AddWords(std::size_t at) {
    FindWords(text_, at, context_, words_);
    for (std::size_t i = 0; i < words_.count; ++i) {
      const WordMatch& word = words_.items[i];
      const Entry& entry = entries_[kWord];
      const Expectation& before = nodes_[at][entry.context].expects;
      const WordChoice choice = ChoiceOf(word, before);
      Relax(at + word.length, kWord, entry.bits + choice.bits + FormBitsAfter(word, before.form), at, entry.context,
            {choice.next.topics, IsPlain(word.form) && word.has_letters ? word.form : before.form});
      if (IsPlain(word.form)) {
        AddPhrases(at, word);
      }
    }
  }

  // The word as a phrase's first one, or as the next of the phrases that have come this far.
  void AddPhrases(std::size_t at, const WordMatch& word) {
    const std::size_t end = at + word.length;
    const Entry& entry = entries_[kPhrase];
    const WordChoice first = ChoiceOf(word, nodes_[at][entry.context].expects);
    for (std::size_t letters = 0; letters < kCaseBits.size(); ++letters) {
      const bool may_begin = Fits(word, letters, true);
      const bool may_follow = Fits(word, letters, false);
      if (!may_begin && !may_follow) {
        continue;
      }
      for (std::size_t joiner = 0; joiner < kJoiners.size(); ++joiner) {
        const char between = kJoiners[joiner].character;
        const bool joined = end < size_ && (between == 0 || text_.text[end] == between);
        const PhraseNode& running = phrases_[at * kPhrases + joiner * kCaseBits.size() + letters];
        const auto so_far = static_cast<double>(running.bits);
        PhraseNode next;
        if (may_begin) {
          next = {static_cast<float>(entry.bits + kJoiners[joiner].bits + kCaseBits[letters] + first.bits),
                  static_cast<std::uint16_t>(at), entry.context, first.next};
        }
        if (may_follow && so_far < limit_) {
          const WordChoice choice = ChoiceOf(word, running.expects);
          Relax(end, kPhrase, so_far + choice.bits + (end == size_ ? 0 : kNoWordBits), running.start,
                running.start_context, choice.next);
          if (running.bits + static_cast<float>(choice.bits) < next.bits) {
            next = {running.bits + static_cast<float>(choice.bits), running.start, running.start_context, choice.next};
          }
        }
        if (joined) {
          Expect(end + (between == 0 ? 0 : 1), joiner * kCaseBits.size() + letters, next);
        }
      }
    }
  }

  // Another word of the phrase at `place`.
  void Expect(std::size_t place, std::size_t phrase, PhraseNode next) {
    next.bits += static_cast<float>(kAnotherWordBits);
    if (place >= size_ || static_cast<double>(next.bits) >= limit_) {
      return;
    }
    PhraseNode& node = phrases_[place * kPhrases + phrase];
    if (next.bits < node.bits) {
      node = next;
      cheapest_[place] = std::min(cheapest_[place], static_cast<double>(next.bits));
      reach_ = std::max(reach_, place);
    }
  }

  void AddSigns(std::size_t at) {
    const char c = text_.text[at];
    const double bits = SignBits(c, last_sign_);
    if (bits < kInfinity) {
      Relax(at, 1, kSign, bits);
      last_sign_ = c;
    }
  }

  void AddNumbers(std::size_t at) {
    FindNumbers(text_.text, at, numbers_);
    for (std::size_t i = 0; i < numbers_.count; ++i) {
      Relax(at, numbers_.items[i].length, numbers_.items[i].kind, numbers_.items[i].bits);
    }
    if (at + 3 <= size_ && IsDigit(text_.text[at])) {
      if (const double bits = CountingBits(text_.text, at); bits < kInfinity) {
        Relax(at, size_ - at, kCount, bits);
      }
    }
  }

  void AddCopies(std::size_t at) {
    FindCopies(text_, folded_, at, copies_);
    for (std::size_t i = 0; i < copies_.count; ++i) {
      const CopyMatch& copy = copies_.items[i];
      for (std::size_t length = copy.least; length <= copy.most; ++length) {
        const double told = copy.tells_length ? LengthBits(length, copy.least, at + length == size_) : 0;
        Relax(at, length, copy.kind, copy.bits + copy.char_bits * static_cast<double>(length) + told);
      }
    }
  }

  // Segments that grow by a character at a time.
  void AddRuns(std::size_t at) {
    runs_.Step(text_.text, at, [&](Kind kind) { return RunEntry{entries_[kind].bits, entries_[kind].context}; });
    runs_.ForEach([&](const RunState& run, Kind kind, double leave_bits) {
      Relax(at + 1, kind, run.bits + (at + 1 == size_ ? 0 : leave_bits), run.start, run.start_context);
    });
  }

  // Every way that goes on from `at` costs at least this: all pass a place behind it, or are in a run.
  [[nodiscard]] double LowerBound(std::size_t at) const {
    double least = runs_.Least();
    if (least < limit_) {
      return least;
    }
    for (std::size_t place = at + 1; place <= reach_; ++place) {
      least = std::min(least, cheapest_[place]);
    }
    return least;
  }

  const KindBitsTable& kind_bits_ = KindBits();
  const FoldedText& text_;
  std::string_view folded_;
  const ContextWords& context_;
  double limit_;
  TextLimit giving_up_;
  std::size_t size_;
  std::vector<std::array<Node, kContexts>> nodes_;
  std::vector<double> cheapest_;  // Of a place's nodes and phrases.
  std::vector<PhraseNode> phrases_;
  std::array<Entry, kKinds> entries_;
  Runs runs_;
  std::size_t reach_ = 0;
  char last_sign_ = 0;
  Matches words_;
  NumberMatches numbers_;
  CopyMatches copies_;
};

}  // namespace

double TextBits(std::string_view text, const ContextWords& context, TextLimit limit, std::vector<Segment>* segments) {
  text = text.substr(0, kMaxCharacters);
  base::SecretText lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
  base::SecretText reversed(lower.Reveal());
  std::reverse(reversed.begin(), reversed.end());
  base::SecretText folded(text);
  std::transform(folded.begin(), folded.end(), folded.begin(), Fold);
  const FoldedText folded_text{text, lower.Reveal(), reversed.Reveal()};
  Parser parser(folded_text, folded.Reveal(), context, limit);
  const double bits = parser.Run();
  if (segments != nullptr && bits < limit.bits) {
    parser.Trace(*segments);
  }
  return bits;
}

}  // namespace guesswork
