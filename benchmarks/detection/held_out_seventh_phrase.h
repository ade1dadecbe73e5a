// Honest kinds: random words, dice, cards and letters, drawn uniformly.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "draw.h"
#include "kinds.h"

namespace detection::seventh {

using known::Below;
using known::Bits;
using known::Chars;
using known::Count;
using known::Number;
using known::One;
using known::Repeat;

inline constexpr std::string_view kWords =
    "anvil basket candle drizzle ember fiddle gravel hamlet icicle jigsaw kettle lantern marble nettle orchard pepper "
    "quiver ribbon saddle thistle umbrella velvet walnut yonder zipper almond bramble cobweb dagger eyelid feather "
    "goblet hinge inkwell jackdaw knuckle ladder meadow nugget otter pebble quarry rudder sickle turnip urchin violin "
    "whistle yarrow zigzag apron bucket copper dimple elbow funnel gutter hazel ivory jumper kernel locket mitten "
    "noodle";
inline constexpr std::string_view kNames =
    "abbot baker clerk diver envoy fakir guard hermit idler juror knight lodger miller nanny ogre pilot queen rider "
    "smith tailor usher viking warden yeoman archer barber cooper dancer elder farmer groom hunter";
inline constexpr std::string_view kDeeds =
    "admires borrows carries draws eats finds greets hides invents joins kicks lifts mends needs orders paints quotes "
    "rents sells throws unpacks visits washes yields adopts bends cooks drops erases folds grabs heats";
inline constexpr std::string_view kTraits =
    "amber brisk clumsy dusty eager frosty gentle hollow itchy jolly keen lumpy mellow narrow oily purple quiet rusty "
    "salty tender upset vivid wobbly young angry bitter crisp dull empty faint green humble";
inline constexpr std::string_view kCyrillic =
    "а б в г д е ж з и й к л м н о "
    "п р с т у ф х ц ч ш щ ъ ы ь э ю я";
inline constexpr std::string_view kHiragana =
    "あ い う え お か き く け こ さ し す せ そ た ち つ て と な に ぬ ね の は ひ "
    "ふ へ ほ ま み む め も "
    "や ゆ よ ら り る れ ろ わ を ん";
inline constexpr std::string_view kHerbs =
    "Salbei Dill Minze Kresse Anis Fenchel Borretsch Lavendel Thymian Kerbel Majoran Ysop Kamille Melisse Rosmarin "
    "Petersilie Liebstock Estragon Koriander Bohnenkraut Schnittlauch Wermut Beifuss Baldrian Arnika Malve "
    "Ringelblume "
    "Brennessel Huflattich Spitzwegerich Holunder Quendel";

// The first cards of a shuffled pack.
inline std::string CardHand(Generator& random, std::size_t count) {
  std::vector<std::string> pack;
  for (const char rank : std::string_view("23456789TJQKA")) {
    for (const char suit : std::string_view("cdhs")) {
      pack.push_back({rank, suit});
    }
  }
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    std::swap(pack[i], pack[i + Below(random, pack.size() - i)]);
    text += pack[i];
  }
  return text;
}

inline std::string CipherAlphabet(Generator& random) {
  std::string text(known::kUpper);
  for (std::size_t left = text.size(); left > 1; --left) {
    std::swap(text[left - 1], text[Below(random, left)]);
  }
  return text;
}

constexpr double OrderedBits(unsigned from, unsigned count) {
  double bits = 0;
  for (unsigned i = 0; i < count; ++i) {
    bits += Bits(from - i);
  }
  return bits;
}

inline std::string Sentence(Generator& random) {
  return "the " + One(random, kTraits) + " " + One(random, kNames) + " " + One(random, kDeeds) + " the " +
         One(random, kTraits) + " " + One(random, kNames);
}

inline std::string HerbWord(Generator& random) {
  const std::string word = One(random, kHerbs);
  return Below(random, 2) == 0 ? known::Lower(word) : known::Upper(word);
}

inline std::vector<Kind> WordPhraseKinds() {
  return {
      {"twelve random words run together with capitals", 12 * Bits(Count(kWords)),
       [](Generator& random) { return Repeat(12, "", [&] { return known::Capital(One(random, kWords)); }); }},
      {"three random sentences", 3 * (2 * Bits(Count(kTraits), Count(kNames)) + Bits(Count(kDeeds))),
       [](Generator& random) { return Repeat(3, "; ", [&] { return Sentence(random); }); }},
      {"random words with random digits between them", 8 * Bits(Count(kWords), 100),
       [](Generator& random) {
         return Repeat(8, ".", [&] { return One(random, kWords) + Number(random, 0, 99, 2); });
       }},
      {"german herbs in random case with dashes", 12 * Bits(Count(kHerbs), 2),
       [](Generator& random) { return Repeat(12, "-", [&] { return HerbWord(random); }); }},
      {"first four letters of fourteen random words", 14 * Bits(Count(kWords)),
       [](Generator& random) { return Repeat(14, " ", [&] { return One(random, kWords).substr(0, 4); }); }},
  };
}

inline std::vector<Kind> DrawnPhraseKinds() {
  return {
      {"thirty rolls of a die in fives", 30 * Bits(6),
       [](Generator& random) { return Repeat(6, " ", [&] { return Chars(random, "123456", 5); }); }},
      {"fourteen cards of a shuffled pack", OrderedBits(52, 14),
       [](Generator& random) { return CardHand(random, 14); }},
      {"shuffled alphabet as a cipher key", OrderedBits(26, 26), CipherAlphabet},
      {"fifteen random cyrillic letters in threes", 15 * Bits(Count(kCyrillic)),
       [](Generator& random) {
         return Repeat(5, "-", [&] { return Repeat(3, "", [&] { return One(random, kCyrillic); }); });
       }},
      {"fourteen random hiragana", 14 * Bits(Count(kHiragana)),
       [](Generator& random) { return Repeat(14, "", [&] { return One(random, kHiragana); }); }},
  };
}

}  // namespace detection::seventh
