#include "designed.h"

#include <array>
#include <string>

#include "base/base64.h"
#include "draw.h"
#include "weak.h"

namespace detection {
namespace {

using known::Below;
using known::Chars;
using known::Date;
using known::Number;
using known::One;

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kSeasons = "Spring Summer Autumn Winter Fall";
constexpr std::string_view kSigns = "! $ # @ . - _ * ? +";
constexpr std::string_view kFirst =
    "james mary michael linda david sarah anna thomas peter julia lisa daniel laura martin";
constexpr std::string_view kLast = "smith johnson miller brown davis wilson moore taylor anderson jackson white harris";
constexpr std::string_view kCompanies = "acme contoso initech globex umbrella hooli northwind company corp internal";
constexpr std::string_view kStages = "prod staging dev test demo uat qa production";
constexpr std::string_view kPurposes = "token secret api key password auth access admin";
constexpr std::string_view kProviders = "gmail.com yahoo.com hotmail.com outlook.com example.com gmx.de web.de";
constexpr std::string_view kNames = "token secret api user auth webhook service admin";

const Lists& Packaged() {
  static const Lists lists = ReadLists();
  return lists;
}

const std::string& Password(Generator& random) {
  constexpr std::uint64_t kCommonest = 1000;
  return Packaged().passwords[Below(random, kCommonest)];
}

const std::string& Word(Generator& random) { return Packaged().words[Below(random, 1000)]; }

std::string Capital(std::string word) {
  word[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(word[0])));
  return word;
}

std::string Year(Generator& random) { return Number(random, 1950, 2029); }

std::string Repeated(const std::string& text, std::size_t length) {
  std::string out;
  while (out.size() < length) {
    out += text;
  }
  return out;
}

// Filled up to 16 characters in one of the ways that people take.
std::string Filled(Generator& random, std::string text) {
  if (text.size() >= 16) {
    return text;
  }
  switch (Below(random, 3)) {
    case 0:
      return Repeated(text, 16).substr(0, 16);
    case 1:
      return text + std::string("12345678901234567890").substr(0, 16 - text.size());
    default:
      text.resize(16, "1!0x"[Below(random, 4)]);
      return text;
  }
}

std::string Words(Generator& random, int count) {
  const std::string separator(One(random, "|-|_|.", '|'));
  const bool capitals = Below(random, 2) == 0;
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += (i == 0 ? "" : separator) + (capitals ? Capital(Word(random)) : Word(random));
  }
  return text;
}

std::string Quotation(Generator& random) {
  return std::string(One(random,
                         "inthebeginningwastheword|tobeornottobethatisthequestion|maytheforcebewithyou|"
                         "thequickbrownfoxjumpsoverthelazydog|allyourbasearebelongtous|onceuponatimeinthewest|"
                         "houstonwehaveaproblem|ihaveadreamthatoneday|lookingforwardtohearingfromyou|"
                         "fourscoreandsevenyearsago|lifeislikeaboxofchocolates|the-truth-is-out-there",
                         '|'));
}

constexpr double kPasswordBits = 10;

}  // namespace

