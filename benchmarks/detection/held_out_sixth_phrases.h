// What careful people make: words, groups that can be read aloud, dice and cards.
#pragma once

#include <array>
#include <vector>

#include "draw.h"
#include "held_out_sixth_people.h"

namespace detection::sixth {

using namespace known;

inline constexpr std::string_view kShortWords =
    "able acid also area away back ball bank bath bear bell belt bird blue boat bond book boot boss bowl bulk "
    "bush busy call camp card case cast cell chip city coal code cold cook copy core crew dark data dawn days "
    "deal dear deep desk diet dirt disk door dose draw drop dual dust duty earn east easy else even evil face "
    "fact fair farm fast fear feel fell film find fire fish five flow foot ford fort four fuel fund gain gate "
    "gift girl glad goat gold good gray grow hair half hand hard harm have heat held help here high hire hold "
    "holy hope host huge hunt idea iron item join jury keen kick king knee lack lady land last late leaf left "
    "lens lift line link live load lock long look lose luck mail make male mark meal mean meet mile milk mind "
    "miss mode moon more move navy neck news nine nose okay once open over pace page pair palm part past path "
    "pick pink plan plot plug poem pool port pull push race rain rank rate real rear rent rice rich ring rise "
    "road role roof root rule rush sail sand save seed seek sell ship shop show sign silk size skin slow soft "
    "soil sole soon sort spot stay step suit sure talk tank tape team tell tend test tide tiny tool tour tree "
    "true tube turn type unit used user vast vote wage walk warm wash weak week west wife wild wine wire wise "
    "wood work yard zero";
inline constexpr std::string_view kGerman =
    "Apfel Baum Brot Burg Dach Dorf Eimer Ente Feder Feld Fenster Fisch Flasche Fluss Garten Glas Gras Hafen Hase "
    "Haus Hemd Herbst Himmel Holz Hund Insel Jacke Kaffee Kanne Katze Kerze Kirsche Koffer Kuchen Lampe Leiter "
    "Licht Loeffel Mantel Mauer Messer Milch Mond Nadel Nebel Ofen Papier Pferd Quelle Rabe Regen Ring Salz Sand "
    "Schiff Schnee Sonne Stein Stuhl Tasche Teller Tisch Vogel Wolke";
inline constexpr std::string_view kSpanish =
    "agua amigo arena barco bosque botella brazo caballo cabeza calle camino campo canto carta cielo cocina dedo "
    "diente escuela espejo estrella fiesta flor fuego gallina gato hermano hierro hoja huevo iglesia invierno "
    "isla jardin juego lago leche libro llave lluvia luna madera mano manzana mesa miel naranja nieve noche nube "
    "pan papel pared perro piedra playa pluma puente queso reloj silla sombra tierra viento";
static_assert(Count(kShortWords) == 256 && Count(kGerman) == 64 && Count(kSpanish) == 64);

// As some phones and browsers suggest: three groups of two syllables, one capital, and one digit at a group's edge.
inline std::string Syllables(Generator& random) {
  std::string text = Repeat(6, "", [&] {
    return Chars(random, "bcdfghjkmnpqrstvwxz", 1) + Chars(random, "aeiouy", 1) +
           Chars(random, "bcdfghjkmnpqrstvwxz", 1);
  });
  constexpr std::array<std::size_t, 6> kEdges{0, 5, 6, 11, 12, 17};
  const std::size_t digit = kEdges[Below(random, kEdges.size())];
  text[digit] = Chars(random, kDigits, 1)[0];
  const std::size_t skip = Below(random, text.size() - 1);
  const std::size_t capital = skip + (skip >= digit ? 1 : 0);
  text[capital] = Upper(text.substr(capital, 1))[0];
  return text.substr(0, 6) + "-" + text.substr(6, 6) + "-" + text.substr(12);
}

// 16 bits as a word of three consonants and two vowels, to be read aloud.
inline std::string Quint(Generator& random) {
  constexpr std::string_view kConsonants = "bdfghjklmnprstvz";
  constexpr std::string_view kVowels = "aiou";
  return Chars(random, kConsonants, 1) + Chars(random, kVowels, 1) + Chars(random, kConsonants, 1) +
         Chars(random, kVowels, 1) + Chars(random, kConsonants, 1);
}

inline std::vector<Kind> PhraseKinds() {
  return {
      {"three groups of syllables, a capital and a digit", Log2(6 * 10 * 17) + 11 * Log2(19) + 6 * Log2(6), Syllables},
      {"eight words of a list of 256, with dots", 8 * Log2(256),
       [](Generator& random) { return Repeat(8, ".", [&] { return One(random, kShortWords); }); }},
      {"six words with a digit or sign between each two", 6 * Log2(256) + 5 * Log2(18),
       [](Generator& random) {
         std::string text = Capital(One(random, kShortWords));
         for (int i = 0; i < 5; ++i) {
           text += Chars(random, "0123456789-_.,!*@#", 1) + Capital(One(random, kShortWords));
         }
         return text;
       }},
      {"German and Spanish words in turn, and a number", 8 * Log2(64) + Log2(100000),
       [](Generator& random) {
         return Repeat(4, " ",
                       [&] {
                         const std::string german = One(random, kGerman);
                         return german + " " + One(random, kSpanish);
                       }) +
                " " + Number(random, 0, 99999, 5);
       }},
      {"four words of 16 bits that can be read aloud", 4 * Log2(65536),
       [](Generator& random) { return Repeat(4, "-", [&] { return Quint(random); }); }},
      {"twenty-six throws of a die", 26 * Log2(6),
       [](Generator& random) { return Repeat(26, " ", [&] { return Number(random, 1, 6); }); }},
      {"twelve cards of a shuffled pack", Bits(52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41),
       [](Generator& random) {
         const auto cards = Cards(random, 12);
         std::size_t next = 0;
         return Repeat(cards.size(), " ", [&] { return cards[next++]; });
       }},
      {"pattern of a password manager: capital, vowel, consonant, vowel, digit",
       4 * (2 * Log2(21) + 2 * Log2(5) + Log2(10)),
       [](Generator& random) {
         return Repeat(4, "_", [&] {
           const std::string first = Chars(random, "BCDFGHJKLMNPQRSTVWXYZ", 1) + Chars(random, "aeiou", 1);
           const std::string second = Chars(random, "bcdfghjklmnpqrstvwxyz", 1) + Chars(random, "aeiou", 1);
           return first + second + Chars(random, kDigits, 1);
         });
       }},
      {"thirteen Cyrillic letters", 13 * Log2(32),
       [](Generator& random) {
         return Repeat(13, "",
                       [&] { return One(random, "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я"); });
       }},
      {"letters of the left hand only", 15 * Log2(30) + Log2(10),
       [](Generator& random) {
         return Chars(random, "qwertasdfgzxcvbQWERTASDFGZXCVB", 15) + Chars(random, kDigits, 1);
       }},
  };
}

}  // namespace detection::sixth
