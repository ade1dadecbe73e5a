// Fourth held-out set: names and numbers that a machine, a bank or a shop gave.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "draw.h"
#include "held_out_fourth_typed.h"

namespace detection::known::fourth {

constexpr std::string_view kBankCodes =
    "10010010 10050000 12030000 20050550 37040044 43060967 50010517 50040000 60050101 70020270 70150000 76026000";
constexpr std::string_view kTestCards =
    "4111111111111111 5555555555554444 4242424242424242 378282246310005 6011111111111117 30569309025904 "
    "3530111333300000 4012888888881881";
constexpr std::string_view kVendors =
    "00:50:56 00:0C:29 52:54:00 08:00:27 B8:27:EB DC:A6:32 00:1B:21 00:15:5D F4:F5:D8 3C:22:FB 00:25:90 02:42:AC";
constexpr std::string_view kRegions =
    "eu-central-1 eu-west-1 us-east-1 us-east-2 us-west-2 ap-south-1 ap-southeast-1 ap-northeast-1 sa-east-1 "
    "ca-central-1";
constexpr std::string_view kWorkloads =
    "nginx redis postgres keptn-bridge api-gateway frontend checkout payment grafana prometheus jenkins argocd-server "
    "cart-service mongodb cert-manager coredns";
constexpr std::string_view kAgents = "fluent-bit node-exporter kube-proxy calico-node filebeat-agent cilium-agent";
constexpr std::string_view kUsers = "admin postgres root app keptn user demo test";
constexpr std::string_view kSecrets = "admin admin123 postgres password secret changeme root 123456 keptn test123";
constexpr std::string_view kTypeCodes = "35328510 35675908 86721704 01326000 35925406 35391805";
constexpr std::string_view kColours =
    "ff0000 00ff00 0000ff ffff00 00ffff ff00ff ffa500 800080 008000 000080 808080 c0c0c0 ff6347 4682b4 2ecc71 3498db "
    "9b59b6 e74c3c f1c40f 34495e";
constexpr std::string_view kAirports = "FRA JFK LHR CDG MUC ZRH VIE AMS MAD FCO IST DXB SIN NRT GRU LIS WAW CPH";
constexpr std::string_view kAirlines = "LH BA AF KL TK EK SQ UA DL IB";
constexpr std::string_view kPodLetters = "bcdfghjklmnpqrstvwxz2456789";

// `number` modulo 97, digit by digit.
inline unsigned Modulo97(const std::string& number) {
  unsigned rest = 0;
  for (const char c : number) {
    rest = (rest * 10 + static_cast<unsigned>(c - '0')) % 97;
  }
  return rest;
}

inline std::string GermanIban(const std::string& account) {
  return "DE" + Padded(98 - Modulo97(account + "131400"), 2) + account;
}

inline std::string Isbn13(const std::string& twelve) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < twelve.size(); ++i) {
    sum += static_cast<unsigned>(twelve[i] - '0') * (i % 2 == 0 ? 1 : 3);
  }
  return twelve + std::to_string((10 - sum % 10) % 10);
}

// Groups of `size` characters.
inline std::string Grouped(const std::string& text, std::size_t size, const std::string& separator) {
  std::string grouped;
  for (std::size_t i = 0; i < text.size(); i += size) {
    grouped += (i == 0 ? "" : separator) + text.substr(i, size);
  }
  return grouped;
}

// The hash in a Deployment's pod names: the decimal digits of 32 bits, each as one of ten letters.
inline std::string TemplateHash(Generator& random) {
  return Map(std::to_string(Below(random, std::uint64_t{1} << 32)), kDigits, "456789bcdf");
}

inline std::string Address(Generator& random, const std::string& separator) {
  return "10" + separator + Repeat(3, separator, [&] { return Number(random, 0, 255); });
}

