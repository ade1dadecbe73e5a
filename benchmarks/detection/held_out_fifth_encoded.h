// Guessable text, hashed or encoded with the tools of a shell.
#pragma once

#include <string>
#include <vector>

#include "base/base64.h"
#include "draw.h"
#include "held_out_fifth_words_lists.h"
#include "held_out_fifth_work_lists.h"
#include "kinds.h"

namespace detection::fifth {

using namespace known;

inline std::string Unhex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return bytes;
}

inline std::vector<Kind> EncodedKinds() {
  return {
      {"base64 of user:password", Bits(Count(kUsers), Count(kWords), 1000),
       [](Generator& random) {
         std::string text = One(random, kUsers) + ":";
         text += One(random, kWords);
         return base::EncodeBase64(text + Number(random, 0, 999, 3));
       }},
      {"md5sum of a word and four digits", Bits(Count(kWords), 10000),
       [](Generator& random) {
         const std::string word = One(random, kWords);
         return Digest("md5", word + Chars(random, kDigits, 4) + "\n");
       }},
      {"sha256sum of Word, year and sign, cut", Bits(Count(kWords), 40, 8),
       [](Generator& random) {
         std::string text = Capital(One(random, kWords));
         text += Number(random, 1986, 2025);
         return Digest("sha256", text + Chars(random, "!?#$%&*+", 1)).substr(0, 32);
       }},
      {"openssl sha1 of company, stage and year, base64", Bits(Count(kCompanies), Count(kStages), 12),
       [](Generator& random) {
         std::string text = One(random, kCompanies) + "-";
         text += One(random, kStages) + "-";
         return base::EncodeBase64(Unhex(Digest("sha1", text + Number(random, 2014, 2025))));
       }},
      {"date +%s | sha256sum | base64 | head -c 32", Bits(5 * 365 * 86400),
       [](Generator& random) {
         const std::string now = Number(random, 1609459200, 1609459200 + 5 * 365 * 86400 - 1);
         return base::EncodeBase64(Digest("sha256", now + "\n") + "  -\n").substr(0, 32);
       }},
      {"xxd -p of Word, year and sign", Bits(Count(kWords), 40, 8),
       [](Generator& random) {
         std::string text = Capital(One(random, kWords));
         text += Number(random, 1986, 2025);
         return Hex(text + Chars(random, "!?#$%&*+", 1));
       }},
  };
}

}  // namespace detection::fifth