const std::vector<Kind>& DesignedKinds() {
  static const std::vector<Kind> kinds{
      {"password, repeated and cut", kPasswordBits,
       [](Generator& r) { return Repeated(Password(r), 16).substr(0, 16); }},
      {"password with a year, repeated and cut", kPasswordBits + 9,
       [](Generator& r) { return Repeated(Capital(Password(r)) + Year(r) + "!", 16).substr(0, 16); }},
      {"encoded twice", kPasswordBits + 2, [](Generator& r) { return base::EncodeBase64(Filled(r, Password(r))); }},
      {"encoded three times", kPasswordBits + 2,
       [](Generator& r) { return base::EncodeBase64(base::EncodeBase64(Filled(r, Password(r)))); }},
      {"MD5 of a common password", kPasswordBits, [](Generator& r) { return known::Digest("MD5", Password(r)); }},
      {"SHA-256 of a common password", kPasswordBits,
       [](Generator& r) { return known::Digest("SHA256", Password(r)); }},
      {"SHA-1 of a common password", kPasswordBits, [](Generator& r) { return known::Digest("SHA1", Password(r)); }},
      {"13 zero bytes and 3 others", 24,
       [](Generator& r) {
         std::string bytes(13, '\0');
         for (int i = 0; i < 3; ++i) {
           bytes.push_back(static_cast<char>(r() >> 56U));
         }
         return bytes;
       }},
      {"counter bytes", 16,
       [](Generator& r) {
         const auto start = r() >> 56U;
         const auto step = r() >> 56U;
         std::string bytes;
         for (std::uint64_t i = 0; i < 16; ++i) {
           bytes.push_back(static_cast<char>(start + i * step));
         }
         return bytes;
       }},
      {"characters doubled", kPasswordBits + 2,
       [](Generator& r) {
         std::string out;
         for (const char c : Filled(r, Password(r)).substr(0, 10)) {
           out += {c, c};
         }
         return out;
       }},
      {"woven with digits", kPasswordBits,
       [](Generator& r) {
         std::string out;
         const std::string word = Repeated(Packaged().words[Below(r, 1000)], 8).substr(0, 8);
         for (std::size_t i = 0; i < 8; ++i) {
           out += {word[i], static_cast<char>('1' + i)};
         }
         return out;
       }},
      {"mail address", 13,
       [](Generator& r) { return One(r, kFirst) + "." + One(r, kLast) + "@" + One(r, kProviders); }},
      {"IP address and port", 34,
       [](Generator& r) {
         return Number(r, 10, 255) + "." + Number(r, 100, 255) + "." + Number(r, 10, 255) + "." + Number(r, 10, 255) +
                ":8080";
       }},
      {"telephone number", 37, [](Generator& r) { return "+49" + Chars(r, kDigits, 11) + "keptn"; }},
      {"company, stage, purpose", 16,
       [](Generator& r) {
         return One(r, kCompanies) + "-" + One(r, kStages) + "-" + One(r, kPurposes) + Number(r, 2015, 2026);
       }},
      {"season, year, sign, word", 22,
       [](Generator& r) { return Filled(r, One(r, kSeasons) + Year(r) + One(r, kSigns) + Capital(Word(r))); }},
      {"URL", 16, [](Generator& r) { return "https://" + Word(r) + ".com/" + One(r, kNames); }},
      {"user and password at a host", 15,
       [](Generator& r) { return One(r, kNames) + ":" + Password(r) + "@localhost"; }},
      {"JSON", 13, [](Generator& r) { return "{\"" + One(r, kNames) + "\":\"" + Password(r) + "\"}"; }},
      {"Basic header", 13,
       [](Generator& r) { return "Basic " + base::EncodeBase64(One(r, kNames) + ":" + Password(r)); }},
      {"word, sign, word, year, signs", 30,
       [](Generator& r) {
         return Capital(Word(r)) + One(r, kSigns) + Word(r) + Number(r, 1950, 2029) + One(r, "!! ! ? 1 #");
       }},
      {"three common words", 32, [](Generator& r) { return Words(r, 3) + "1234"; }},
      {"four common words", 42, [](Generator& r) { return Words(r, 4); }},
      {"name with birthday", 22,
       [](Generator& r) { return Capital(One(r, kFirst)) + One(r, "- . _ @") + Date(r, "D.M.Y", 1950, 60); }},
      {"dates in a row", 30,
       [](Generator& r) { return Date(r, "Y-M-D", 1970, 60) + "/" + Date(r, "Y-M-D", 1970, 60); }},
      {"host name", 14,
       [](Generator& r) {
         return One(r, kNames) + "." + One(r, kCompanies) + "." + One(r, "svc.cluster.local local internal com");
       }},
      {"quotation", 4, Quotation},
  };
  return kinds;
}

}  // namespace detection