// Time-based, `ticks` of 100 ns since 1582.
inline std::string UuidV1(std::uint64_t ticks, const std::string& clock, const std::string& node) {
  const std::string hex = Base(ticks, kHex, 15);
  return hex.substr(7) + "-" + hex.substr(3, 4) + "-1" + hex.substr(0, 3) + "-" + clock + "-" + node;
}

inline constexpr Kind kIdentifierKinds[] = {
    {"German IBAN, groups or not", Bits(Count(kBankCodes), 10000000000.0, 2),
     [](Generator& random) {
       const std::string iban = GermanIban(One(random, kBankCodes) + Chars(random, kDigits, 10));
       return Below(random, 2) == 0 ? iban : Grouped(iban, 4, " ");
     }},
    {"ISBN-13 of an English book, with price", Bits(100000000, 90),
     [](Generator& random) {
       const std::string isbn = Isbn13("9780" + Chars(random, kDigits, 8));
       return "ISBN " + isbn.substr(0, 3) + "-" + isbn.substr(3) + " $" + Number(random, 10, 99);
     }},
    {"test card, expiry, security code", Bits(Count(kTestCards), 12, 8, 1000),
     [](Generator& random) {
       return One(random, kTestCards) + "|" + Number(random, 1, 12, 2) + "|" + Number(random, 2023, 2030) + "|" +
              Number(random, 0, 999, 3);
     }},
    {"card number of a known bank in groups", Bits(4, 1000000000.0),
     [](Generator& random) {
       const std::string digits = One(random, "453212 414720 542418 510510") + Chars(random, kDigits, 9);
       return Grouped(digits + Luhn(digits), 4, "-");
     }},
    {"IMEI of a known model", Bits(Count(kTypeCodes), 1000000),
     [](Generator& random) {
       const std::string digits = One(random, kTypeCodes) + Chars(random, kDigits, 6);
       return "IMEI:" + digits + Luhn(digits);
     }},
    {"vehicle identification number", Bits(10, 6, 1000000),
     [](Generator& random) {
       return "WVWZZZ1KZ" + Chars(random, "5678ABCDEF", 1) + Chars(random, "WPMUDB", 1) + Chars(random, kDigits, 6);
     }},
    {"MAC address of a known vendor", Bits(Count(kVendors), 1 << 24),
     [](Generator& random) { return One(random, kVendors) + Upper(":" + Grouped(Chars(random, kHex, 6), 2, ":")); }},
    {"link-local address of a virtual machine", 24,
     [](Generator& random) {
       const std::string low = Chars(random, kHex, 6);
       return "fe80::5054:ff:fe" + low.substr(0, 2) + ":" + low.substr(2) + "%eth0";
     }},
    {"documentation IPv6 address and port", 32 + Bits(4),
     [](Generator& random) {
       return "[2001:db8::" + Grouped(Chars(random, kHex, 8), 4, ":") + "]:" + One(random, "80 443 8080 8443");
     }},
    {"network and port", 24 + Bits(5, 64511),
     [](Generator& random) {
       return "tcp://" + Address(random, ".") + "/" + One(random, "8 16 20 24 32") + ":" + Number(random, 1025, 65535);
     }},
    {"internal host name of a cloud", 24 + Bits(Count(kRegions)),
     [](Generator& random) {
       return "ip-" + Address(random, "-") + "." + One(random, kRegions) + ".compute.internal";
     }},
    {"pod of a DaemonSet", Bits(Count(kAgents), 27, 27, 27, 27, 27),
     [](Generator& random) { return One(random, kAgents) + "-" + Chars(random, kPodLetters, 5); }},
    {"ReplicaSet of a Deployment", 32 + Bits(Count(kWorkloads), Count(kEnvironments)),
     [](Generator& random) {
       const std::string owner = One(random, kEnvironments) + "/" + One(random, kWorkloads);
       return "replicaset/" + owner + "-" + TemplateHash(random);
     }},
    {"database URL of a sample", Bits(Count(kUsers), Count(kSecrets), Count(kEnvironments), 16),
     [](Generator& random) {
       return "postgres://" + One(random, kUsers) + ":" + One(random, kSecrets) + "@db-" + One(random, kEnvironments) +
              ":" + Number(random, 5430, 5445) + "/app?sslmode=disable";
     }},
    {"time-ordered number of a chat service", Bits(63072000000.0, 32),
     [](Generator& random) {
       const std::uint64_t milliseconds = 220000000000 + Below(random, 63072000000);
       return "id" + std::to_string(milliseconds << 22 | Below(random, 32) << 17 | 1 << 12);
     }},
    {"time-based UUID of a container, to the millisecond", Bits(63072000000.0, 256),
     [](Generator& random) {
       const std::uint64_t milliseconds = 13900000000000 + Below(random, 63072000000);
       return UuidV1(milliseconds * 10000, "8000", "0242ac1100" + Base(Below(random, 256), kHex, 2));
     }},
    {"role of a cloud account", Bits(1000000000.0, Count(kWorkloads), 2),
     [](Generator& random) {
       return "arn:aws:iam::123" + Chars(random, kDigits, 9) + ":" + One(random, "role user") + "/" +
              One(random, kWorkloads);
     }},
    {"image, version, build date", Bits(Count(kCompanies), Count(kWorkloads), 5, 20, 20, 336 * 5),
     [](Generator& random) {
       const std::string image = "registry." + One(random, kCompanies) + ".io/" + One(random, kWorkloads);
       return image + ":" + Number(random, 0, 4) + "." + Number(random, 0, 19) + "." + Number(random, 0, 19) + "-" +
              Date(random, "YMD", 2020, 5);
     }},
    {"four colours of a palette", Bits(20, 20, 20, 20),
     [](Generator& random) { return Repeat(4, "", [&] { return "#" + One(random, kColours); }); }},
    {"coordinates in Germany, four decimals", Bits(8 * 10000, 9 * 10000),
     [](Generator& random) {
       return Number(random, 47, 54) + "." + Chars(random, kDigits, 4) + "N, " + Number(random, 6, 14) + "." +
              Chars(random, kDigits, 4) + "E";
     }},
    {"flight, seat, airports, day", Bits(10, 900, 40, 6, 18, 18, 336),
     [](Generator& random) {
       return One(random, kAirlines) + Number(random, 100, 999) + "/" + Number(random, 1, 40) +
              Chars(random, "ABCDEF", 1) + "/" + One(random, kAirports) + One(random, kAirports) + "/" +
              Date(random, "DM", 2024, 1) + "24";
     }},
    {"parcel number", Bits(5, 10000000),
     [](Generator& random) { return "1Z999AA1" + One(random, "01 02 03 12 68") + Chars(random, kDigits, 7) + "0"; }},
    {"two vulnerabilities", 2 * Bits(12, 19000),
     [](Generator& random) {
       return Repeat(2, "+", [&] { return "CVE-" + Number(random, 2013, 2024) + "-" + Number(random, 1000, 19999); });
     }},
    {"default name of a wireless network", Bits(4) + 24,
     [](Generator& random) {
       return One(random, "TP-LINK_5G Vodafone-WLAN FRITZ!Box7590 Speedport-W724") + "_" +
              Upper(Chars(random, kHex, 6));
     }},
    {"pod of a Deployment", 32 + Bits(Count(kWorkloads), 27, 27, 27, 27, 27),
     [](Generator& random) {
       return "pod/" + One(random, kWorkloads) + "-" + TemplateHash(random) + "-" + Chars(random, kPodLetters, 5);
     }},
    {"sixteen random digits in groups", 16 * Bits(10),
     [](Generator& random) { return Grouped(Chars(random, kDigits, 16), 4, " "); }},
    {"ten random characters of a cluster's name", 10 * Bits(36),
     [](Generator& random) {
       return Chars(random, "0123456789abcdefghijklmnopqrstuvwxyz", 10) + ".svc.cluster.local";
     }},
};

}  // namespace detection::known::fourth
