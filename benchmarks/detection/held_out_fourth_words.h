// Fourth held-out set: words, names and phrases of several languages.
#pragma once

#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "draw.h"

namespace detection::known::fourth {

constexpr std::string_view kSayings =
    "Morgenstund hat Gold im Mund|Wer rastet der rostet|Aller guten Dinge sind drei|Ende gut alles gut|Der Apfel "
    "faellt nicht weit vom Stamm|Viele Koeche verderben den Brei|Uebung macht den Meister|Ohne Fleiss kein "
    "Preis|Stille Wasser sind tief|Wer zuletzt lacht lacht am besten|Luegen haben kurze Beine|Kleinvieh macht auch "
    "Mist|Hunde die bellen beissen nicht|Was lange waehrt wird endlich gut|Andere Laender andere Sitten|Zeit ist "
    "Geld und Geld ist Zeit";
constexpr std::string_view kSpanishNames =
    "maria lucia carmen paula sofia valeria camila daniela isabel elena pedro pablo diego javier carlos manuel alvaro "
    "sergio andres miguel";
constexpr std::string_view kSpanishLove =
    "tequieromucho teamoporsiempre mividaentera amordemivida siemprejuntos corazondemelon ereslomejor miprincesa";
constexpr std::string_view kBrazilianClubs =
    "corinthians flamengo palmeiras santos gremio vasco botafogo fluminense cruzeiro internacional atletico bahia";
constexpr std::string_view kBrazilianCries = "vai salve forca eusou dale eterno maior meu";
constexpr std::string_view kFrenchThings =
    "Fromage Baguette Croissant Raclette Chocolat Camembert Vacances Montagne Bretagne Provence Chaton Musique";
constexpr std::string_view kHindi =
    "jaishreeram jaimatadi merabharatmahan omnamahshivaya radhekrishna hanumanji ganpatibappa waheguru saibaba "
    "jaihind ilovemaa pyaardosti harharmahadev dilsehindustani";
constexpr std::string_view kTranslit =
    "moya lyubimaya malenkaya bolshaya staraya novaya krasivaya dobraya zlaya belaya chernaya zimnyaya";
constexpr std::string_view kTranslitNouns =
    "koshka sobaka mashina rabota ryba devushka babushka dacha pogoda zvezda solnyshko kartoshka shkola zhizn";
constexpr std::string_view kCyrillic =
    "привет пароль солнышко любовь наташа андрей москва россия спартак зенит котенок медведь ромашка вишня мороз "
    "надежда сергей звезда";
constexpr std::string_view kCyrillicVerbs = "люблю хочу вижу знаю помню жду";
constexpr std::string_view kRomaji =
    "sakura neko inu tokyo osaka ramen sushi ninja samurai hikari kaze yuki hana sora umi yama kawa tsuki hoshi ame "
    "kokoro yume midori aoi akai kuro shiro tori sakana ringo mikan arigatou";
constexpr std::string_view kGoroawase = "4649 39 893 1192 2525 8181 0840 3150 5963 724 831 1122";
constexpr std::string_view kPolish =
    "kocham lubię mój moja zażółć gęślą jaźń żółw łódź wróbel śnieg książka ćma źrebak dziękuję cześć miłość "
    "piękny kraków gdańsk";
constexpr std::string_view kDutch =
    "fiets stroopwafel hagelslag gezellig tulp kaas klompen molen gracht fietsbel pindakaas drop schaatsen kermis "
    "koningsdag borrel frikandel poffertje sinterklaas boterham";
constexpr std::string_view kSerieA =
    "Napoli1926 Juventus1897 Milan1899 Inter1908 Roma1927 Lazio1900 Torino1906 Fiorentina1926 Genoa1893 Bologna1909 "
    "Atalanta1907 Palermo1900";
constexpr std::string_view kXkcd =
    "correct horse battery staple apple banana table window dragon silver pepper monkey castle winter forest purple "
    "rocket coffee guitar island tiger mirror pencil bridge candle garden hammer jacket kettle ladder magnet napkin "
    "orange pocket quartz rabbit saddle tunnel velvet walnut yellow zipper anchor butter cherry donkey engine feather";
constexpr std::string_view kStars =
    "Sirius Canopus Arcturus Vega Capella Rigel Procyon Betelgeuse Achernar Hadar Altair Acrux Aldebaran Antares "
    "Spica Pollux Fomalhaut Deneb Mimosa Regulus Adhara Castor Shaula Bellatrix Elnath Alnilam Polaris Mizar";
constexpr std::string_view kElements =
    "H1 He2 Li3 Be4 B5 C6 N7 O8 F9 Ne10 Na11 Mg12 Al13 Si14 P15 S16 Cl17 Ar18 K19 Ca20 Ti22 Cr24 Mn25 Fe26 Co27 Ni28 "
    "Cu29 Zn30 Ga31 Br35 Kr36 Ag47 Sn50 I53 Xe54 W74 Pt78 Au79 Hg80 Pb82";
constexpr std::string_view kSongs =
    "Bohemian Rhapsody|Stairway to Heaven|Hotel California|Smells Like Teen Spirit|Sweet Child O Mine|Nothing Else "
    "Matters|Highway to Hell|Born in the USA|Another Brick in the Wall|Dancing Queen in Stockholm|Wonderwall by "
    "Oasis|Purple Rain by Prince|Like a Rolling Stone|Smoke on the Water|Knocking on Heavens Door|Born to Be Wild";
constexpr std::string_view kShakespeare =
    "to be or not to be|all the world is a stage|something is rotten in denmark|a horse my kingdom for a horse|the "
    "winter of our discontent|a rose by any other name|parting is such sweet sorrow|all that glitters is not gold|the "
    "lady doth protest too much|brevity is the soul of wit|friends romans countrymen|if music be the food of love";
constexpr std::string_view kLorem =
    "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore et dolore magna "
    "aliqua enim ad minim veniam quis nostrud exercitation ullamco laboris nisi aliquip ex ea commodo consequat";
constexpr std::string_view kRfc =
    "The key words MUST, MUST NOT, REQUIRED, SHALL, SHALL NOT, SHOULD, SHOULD NOT, RECOMMENDED, MAY, and OPTIONAL in "
    "this document are to be interpreted as described in RFC 2119 when, and only when, they appear in all capitals";
constexpr std::string_view kNato =
    "alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo "
    "sierra tango uniform victor whiskey xray yankee zulu";
constexpr std::string_view kEnglishDigits = "zero one two three four five six seven eight nine";
constexpr std::string_view kTurkishDigits = "sifir bir iki uc dort bes alti yedi sekiz dokuz";
constexpr std::string_view kEmoji =
    "😀 😂 😍 😎 😭 😡 👍 👎 🙏 💪 🔥 🎉 🚀 🌈 🌞 🌙 "
    "🐱 🐶 🐼 🦄 🍕 🍔 🍺 🍎 🎸 🎧 📷 💡 🔑 🔒 💰 💯";
constexpr std::string_view kBooks =
    "Genesis Exodus Psalm Proverbs Isaiah Jeremiah Matthew Mark Luke John Acts Romans Galatians Ephesians Hebrews "
    "James";
constexpr std::string_view kRoots = "C Db D Eb E F Gb G Ab A Bb B";
constexpr std::string_view kPlayers =
    "Messi10 Ronaldo7 Neymar11 Mbappe29 Zidane5 Beckham23 Maradona10 Pele10 Kahn1 Iniesta8 Xavi6 Haaland9 Modric19 "
    "Salah11 Kane18 Buffon1 Pirlo21 Lahm16 Rooney14 Henry12";
constexpr std::string_view kMemorable = "shop grove cabin tent trail brook stone cliff shore glade";

// `count` words of `text` from a random one on.
inline std::string Slice(Generator& random, std::string_view text, std::size_t words, std::size_t count) {
  std::size_t begin = 0;
  for (std::uint64_t skip = Below(random, words - count + 1); skip > 0; --skip) {
    begin = text.find(' ', begin) + 1;
  }
  std::size_t end = begin - 1;
  for (std::size_t i = 0; i < count; ++i) {
    end = text.find(' ', end + 1);
  }
  return std::string(text.substr(begin, end == std::string_view::npos ? end : end - begin));
}

inline std::string Year(Generator& random) { return Number(random, 1980, 2029); }

// The keys of a Latin keyboard that a Russian hits when the layout is wrong. `text` holds lower-case Cyrillic letters.
inline std::string WrongLayout(const std::string& text) {
  constexpr std::string_view kFrom = "йцукенгшщзхъфывапролджэячсмитьбю";
  constexpr std::string_view kTo = "qwertyuiop[]asdfghjkl;'zxcvbnm,.";
  std::string typed;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    typed += kTo[kFrom.find(text.substr(i, 2)) / 2];
  }
  return typed;
}

