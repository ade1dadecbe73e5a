// What documentation shows and what scripts make.
#pragma once

#include <vector>

#include "draw.h"

namespace detection::sixth {

using namespace known;

inline constexpr std::string_view kVendors =
    "datadog newrelic pagerduty sendgrid mailgun twilio stripe sentry grafana splunk dynatrace honeycomb opsgenie "
    "cloudflare digitalocean hetzner linode jenkins gitlab bitbucket sonarqube artifactory nexus snyk";

// `length` hex digits of a linear congruential generator with the constants of many textbooks.
inline std::string SeededHex(std::uint64_t seed, std::size_t length) {
  std::string text;
  for (std::size_t i = 0; i < length; ++i) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    text += kHex[seed / 134217728 % 16];
  }
  return text;
}

inline std::vector<Kind> ScriptKinds() {
  return {
      {"placeholder for a vendor's key", Bits(4, 6, Count(kVendors), 5, 4),
       [](Generator& random) {
         const std::string text = One(random, "your paste-your insert-your replace-with-your enter-your put-the") +
                                  "-" + One(random, kVendors) + "-" +
                                  One(random, "api-key token secret webhook password") +
                                  One(random, "-value|-here|-goes-here|-please", '|');
         switch (Below(random, 4)) {
           case 0:
             return "<" + text + ">";
           case 1:
             return "[" + text + "]";
           case 2:
             return Upper(Replace(text, "-", "_"));
           default:
             return text;
         }
       }},
      {"vendor's prefix, one letter over and over, four hex digits", Bits(10, 8, 65536),
       [](Generator& random) {
         const std::string prefix = One(random, "ghp_ glpat- xoxb- sk_live_ sk_test_ dop_v1_ hvs. npm_ pypi- SG.");
         return prefix + std::string(28, Chars(random, "xX0aA*1z", 1)[0]) + Chars(random, kHex, 4);
       }},
      {"UUID typed with zeros and a counter", Bits(4, 100000),
       [](Generator& random) {
         const std::string first = One(random, "00000000 11111111 12345678 deadbeef");
         return first + "-0000-4000-8000-" + Number(random, 0, 99999, 12);
       }},
      {"MD5 of a ticket, cut to 20 digits", Bits(6, 90000),
       [](Generator& random) {
         const std::string project = One(random, "JIRA HELP CHG INC REQ TASK");
         return Digest("MD5", project + "-" + Number(random, 10000, 99999) + "\n").substr(0, 20);
       }},
      {"generator seeded with the minute of two years", Bits(1051200),
       [](Generator& random) { return SeededHex(28400000 + Below(random, 1051200), 32); }},
      {"number of a message, from its millisecond", Bits(63072000000.0),
       [](Generator& random) { return Padded((267753600000 + Below(random, 63072000000)) << 22, 18); }},
      {"branch and short commit", Bits(4, 900, 268435456),
       [](Generator& random) {
         return One(random, "feature bugfix hotfix release") + "/" + Number(random, 100, 999) + "@" +
                Chars(random, kHex, 7);
       }},
      {"three colours of a style sheet", Bits(216, 216, 216),
       [](Generator& random) {
         return Repeat(3, "", [&] { return "#" + Repeat(3, "", [&] { return One(random, "00 33 66 99 cc ff"); }); });
       }},
      {"path of a camera's picture", Bits(4, 6, 12, 28, 10000),
       [](Generator& random) {
         return One(random, "DCIM Photos Camera iPhone") + "/" + Date(random, "YMD", 2018, 6) + "/IMG_" +
                Number(random, 0, 9999, 4) + ".JPG";
       }},
  };
}

}  // namespace detection::sixth
