// Little secrets in a disguise that anybody can undo.
#pragma once

#include <array>
#include <vector>

#include "draw.h"
#include "held_out_sixth_typed.h"

namespace detection::sixth {

using namespace known;

inline constexpr std::string_view kMorse =
    ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..";

// The word number `place` of a list.
inline std::string Nth(std::string_view list, std::size_t place) {
  for (; place > 0; --place) {
    list.remove_prefix(list.find(' ') + 1);
  }
  return std::string(list.substr(0, list.find(' ')));
}

inline std::string Morse(std::string_view word) {
  std::string text;
  for (const char c : word) {
    text += (text.empty() ? "" : " ") + Nth(kMorse, static_cast<std::size_t>(c - 'a'));
  }
  return text;
}

inline std::string Roman(std::uint64_t number) {
  constexpr std::array<unsigned, 13> kValues{1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1};
  std::string text;
  for (std::size_t i = 0; i < kValues.size(); ++i) {
    for (; number >= kValues[i]; number -= kValues[i]) {
      text += Nth("M CM D CD C XC L XL X IX V IV I", i);
    }
  }
  return text;
}

inline std::string PaddedBase64(const std::string& bytes) {
  std::string text = Encode(bytes, kBase64, 6);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

inline std::vector<Kind> EncodedKinds() {
  return {
      {"header of a user and a poor password", Bits(8, 32, 40, 4),
       [](Generator& random) {
         const std::string user = One(random, "admin root deploy jenkins prometheus svc-backup elastic ci-bot");
         return "Basic " + PaddedBase64(user + ":" + Capital(One(random, kPlainWords)) + Number(random, 1985, 2024) +
                                        One(random, "! # @ $"));
       }},
      {"three words, each letter moved by the same step", Bits(32, 32, 32, 25),
       [](Generator& random) {
         const std::string text = Repeat(3, "-", [&] { return One(random, kPlainWords); });
         const std::size_t step = 1 + Below(random, 25);
         return Map(text, kLower, std::string(kLower.substr(step)) + std::string(kLower.substr(0, step)));
       }},
      {"three words in Morse code", Bits(32, 32, 32),
       [](Generator& random) { return Repeat(3, " / ", [&] { return Morse(One(random, kPlainWords)); }); }},
      {"word and number under one byte, in hex", Bits(32, 9000, 255),
       [](Generator& random) {
         std::string text = One(random, kPlainWords) + Number(random, 1000, 9999);
         const auto key = static_cast<unsigned char>(1 + Below(random, 255));
         for (char& c : text) {
           c = static_cast<char>(static_cast<unsigned char>(c) ^ key);
         }
         return Hex(text);
       }},
      {"two dates in Roman numerals", Bits(28, 12, 100, 28, 12, 100),
       [](Generator& random) {
         return Repeat(2, " usque ", [&] {
           return Roman(1 + Below(random, 28)) + "." + Roman(1 + Below(random, 12)) + "." +
                  Roman(1925 + Below(random, 100));
         });
       }},
      {"product and date, letter by letter in turn", Bits(16, 28, 12, 40),
       [](Generator& random) {
         const std::string word = One(random,
                                      "postgres rabbitmq keycloak superset longhorn airflow1 dynatrac opensuse "
                                      "logstash wildfly1 firewall firebird influxdb sqlserv1 graphite couchdb1");
         const std::string date = Date(random, "DMY", 1985, 40);
         std::string text;
         for (std::size_t i = 0; i < word.size(); ++i) {
           text += {word[i], date[i]};
         }
         return text;
       }},
  };
}

}  // namespace detection::sixth
