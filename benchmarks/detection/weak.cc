#include "weak.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <random>
#include <set>

namespace detection {
namespace {

constexpr std::size_t kLength = 16;  // What a token has to have at least: shorter ones are refused for that alone.

using Random = std::mt19937_64;

template <typename Items>
const auto& One(Random& random, const Items& items) {
  return items[random() % std::size(items)];
}

void ReadLines(const char* path, std::size_t most, std::vector<std::string>& lines, std::set<std::string>& seen) {
  std::ifstream file(path);
  std::string line;
  while (lines.size() < most && std::getline(file, line)) {
    if (!line.empty() && line.compare(0, 2, "#!") != 0 && seen.insert(line).second) {
      lines.push_back(line);
    }
  }
}

std::string Repeated(const std::string& text, std::size_t length = kLength) {
  std::string out;
  while (out.size() < length) {
    out += text;
  }
  return out;
}

std::string Capitalised(std::string text) {
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::string Leet(std::string text, Random& random) {
  for (auto& c : text) {
    switch (std::tolower(static_cast<unsigned char>(c))) {
      case 'a':
        c = random() % 2 == 0 ? '4' : '@';
        break;
      case 'e':
        c = '3';
        break;
      case 'i':
        c = '1';
        break;
      case 'o':
        c = '0';
        break;
      case 's':
        c = random() % 2 == 0 ? '5' : '$';
        break;
      case 't':
        c = '7';
        break;
      default:
        break;
    }
  }
  return text;
}

std::string Reversed(const std::string& text) { return {text.rbegin(), text.rend()}; }

std::string Year(Random& random) { return std::to_string(1950 + random() % 80); }

std::vector<std::string> Walks(Random& random) {
  // Rows and columns of five layouts, as a finger runs along them.
  const std::vector<std::vector<std::string>> layouts{
      {"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn", "zaq1xsw2cde3vfr4"},
      {"1234567890", "qwertzuiop", "asdfghjkl", "yxcvbnm", "1qay2wsx3edc4rfv5tgb6zhn", "yaq1xsw2cde3vfr4"},
      {"azertyuiop", "qsdfghjklm", "wxcvbn", "aqwzsxedcrfvtgbyhn", "1aqw2zsx3edc4rfv"},
      {"pyfgcrl", "aoeuidhtns", "qjkxbmwvz"},
      {"7894561230", "147258369", "7410852963", "159753"},
  };
  std::vector<std::string> walks;
  for (int i = 0; i < 5000; ++i) {
    const auto& layout = One(random, layouts);
    std::string walk;
    while (walk.size() < kLength) {
      std::string row = One(random, layout);
      const auto part = 4 + random() % 21;
      row = random() % 3 == 0 ? Reversed(row).substr(0, part) : row.substr(0, part);
      if (random() % 4 == 0) {
        std::transform(row.begin(), row.end(), row.begin(), [](unsigned char c) { return std::toupper(c); });
      }
      walk += walk.empty() || random() % 2 == 0 ? row : Repeated(walk.substr(0, row.size()), 4);
    }
    walks.push_back(walk.substr(0, kLength + random() % 9));
  }
  return walks;
}

std::string Two(std::uint64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::vector<std::string> Dates(Random& random) {
  std::vector<std::string> dates;
  for (int i = 0; i < 5000; ++i) {
    const auto date = [&] {
      const std::string day = Two(1 + random() % 28);
      const std::string month = Two(1 + random() % 12);
      const std::array<std::string, 5> forms{"Y-M-D", "D.M.Y", "M/D/Y", "YMD", "D-M-Y"};
      std::string text;
      for (const char c : One(random, forms)) {
        text += c == 'Y' ? Year(random) : c == 'M' ? month : c == 'D' ? day : std::string(1, c);
      }
      return text;
    };
    const std::string clock = Two(random() % 24) + ":" + Two(random() % 60) + ":" + Two(random() % 60);
    switch (random() % 3) {
      case 0:
        dates.push_back(date() + "T" + clock + "Z");
        break;
      case 1:
        dates.push_back(Repeated(date()));
        break;
      default:
        dates.push_back(date() + One(random, std::array<const char*, 3>{"", "-", " "}) + date());
    }
    while (dates.back().size() < kLength) {
      dates.back() += "0";
    }
  }
  return dates;
}

std::vector<std::string> Sequences() {
  std::vector<std::string> sequences;
  const std::string alphabets[] = {"abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789",
                                   "abcdefghijklmnopqrstuvwxyz0123456789", "0123456789abcdef"};
  for (const auto& alphabet : alphabets) {
    for (std::size_t start = 0; start < alphabet.size(); ++start) {
      for (std::size_t length = kLength; length <= 32; length += 4) {
        std::string up;
        for (std::size_t i = 0; i < length; ++i) {
          up += alphabet[(start + i) % alphabet.size()];
        }
        sequences.push_back(up);
        sequences.push_back(Reversed(up));
      }
    }
  }
  for (int step = 1; step < 100; ++step) {  // Numbers in a row: 100101102103...
    std::string counted;
    for (int number = step; counted.size() < kLength; ++number) {
      counted += std::to_string(number);
    }
    sequences.push_back(counted);
  }
  return sequences;
}

std::vector<std::string> Blocks(Random& random) {
  const std::string alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!$%&/()=?";
  std::vector<std::string> blocks;
  for (int i = 0; i < 10000; ++i) {
    std::string block;
    const auto size = 1 + random() % 8;
    for (std::size_t k = 0; k < size; ++k) {
      block += One(random, alphabet);
    }
    blocks.push_back(Repeated(block, kLength + random() % 17).substr(0, kLength + random() % 17));
    if (blocks.back().size() < kLength) {
      blocks.back() = Repeated(block);
    }
  }
  return blocks;
}

std::vector<std::string> Phrases(const std::vector<std::string>& words, std::size_t count, Random& random) {
  std::vector<std::string> phrases;
  const char* separators[] = {"", "", "-", " ", "_", "."};
  while (phrases.size() < 10000) {
    std::string phrase;
    const std::string separator = One(random, separators);
    const bool capitals = random() % 3 == 0;
    for (std::size_t i = 0; i < count; ++i) {
      const auto& word = One(random, words);
      phrase += (i == 0 ? "" : separator) + (capitals ? Capitalised(word) : word);
    }
    if (count < 3 || phrase.size() >= kLength) {
      phrases.push_back(phrase);
    }
  }
  return phrases;
}

std::vector<std::string> Names(Random& random) {
  const std::array<std::string, 16> names{"keptn",       "keptn-api-token", "api-token",     "api",
                                          "token",       "secret",          "api-key",       "apikey",
                                          "api-service", "bridge",          "default",       "kube-system",
                                          "admin",       "KEPTN_API_TOKEN", "keptnapitoken", "keptnprod"};
  const std::array<std::string, 12> ends{"",      "1",    "123",   "2026", "!",    "-1",
                                         "-prod", "-dev", "-2026", "_01",  "test", "00"};
  std::vector<std::string> out;
  for (const auto& first : names) {
    for (const auto& second : names) {
      for (const auto& separator : {"", "-", "_", "/", " "}) {
        for (const auto& end : ends) {
          std::string text = first + separator + second + end;
          out.push_back(random() % 4 == 0 ? Capitalised(text) : text);
        }
      }
    }
    for (const auto& end : ends) {
      out.push_back(Repeated(first + end));
    }
  }
  return out;
}

std::string Padded(std::string text, const std::string& with, Random& random) {
  const std::size_t length = kLength + random() % 3 * 8;
  text.resize(std::max(text.size(), length), One(random, with));
  return text;
}

}  // namespace

Lists ReadLists() {
  Lists lists;
  std::set<std::string> seen;
  constexpr std::size_t kMost = 60000;
  ReadLines("/usr/share/john/password.lst", kMost, lists.passwords, seen);
  for (const char* path : {"/usr/share/nmap/nselib/data/passwords.lst", "/usr/share/ncrack/top50000.pwd"}) {
    ReadLines(path, kMost, lists.leaked, seen);
  }
  seen.clear();
  ReadLines("/usr/share/dict/scowl/english-words.10", kMost, lists.words, seen);
  lists.words.erase(std::remove_if(lists.words.begin(), lists.words.end(),
                                   [](const std::string& word) { return word.find('\'') != std::string::npos; }),
                    lists.words.end());
  return lists;
}

std::vector<WeakClass> WeakClasses(const Lists& lists) {
  Random random(20261124);
  std::vector<WeakClass> classes;
  const std::array<const char*, 8> affixes{"!", "1", "123", "12", "?", "@123", "01", "!!"};
  for (const auto* list : {&lists.passwords, &lists.leaked}) {
    const bool common = list == &lists.passwords;
    const auto add = [&](const std::string& name, auto&& change) {
      WeakClass weak{(common ? "common: " : "leaked: ") + name, {}};
      for (const auto& password : *list) {
        weak.texts.push_back(change(password));
      }
      classes.push_back(std::move(weak));
    };
    const auto dated = [&](const auto& p) { return Capitalised(p) + Year(random) + One(random, affixes); };
    add("plain", [](const auto& p) { return p; });
    add("repeated to length", [](const auto& p) { return Repeated(p); });
    add("repeated and cut to 16", [](const auto& p) { return Repeated(p).substr(0, kLength); });
    add("padded with a character", [&](const auto& p) { return Padded(p, "01!x.*a=#", random); });
    add("padded with NULs or blanks", [&](const auto& p) { return Padded(p, std::string("\0 ", 2), random); });
    add("with year and affix, twice", [&](const auto& p) { return Repeated(dated(p)); });
    add("with year and affix, filled up with digits", [&](const auto& p) {
      const std::string text = dated(p);
      return text.size() < kLength ? text + std::string("12345678901234567890").substr(0, kLength - text.size()) : text;
    });
    add("leet, repeated", [&](const auto& p) { return Repeated(Leet(p, random)); });
    add("leet, then plain", [&](const auto& p) { return Repeated(Leet(p, random) + p); });
    add("reversed, repeated", [](const auto& p) { return Repeated(Reversed(p)); });
    add("reversed, then plain", [](const auto& p) { return Repeated(Reversed(p) + p); });
  }
  for (auto&& [name, texts] : std::vector<std::pair<const char*, std::vector<std::string>>>{
           {"keyboard walks", Walks(random)},
           {"dates and times", Dates(random)},
           {"sequences", Sequences()},
           {"repeated blocks", Blocks(random)},
           {"one common word", Phrases(lists.words, 1, random)},
           {"two common words", Phrases(lists.words, 2, random)},
           {"three common words", Phrases(lists.words, 3, random)},
           {"key names and namespaces", Names(random)},
       }) {
    classes.push_back({name, std::move(texts)});
  }
  return classes;
}

}  // namespace detection
