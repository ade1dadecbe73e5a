// Tokens as people make them who should not: the corpora that the policy is measured against.
#pragma once

#include <string>
#include <vector>

namespace detection {

struct WeakClass {
  std::string name;
  std::vector<std::string> texts;  // The token as its maker thinks of it, before any encoding.
};

// The packaged lists that the corpora are made from (Debian: john-data, nmap-common, ncrack, scowl).
struct Lists {
  std::vector<std::string> passwords;  // The 3,500 commonest (john), doubles removed.
  std::vector<std::string> leaked;     // 50,000 more, of all languages (nmap, ncrack).
  std::vector<std::string> words;      // The commonest English words.
};

// Empty lists where the packages are missing.
Lists ReadLists();

// The same texts at every run.
std::vector<WeakClass> WeakClasses(const Lists& lists);

}  // namespace detection
