// Tokens that people build from what their company has at hand: names, tickets, addresses, lines of a page.
#pragma once

#include <vector>

#include "draw.h"
#include "held_out_fifth_words_lists.h"
#include "held_out_fifth_work_lists.h"
#include "kinds.h"

namespace detection::fifth {

using namespace known;

// The characters of a generated name, as Kubernetes draws them.
inline constexpr std::string_view kNameSuffix = "bcdfghjklmnpqrstvwxz2456789";
inline constexpr std::string_view kTopLevels = "com io de at net org";

// `words` words of the list from number `first` on, counted from 0.
inline std::string Passage(std::string_view list, std::uint64_t first, std::uint64_t words,
                           std::string_view separator) {
  std::string text;
  for (std::uint64_t word = 0; !list.empty() && word < first + words; ++word) {
    if (word >= first) {
      text += (text.empty() ? "" : std::string(separator)) + std::string(list.substr(0, list.find(' ')));
    }
    const std::size_t end = list.find(' ');
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
  }
  return text;
}

inline std::vector<Kind> CompanyKinds() {
  return {
      {"keptn, company, stage, purpose", Bits(Count(kCompanies), Count(kStages), Count(kPurposes)),
       [](Generator& random) {
         const std::string company = One(random, kCompanies);
         const std::string stage = One(random, kStages);
         return "keptn-" + company + "-" + stage + "-" + One(random, kPurposes);
       }},
      {"project, stage and service", Bits(Count(kProjects), Count(kStages), Count(kServices)),
       [](Generator& random) {
         const std::string project = One(random, kProjects);
         const std::string stage = One(random, kStages);
         return Filled(project + "." + stage + "." + One(random, kServices), ".svc");
       }},
      {"team, tool and release", Bits(Count(kTeams), Count(kTools), 3, 31, 10),
       [](Generator& random) {
         std::string text = One(random, kTeams) + "_";
         text += One(random, kTools) + "_v";
         text += Number(random, 0, 2) + ".";
         text += Number(random, 0, 30) + ".";
         return Filled(text + Number(random, 0, 9), "_token");
       }},
      {"Company, Stage, year and sign", Bits(Count(kCompanies), Count(kStages), 12, 8),
       [](Generator& random) {
         std::string text = Capital(One(random, kCompanies));
         text += Capital(One(random, kStages));
         text += Number(random, 2014, 2025);
         return Filled(text + Chars(random, "!?#$%&*+", 1), "1234");
       }},
      {"ticket and what it is about", Bits(Count(kTickets), 9999, Count(kPurposes), Count(kTools)),
       [](Generator& random) {
         std::string text = One(random, kTickets) + "-";
         text += Number(random, 1, 9999) + " ";
         text += One(random, kTools) + " ";
         return Filled(text + One(random, kPurposes), " todo");
       }},
      {"user and server", Bits(Count(kUsers), Count(kStages), 20, Count(kCompanies), Count(kTopLevels)),
       [](Generator& random) {
         std::string text = One(random, kUsers) + "@";
         text += One(random, kStages);
         text += Number(random, 1, 20, 2) + ".";
         text += One(random, kCompanies) + ".";
         return Filled(text + One(random, kTopLevels), ":22");
       }},
      {"option of a Helm command", Bits(Count(kWords), 100),
       [](Generator& random) {
         const std::string word = One(random, kWords);
         return "--set=control-plane.apiToken=" + word + Number(random, 0, 99, 2);
       }},
  };
}

inline std::vector<Kind> ConfigurationKinds() {
  return {
      {"generated name of a pod", Bits(Count(kServices)) + 5 * Bits(kNameSuffix.size()),
       [](Generator& random) {
         const std::string service = One(random, kServices);
         return "keptn-" + service + "-" + Chars(random, kNameSuffix, 5);
       }},
      {"git describe", Bits(25, 5, 150) + 28,
       [](Generator& random) {
         std::string text = "v0." + Number(random, 1, 25) + ".";
         text += Number(random, 0, 4) + "-";
         text += Number(random, 1, 150) + "-g";
         return text + Chars(random, kHex, 7);
       }},
      {"hardware address", Bits(Count(kOuis)) + 24,
       [](Generator& random) {
         const std::string vendor = One(random, kOuis);
         return vendor + Repeat(3, "", [&] { return ":" + Chars(random, kHex, 2); });
       }},
      {"URL of an endpoint", Bits(Count(kStages), Count(kCompanies), Count(kTopLevels), Count(kPaths)),
       [](Generator& random) {
         std::string text = "https://keptn-" + One(random, kStages) + ".";
         text += One(random, kCompanies) + ".";
         text += One(random, kTopLevels) + "/";
         return text + One(random, kPaths);
       }},
      {"ARN of a role", Bits(Count(kServices)) + 12 * Bits(10),
       [](Generator& random) {
         const std::string account = Chars(random, kDigits, 12);
         return "arn:aws:iam::" + account + ":role/" + One(random, kServices);
       }},
      {"line of an .env file", Bits(Count(kWords), Count(kWords), 100),
       [](Generator& random) {
         std::string text = "KEPTN_API_TOKEN=" + One(random, kWords);
         text += Capital(One(random, kWords));
         return text + Number(random, 0, 99, 2);
       }},
  };
}

inline std::vector<Kind> PageKinds() {
  return {
      {"five words of lorem ipsum", Bits(Count(kLorem) - 4, 5),
       [](Generator& random) {
         constexpr std::string_view kJoiners[] = {"", " ", "-", "_", "."};
         const std::uint64_t first = Below(random, static_cast<std::uint64_t>(Count(kLorem)) - 4);
         return Passage(kLorem, first, 5, kJoiners[Below(random, 5)]);
       }},
      {"five words of a page", Bits(Count(kDocs, '|'), 3, 3),
       [](Generator& random) {
         constexpr std::string_view kJoiners[] = {"", " ", "-"};
         const std::string sentence = One(random, kDocs, '|');
         const std::uint64_t first = Below(random, 3);
         return Filled(Passage(sentence, first, 5, kJoiners[Below(random, 3)]), "!");
       }},
  };
}

}  // namespace detection::fifth