inline std::string Roman(std::uint64_t number) {
  constexpr std::uint64_t kValues[] = {1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
  constexpr const char* kSigns[] = {"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"};
  std::string roman;
  for (std::size_t i = 0; i < std::size(kValues); ++i) {
    for (; number >= kValues[i]; number -= kValues[i]) {
      roman += kSigns[i];
    }
  }
  return roman;
}

inline std::string RomanDate(Generator& random) {
  return Roman(1 + Below(random, 28)) + "." + Roman(1 + Below(random, 12)) + "." + Roman(1950 + Below(random, 75));
}

inline std::string Leet(std::string text) { return Map(std::move(text), "aeiost", "431057"); }

inline constexpr Kind kWordKinds[] = {
    {"German proverb, three ways to join, year", Bits(Count(kSayings, '|'), 3, 50),
     [](Generator& random) {
       return Replace(One(random, kSayings, '|'), " ", One(random, ",-,_", ',')) + Year(random);
     }},
    {"Spanish endearment, name, date", Bits(Count(kSpanishLove), Count(kSpanishNames), 336, 20),
     [](Generator& random) {
       return One(random, kSpanishLove) + One(random, kSpanishNames) + Date(random, "DMY", 2005, 20);
     }},
    {"Brazilian club cheered, year, marks", Bits(Count(kBrazilianCries), Count(kBrazilianClubs), 50, 4),
     [](Generator& random) {
       return One(random, kBrazilianCries) + Capital(One(random, kBrazilianClubs)) + Year(random) + "_oficial" +
              One(random, "! !! @ #");
     }},
    {"French preference, department, year", Bits(Count(kFrenchThings), 95, 50),
     [](Generator& random) {
       return "J'adoreLe" + One(random, kFrenchThings) + Number(random, 1, 95, 2) + "!" + Year(random);
     }},
    {"Hindi devotion, at sign, number", Bits(Count(kHindi), 10000, 2),
     [](Generator& random) {
       const std::string number = Number(random, 0, 9999, 4);
       return Filled(One(random, kHindi) + (Below(random, 2) == 0 ? "@" : "@786@") + number + "#ji", "!");
     }},
    {"Russian in Latin letters, underscores", Bits(Count(kTranslit), Count(kTranslitNouns), 50, 2),
     [](Generator& random) {
       return One(random, "ya_lyublyu_ eto_") + One(random, kTranslit) + "_" + One(random, kTranslitNouns) + "_" +
              Year(random);
     }},
    {"Cyrillic sentence, year", Bits(Count(kCyrillicVerbs), Count(kCyrillic), Count(kCyrillic), 50),
     [](Generator& random) {
       return "я" + One(random, kCyrillicVerbs) + One(random, kCyrillic) + One(random, kCyrillic) + Year(random);
     }},
    {"Russian words on the Latin layout", Bits(Count(kCyrillic), Count(kCyrillic), Count(kCyrillic), 50),
     [](Generator& random) {
       return Repeat(3, "", [&] { return WrongLayout(One(random, kCyrillic)); }) + Year(random);
     }},
    {"Romaji words with number puns", Bits(Count(kRomaji), Count(kRomaji), Count(kRomaji), Count(kGoroawase)),
     [](Generator& random) {
       return Repeat(3, "-", [&] { return One(random, kRomaji); }) + "-chan" + One(random, kGoroawase);
     }},
    {"Polish words with diacritics", Bits(Count(kPolish), Count(kPolish), Count(kPolish), 100),
     [](Generator& random) {
       return Filled(Repeat(3, " ", [&] { return One(random, kPolish); }) + Number(random, 0, 99, 2), "!");
     }},
    {"Dutch words, postcode", Bits(Count(kDutch), Count(kDutch), 9000, 24, 24),
     [](Generator& random) {
       return Filled(Capital(One(random, kDutch)) + Capital(One(random, kDutch)) + Number(random, 1000, 9999) +
                         Chars(random, "ABCDEGHIJKLMNPQRSTUVWXYZ", 2),
                     "!");
     }},
    {"Italian club, cheer repeated", Bits(Count(kSerieA), 3, 100),
     [](Generator& random) {
       const std::string cheer = One(random, "Forza Grande Sempre") + One(random, kSerieA);
       return cheer + "!" + Number(random, 0, 99, 2) + cheer;
     }},
    {"four words of a comic's kind", Bits(Count(kXkcd), Count(kXkcd), Count(kXkcd), Count(kXkcd)),
     [](Generator& random) { return Repeat(4, "-", [&] { return One(random, kXkcd); }); }},
    {"memorable mode: three words, digit, capital",
     Bits(Count(kXkcd), Count(kXkcd), Count(kXkcd), Count(kMemorable), 10, 4),
     [](Generator& random) {
       const std::uint64_t shouted = Below(random, 4);
       std::uint64_t at = 0;
       const auto word = [&](std::string_view list) {
         const std::string drawn = One(random, list);
         return at++ == shouted ? Upper(drawn) : drawn;
       };
       const std::string head = Repeat(3, ".", [&] { return word(kXkcd); });
       return head + "." + word(kMemorable) + Number(random, 0, 9);
     }},
    {"three stars and a magnitude", Bits(Count(kStars), Count(kStars), Count(kStars), 100),
     [](Generator& random) {
       return Repeat(3, "+", [&] { return One(random, kStars); }) + "=" + Number(random, 0, 9) + "." +
              Number(random, 0, 9);
     }},
    {"seven elements with their numbers", Bits(40, 40, 40, 40, 40, 40, 40),
     [](Generator& random) { return "pse" + Repeat(7, "-", [&] { return One(random, kElements); }); }},
    {"song title in capitals, year, at a place", Bits(Count(kSongs, '|'), 50, 4),
     [](Generator& random) {
       return Upper(Replace(One(random, kSongs, '|'), " ", "")) + "@" + One(random, "Home Work Party Live") +
              Year(random);
     }},
    {"Shakespeare in leet, join, number", Bits(Count(kShakespeare, '|'), 3, 1000),
     [](Generator& random) {
       return Replace(Leet(One(random, kShakespeare, '|')), " ", One(random, ",-,_", ',')) + "." +
              Number(random, 0, 999, 3);
     }},
    {"slice of lorem ipsum, join", Bits(Count(kLorem) - 5, 4),
     [](Generator& random) {
       return Replace(Slice(random, kLorem, static_cast<std::size_t>(Count(kLorem)), 6), " ", One(random, "_ - . ~"));
     }},
    {"slice of an RFC's boilerplate, reversed or not", Bits(Count(kRfc) - 5, 2),
     [](Generator& random) {
       const std::string text = Slice(random, kRfc, static_cast<std::size_t>(Count(kRfc)), 6);
       return Below(random, 2) == 0 ? text : Reverse(text);
     }},
    {"six letters in the radio alphabet", Bits(26, 26, 26, 26, 26, 26),
     [](Generator& random) { return Repeat(6, "-", [&] { return One(random, kNato); }); }},
    {"a PIN in English digits, then in figures", Bits(10, 10, 10, 10, 10, 10),
     [](Generator& random) {
       const std::string pin = Chars(random, kDigits, 6);
       std::size_t at = 0;
       const auto word = [&] {
         std::string_view rest = kEnglishDigits;
         for (char skip = pin[at]; skip > '0'; --skip) {
           rest.remove_prefix(rest.find(' ') + 1);
         }
         ++at;
         return std::string(rest.substr(0, rest.find(' ')));
       };
       return Repeat(6, "", word) + pin;
     }},
    {"eight digits spelled in Turkish", Bits(100, 100, 100, 100),
     [](Generator& random) { return Repeat(8, " ", [&] { return One(random, kTurkishDigits); }); }},
    {"two dates in Roman numerals", Bits(28, 12, 75, 28, 12, 75),
     [](Generator& random) {
       const std::string first = RomanDate(random);
       return "AD " + first + " & " + RomanDate(random);
     }},
    {"five emoji and a year", Bits(32, 32, 32, 32, 32, 50),
     [](Generator& random) { return Repeat(5, "", [&] { return One(random, kEmoji); }) + Year(random); }},
    {"two Bible verses", Bits(16, 16, 20, 20, 30, 30),
     [](Generator& random) {
       return Repeat(2, "&",
                     [&] {
                       const std::string book = One(random, kBooks);
                       return book + Number(random, 1, 20) + ":" + Number(random, 1, 30);
                     }) +
              " Amen";
     }},
    {"eight chords", 8 * Bits(12, 3),
     [](Generator& random) {
       return "|" + Repeat(8, "|", [&] { return One(random, kRoots) + One(random, ",m,7", ','); }) + "|";
     }},
    {"three footballers with their numbers", Bits(20, 20, 20, 4),
     [](Generator& random) {
       return Filled(Repeat(3, "", [&] { return One(random, kPlayers); }) + One(random, "! ? # *"), "goal");
     }},
};

}  // namespace detection::known::fourth
