#include "held_out_third.h"

#include <iterator>
#include <string>
#include <string_view>

#include "draw.h"

namespace detection {
namespace known::third {
namespace {

constexpr std::string_view kPets =
    "Bella Luna Max Charlie Rocky Buddy Coco Daisy Molly Simba Felix Minka Balu Lucky Rex Bruno Nala Oscar Tiger Mimi "
    "Bonny Sammy Shadow Whiskers";
constexpr std::string_view kPeople =
    "anna peter maria thomas julia michael laura stefan sandra martin sarah daniel lisa markus nina oliver eva jens "
    "carla pavel ivana luis sofia ahmed leila chen mei raj anita";
constexpr std::string_view kSurnames =
    "mueller smith novak rossi garcia dubois jansen kowalski horvat ivanov silva tanaka kim nguyen khan olsen larsen "
    "virtanen nagy popescu papadopoulos yilmaz cohen murphy";
constexpr std::string_view kNouns =
    "house tree river window summer coffee guitar pizza bottle mountain pencil camera bicycle flower rabbit planet "
    "engine hammer ticket island mirror candle garden market blanket orange button bridge circle dragon feather "
    "hockey jacket kitchen letter magnet needle onion parrot rocket saddle tunnel violin wallet zebra";
constexpr std::string_view kVerbs =
    "love hate want need like miss know eat drink drive play read write watch hear sing build break clean open";
constexpr std::string_view kAdjectives =
    "happy green old new big small crazy lucky silent brave cold warm dark bright fast slow strong sweet wild funny";
constexpr std::string_view kGermanNouns =
    "Haus Baum Fluss Fenster Kaffee Fahrrad Blume Hase Insel Spiegel Kerze Garten Markt Decke Knopf Jacke Zwiebel "
    "Sattel Geige Urlaub Bahnhof Schule Katze Hund Flasche Berg Stift Kamera";
constexpr std::string_view kItalian =
    "casa albero fiume finestra estate caffe bottiglia montagna fiore coniglio isola specchio candela giardino mercato "
    "bottone ponte cucina lettera cipolla razzo gatto cane mare";
constexpr std::string_view kDanish =
    "hus skov vindue sommer kaffe cykel blomst kanin stjerne spejl lys have torv knap bro jakke brev sadel kat hund "
    "strand himmel skole bog";
constexpr std::string_view kCroatian =
    "kuca drvo rijeka prozor ljeto kava bicikl cvijet zec otok zrcalo svijeca vrt trg gumb most jakna pismo luk macka "
    "pas more nebo skola";
constexpr std::string_view kFootball =
    "Bayern Schalke Arsenal Juventus Porto Galatasaray Olympiakos Sparta Dinamo Rangers Everton Roma Napoli Betis "
    "Feyenoord Anderlecht";
constexpr std::string_view kPlaces =
    "Prague Vienna Lisbon Dublin Naples Rome Boston Denver Austin Sydney Tokyo Kyoto Lima Quito Cairo Oslo Turku "
    "Malaga Nice Bern";
constexpr std::string_view kTools =
    "keptn jenkins argocd vault grafana gitlab sonarqube harbor nexus kafka redis postgres rabbitmq elastic loki tempo "
    "istio traefik";
constexpr std::string_view kRooms = "dev test int stage prod qa uat demo lab edge core eu us asia east west";
constexpr std::string_view kSwears = "damn bloody stupid lousy fucking freaking shitty annoying";
constexpr std::string_view kMovies =
    "Star Wars|The Matrix|Pulp Fiction|Forrest Gump|Blade Runner|Jurassic Park|Fight Club|The Godfather|Top Gun|"
    "Toy Story|Die Hard|Back to the Future|Home Alone|Dirty Dancing|The Lion King|Ocean Eleven";
constexpr std::string_view kLyrics =
    "we will rock you|let it be let it be|dancing queen young and sweet|hello from the other side|"
    "smoke on the water|stairway to heaven|sweet child of mine|born in the usa|i want to break free|"
    "every breath you take|like a rolling stone|yellow submarine";

std::string Initials(std::string_view sentence) {
  std::string letters;
  for (std::size_t i = 0; i < sentence.size(); ++i) {
    if (i == 0 || sentence[i - 1] == ' ') {
      letters += sentence[i];
    }
  }
  return letters;
}

constexpr Kind kKinds[] = {
    {"pet, child, year, mark", Bits(Count(kPets), Count(kPeople), 30, 4),
     [](Generator& r) {
       return Filled(One(r, kPets) + Capital(One(r, kPeople)) + Number(r, 1995, 2024) + Chars(r, "!?*#", 1), "!");
     }},
    {"I verb my adjective noun", Bits(Count(kVerbs), Count(kAdjectives), Count(kNouns)),
     [](Generator& r) {
       return Filled("I" + Capital(One(r, kVerbs)) + "My" + Capital(One(r, kAdjectives)) + Capital(One(r, kNouns)),
                     "!");
     }},
    {"three nouns and two digits", 3 * Bits(Count(kNouns)) + Bits(100),
     [](Generator& r) { return Filled(Repeat(3, "-", [&] { return One(r, kNouns); }) + Number(r, 0, 99, 2), "0"); }},
    {"four nouns with blanks", 4 * Bits(Count(kNouns)),
     [](Generator& r) { return Repeat(4, " ", [&] { return One(r, kNouns); }); }},
    {"three German nouns and a year", 3 * Bits(Count(kGermanNouns)) + Bits(40),
     [](Generator& r) { return Repeat(3, "", [&] { return One(r, kGermanNouns); }) + Number(r, 1985, 2024); }},
    {"Italian words with dots", 3 * Bits(Count(kItalian)) + Bits(1000),
     [](Generator& r) { return Filled(Repeat(3, ".", [&] { return One(r, kItalian); }) + Number(r, 0, 999), "."); }},
    {"Danish words, capitals, digits", 3 * Bits(Count(kDanish)) + Bits(100),
     [](Generator& r) {
       return Filled(Repeat(3, "", [&] { return Capital(One(r, kDanish)); }) + Number(r, 0, 99, 2), "!");
     }},
    {"Croatian words with underscores", 3 * Bits(Count(kCroatian)) + Bits(100),
     [](Generator& r) { return Filled(Repeat(3, "_", [&] { return One(r, kCroatian); }) + Number(r, 0, 99, 2), "_"); }},
    {"club, founding year, surname", Bits(Count(kFootball), 60, Count(kSurnames)),
     [](Generator& r) {
       return Filled(One(r, kFootball) + Number(r, 1880, 1939) + "_" + Capital(One(r, kSurnames)), "1");
     }},
    {"place, two-digit year, person, mark", Bits(Count(kPlaces), 100, Count(kPeople), 4),
     [](Generator& r) {
       return Filled(
           One(r, kPlaces) + "'" + Number(r, 0, 99, 2) + "with" + Capital(One(r, kPeople)) + Chars(r, "!.?*", 1), "!");
     }},
    {"film, leet, number", Bits(Count(kMovies, '|'), 1000),
     [](Generator& r) {
       return Filled(Map(Replace(One(r, kMovies, '|'), " ", ""), "aeio", "@310") + Number(r, 0, 999, 3), "!");
     }},
    {"line of a song with a digit for each blank", Bits(Count(kLyrics, '|'), 10),
     [](Generator& r) { return Filled(Replace(One(r, kLyrics, '|'), " ", Number(r, 0, 9)), "!"); }},
    {"initials of a line and a year, twice", Bits(Count(kLyrics, '|'), 50),
     [](Generator& r) {
       const std::string half = Initials(One(r, kLyrics, '|')) + Number(r, 1970, 2019) + "!";
       return Filled(half + half, "x");
     }},
    {"swearing at a tool", Bits(Count(kSwears), Count(kTools), 1000),
     [](Generator& r) { return Filled("this" + One(r, kSwears) + One(r, kTools) + Number(r, 0, 999), "!"); }},
    {"tool, environment, region, number", Bits(Count(kTools), Count(kRooms), Count(kRooms), 100),
     [](Generator& r) {
       return Filled(One(r, kTools) + "-" + One(r, kRooms) + "-" + One(r, kRooms) + "-" + Number(r, 0, 99, 2), "-key");
     }},
    {"environment variable and value", Bits(Count(kTools), Count(kPeople), 10000),
     [](Generator& r) { return Upper(One(r, kTools)) + "_TOKEN=" + One(r, kPeople) + Number(r, 0, 9999, 4); }},
    {"service account name", Bits(Count(kTools), Count(kRooms), Count(kTools)),
     [](Generator& r) {
       return "system:serviceaccount:" + One(r, kTools) + "-" + One(r, kRooms) + ":" + One(r, kTools);
     }},
    {"connection string", Bits(Count(kTools), Count(kPeople), 1000, Count(kRooms)),
     [](Generator& r) {
       return "postgres://" + One(r, kTools) + ":" + One(r, kPeople) + Number(r, 0, 999) + "@db." + One(r, kRooms);
     }},
    {"YAML line", Bits(Count(kTools), Count(kPeople), 100),
     [](Generator& r) { return "apiToken: " + One(r, kTools) + "-" + One(r, kPeople) + Number(r, 0, 99); }},
    {"surname, personnel number, initials", Bits(Count(kSurnames), 100000, 676),
     [](Generator& r) {
       return Filled(Capital(One(r, kSurnames)) + "-" + Number(r, 0, 99999, 5) + "-" + Chars(r, kUpper, 2), "X");
     }},
    {"two names and a wedding day", Bits(Count(kPeople), Count(kPeople), 28, 12, 40),
     [](Generator& r) {
       return Filled(Capital(One(r, kPeople)) + "+" + Capital(One(r, kPeople)) + "=" + Date(r, "D.M.y", 1980, 40), "!");
     }},
    {"telephone number of a town", Bits(20, 10000000),
     [](Generator& r) { return "+43 " + Number(r, 660, 679) + " " + Number(r, 0, 9999999, 7) + " mobil"; }},
    {"social security number and name", Bits(28, 12, 80, 10000, Count(kPeople)),
     [](Generator& r) { return Number(r, 0, 9999, 4) + Date(r, "DMy", 1920, 80) + Capital(One(r, kPeople)); }},
    {"number plate and name", Bits(676, 1000, 26, Count(kPeople)),
     [](Generator& r) {
       return Filled("W-" + Number(r, 0, 999, 3) + Chars(r, kUpper, 2) + "-" + Capital(One(r, kPeople)), "-car");
     }},
    {"rows of the keyboard, cut at random", 4 * Bits(3, 7),
     [](Generator& r) {
       return Repeat(4, "", [&] { return One(r, "qwertyuiop asdfghjkl; zxcvbnm,./").substr(Below(r, 6), 4); });
     }},
    {"zigzag over the keyboard", Bits(8, 8, 100),
     [](Generator& r) {
       return Repeat(2, "",
                     [&] {
                       return One(r, "q2w3e4r5 a1s2d3f4 zaqxswcde 1q2w3e4r p0o9i8u7 mkonjibhu 9i8u7y6t xdrcftvgy");
                     }) +
              Number(r, 0, 99, 2);
     }},
    {"two keys in turn, and a number", Bits(26, 26, 1000),
     [](Generator& r) {
       const std::string pair = Chars(r, kLower, 1) + Chars(r, kLower, 1);
       return pair + pair + pair + pair + pair + pair + pair + Number(r, 0, 999, 3);
     }},
    {"word with each letter in upper and lower case", Bits(Count(kNouns), Count(kNouns)),
     [](Generator& r) {
       std::string text;
       for (const char c : One(r, kNouns) + One(r, kNouns)) {
         text += Upper(std::string(1, c)) + c;
       }
       return Filled(text, "Xx");
     }},
    {"vowels left out of three words", 3 * Bits(Count(kNouns)) + Bits(100),
     [](Generator& r) {
       std::string text = Repeat(3, "-", [&] { return One(r, kNouns); });
       for (const std::string_view vowel : {"a", "e", "i", "o", "u"}) {
         text = Replace(text, vowel, "");
       }
       return Filled(text + Number(r, 0, 99, 2), "-");
     }},
    {"words in camel case with an s for $", Bits(Count(kAdjectives), Count(kNouns), Count(kNouns), 100),
     [](Generator& r) {
       return Filled(
           Map(One(r, kAdjectives) + Capital(One(r, kNouns)) + Capital(One(r, kNouns)), "s", "$") + Number(r, 0, 99, 2),
           "$");
     }},
    {"sum that is right", Bits(10000, 10000),
     [](Generator& r) {
       const auto a = 1000 + Below(r, 9000);
       const auto b = 1000 + Below(r, 9000);
       return std::to_string(a) + "+" + std::to_string(b) + "=" + std::to_string(a + b) + "!";
     }},
    {"numbers in words", 4 * Bits(10),
     [](Generator& r) {
       return Filled(
           Repeat(4, "", [&] { return Capital(One(r, "zero one two three four five six seven eight nine")); }), "!");
     }},
    {"hex of a word and a year", Bits(Count(kNouns), 30),
     [](Generator& r) { return Filled(Hex(One(r, kNouns) + Number(r, 1995, 2024)), "0"); }},
    {"base64 of two words", Bits(Count(kAdjectives), Count(kNouns), 100),
     [](Generator& r) { return Encode(One(r, kAdjectives) + "-" + One(r, kNouns) + Number(r, 0, 99, 2), kBase64, 6); }},
    {"SHA-256 of tool and environment, cut to 32", Bits(Count(kTools), Count(kRooms)),
     [](Generator& r) { return Digest("SHA256", One(r, kTools) + "-" + One(r, kRooms)).substr(0, 32); }},
    {"reversed surname and first name, year", Bits(Count(kSurnames), Count(kPeople), 40),
     [](Generator& r) {
       return Filled(Reverse(One(r, kSurnames)) + Reverse(One(r, kPeople)) + Number(r, 1970, 2009), "!");
     }},
    {"version of an image", Bits(Count(kTools), 30, 30, 30, Count(kRooms)),
     [](Generator& r) {
       return "registry/" + One(r, kTools) + ":v" + Number(r, 0, 29) + "." + Number(r, 0, 29) + "." + Number(r, 0, 29) +
              "-" + One(r, kRooms);
     }},
    {"time of a log and a level", Bits(28, 12, 5, 86400, 4),
     [](Generator& r) { return Date(r, "Y/M/D", 2020, 5) + Time(r, " h:m:s ") + One(r, "INFO WARN ERROR DEBUG"); }},
    {"shopping list", 3 * Bits(12, 9),
     [](Generator& r) {
       return Repeat(3, ",", [&] {
         return Number(r, 1, 9) + One(r, "milk eggs bread butter apples beer cheese rice bananas salt sugar tea");
       });
     }},
    {"score of three matches", 3 * Bits(8, 8) + Bits(Count(kFootball)),
     [](Generator& r) {
       return Filled(One(r, kFootball) + " " + Repeat(3, " ", [&] { return Number(r, 0, 7) + ":" + Number(r, 0, 7); }),
                     "!");
     }},
};

}  // namespace
}  // namespace known::third

const std::vector<Kind>& ThirdHeldOutKinds() {
  static const std::vector<Kind> kinds(std::begin(known::third::kKinds), std::end(known::third::kKinds));
  return kinds;
}

}  // namespace detection
