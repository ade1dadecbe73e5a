#include "token/policy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

#include "base/base64.h"
#include "token/rules.h"

namespace token {
namespace {

std::vector<std::string> Ids(const Verdict& verdict) {
  std::vector<std::string> ids;
  for (const auto& finding : verdict.findings) {
    ids.emplace_back(finding.id);
  }
  return ids;
}

Verdict JudgeToken(std::string_view token, const Circumstances& circumstances = {},
                   const Profile& profile = KeptnProfile()) {
  Subject subject;
  subject.token = token;
  return Judge(subject, circumstances, profile);
}

std::string Utf16(const std::string& text) {
  std::string bytes;
  for (const char c : text) {
    bytes += {c, '\0'};
  }
  return bytes;
}

const std::string kGood = "mYJ3pQ0lV1K8x0W2b5ZcRw==";

struct Case {
  const char* name;
  std::string token;
  std::vector<std::string> ids;
};

TEST(Judge, AcceptsWhatTheDocumentedRecipesMake) {
  EXPECT_EQ(Ids(JudgeToken("mYJ3pQ0lV1K8x0W2b5ZcRw==")), std::vector<std::string>{});
  EXPECT_EQ(Ids(JudgeToken(base::EncodeBase64(Utf16("t{x)9KpW!q4Zr_8m")))), std::vector<std::string>{});
  EXPECT_EQ(Ids(JudgeToken(base::EncodeBase64("kV7mTz2qXw9LrB4c"))), std::vector<std::string>{});
}

TEST(Judge, NamesEachWeakness) {
  const Case cases[] = {
      {"empty", "", {"empty"}},
      {"newline of echo", kGood + "\n", {"trailing-newline"}},
      {"CR LF", kGood + "\r\n", {"trailing-newline"}},
      {"blank", "mYJ3pQ0l V1K8x0W2b5ZcRw==", {"whitespace"}},
      {"several lines", "mYJ3pQ0lV1K8x0W2\nb5ZcRw==\n", {"whitespace"}},
      {"certutil",
       "-----BEGIN CERTIFICATE-----\r\n" + kGood + "\r\n-----END CERTIFICATE-----\r\n",
       {"certificate-armor"}},
      {"Out-File", "\xFF\xFE" + Utf16(kGood), {"byte-order-mark", "utf-16"}},
      {"not base64", "correct!horse!staple", {"not-base64"}},
      {"URL-safe", "-YJ3pQ0lV1K8x0W2b5ZcRw==", {"base64url"}},
      {"padding lost", "mYJ3pQ0lV1K8x0W2b5ZcRw", {"bad-padding"}},
      {"stray bits", "mYJ3pQ0lV1K8x0W2b5ZcRx==", {"stray-bits"}},
      {"short", base::EncodeBase64("\x81\xfe\x03\x99"), {"too-short"}},
      {"constant", base::EncodeBase64(std::string(16, '\x9a')), {"guessable"}},
      {"password", base::EncodeBase64("password12345678"), {"guessable"}},
      {"password in UTF-16", base::EncodeBase64(Utf16("password12345678")), {"guessable"}},
      {"variable of cmd", "%KEPTN_API_TOKEN%", {"not-base64"}},
      {"raw bytes",
       std::string("\x01\xfe\x9c\xd0 \x8b\xa5\x11\x42\x99\xc7\xb3\xee\x05\xaa\x77"),
       {"control-bytes", "not-ascii"}},
  };
  for (const auto& expected : cases) {
    const auto ids = Ids(JudgeToken(expected.token));
    for (const auto& id : expected.ids) {
      EXPECT_NE(std::find(ids.begin(), ids.end(), id), ids.end()) << expected.name << " lacks " << id;
    }
    EXPECT_FALSE(JudgeToken(expected.token).accepted) << expected.name;
  }
}

TEST(Judge, SaysWhereALongTokenHoldsTooLittleThatIsRandom) {
  const auto message = [](const std::string& text) {
    const Verdict verdict = JudgeToken(base::EncodeBase64(text));
    return verdict.findings.empty() ? "" : verdict.findings[0].message;
  };
  EXPECT_EQ(message("Yoda_Chewbacca+Mario922"),
            "the token is easy to guess: several words, a sign, a word and a number, in base64; too little of it is "
            "random");
  EXPECT_EQ(message("Summer2026!Keptn"), "the token is easy to guess: a word, a year, a sign and a word, in base64");
}

TEST(Judge, RefusesThePublishedExample) {
  EXPECT_FALSE(JudgeToken("abcdefghijkladfaea").accepted);
  const auto ids = Ids(JudgeToken("YWJjZGVmZ2hpamtsYWRmYWVh"));
  EXPECT_NE(std::find(ids.begin(), ids.end(), "published"), ids.end());
}

TEST(Judge, ExplainsTheTokenOfTheChartAndAcceptsItUnderAny) {
  const std::string chart = "Zk3VtR8mQp1LwX6cYb9HnS4dGf7JaK2eUo5TiN0rMxEzW";
  const auto verdict = JudgeToken(chart);
  ASSERT_FALSE(verdict.accepted);
  EXPECT_NE(verdict.findings[0].message.find("Helm chart"), std::string::npos);
  Profile any = KeptnProfile();
  any.encoding = Encoding::kAny;
  EXPECT_EQ(Ids(JudgeToken(chart, {}, any)), std::vector<std::string>{});
}

TEST(Judge, ReportsAMissingKey) {
  const Subject subject;
  EXPECT_EQ(Ids(Judge(subject, {}, KeptnProfile())), std::vector<std::string>{"missing-key"});
}

TEST(Judge, WarnsOnlyWhereTheTokenIsUnchanged) {
  const auto verdict = JudgeToken("short", {true, false, std::nullopt});
  EXPECT_TRUE(verdict.accepted);
  ASSERT_FALSE(verdict.findings.empty());
  EXPECT_EQ(verdict.findings[0].severity, Severity::kWarn);
}

TEST(Judge, RefusesAWriteThatMakesTheSecretImmutableWhateverTheToken) {
  Subject subject;
  subject.token = kGood;
  subject.immutable = true;
  EXPECT_TRUE(Judge(subject, {true, false, std::nullopt}, KeptnProfile()).accepted) << "it was immutable before";
  EXPECT_FALSE(Judge(subject, {true, false, std::nullopt, true}, KeptnProfile()).accepted);
  EXPECT_FALSE(Judge(subject, {false, true, std::nullopt, true}, KeptnProfile()).accepted);
}

TEST(Judge, LetsTheRotatorPutAnOldTokenBack) {
  EXPECT_FALSE(JudgeToken(kGood, {false, false, "2026-11-24T03:00:00.000Z"}).accepted);
  EXPECT_TRUE(JudgeToken(kGood, {false, true, "2026-11-24T03:00:00.000Z"}).accepted);
}

TEST(Judge, DeniesNothingInAuditMode) {
  Profile profile = KeptnProfile();
  profile.mode = Mode::kAudit;
  const auto verdict = JudgeToken("", {}, profile);
  EXPECT_TRUE(verdict.accepted);
  EXPECT_EQ(Ids(verdict), std::vector<std::string>{"empty"});
}

TEST(Judge, LooksAtLongValuesOnlyForLengthArmorAndNewlines) {
  EXPECT_EQ(Ids(JudgeToken(std::string(1U << 20U, 'A') + "\n")),
            (std::vector<std::string>{"trailing-newline", "too-long"}));
}

TEST(Judge, TakesRandomBytesThatHappenToBeUtf8ForBytes) {
  EXPECT_TRUE(JudgeToken("aGN0zoJfPCnam14r1JDTsw==").accepted);
  EXPECT_FALSE(JudgeToken(base::EncodeBase64("пароль123пароль")).accepted);
}

// benchmarks/detection judges 10^8 of them, and 10^6 of each other honest kind.
TEST(Judge, RefusesNoneOfAMillionRandomTokens) {
  constexpr int kEach = 500000;
  std::atomic<int> refused{0};
  std::vector<std::thread> threads;
  threads.reserve(2);
  for (const std::uint64_t seed : {42, 43}) {
    threads.emplace_back([&refused, seed] {
      std::mt19937_64 generator(seed);
      const Profile profile = KeptnProfile();
      for (int i = 0; i < kEach; ++i) {
        const std::uint64_t words[] = {generator(), generator()};
        const std::string token = base::EncodeBase64({reinterpret_cast<const char*>(words), sizeof(words)});
        refused += JudgeToken(token, {}, profile).accepted ? 0 : 1;
      }
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(refused, 0);
}

TEST(Judge, SaysTheSameOfTokensThatAgreeInLengthsOffsetsAndClasses) {
  const std::pair<std::string, std::string> pairs[] = {
      {"mYJ3pQ0lV1K8x0W2b5ZcRw==\n", "nZK4qR1mW2L9y1X3c6AdSw==\n"},
      {base::EncodeBase64("MonkeyDragon1987"), base::EncodeBase64("DragonMonkey1976")},
      {"correct!horse!staple", "mangled!mouse!collar"},
      {base::EncodeBase64("\x81\xfe\x03\x99"), base::EncodeBase64("\x91\xee\x04\x98")},
  };
  for (const auto& [a, b] : pairs) {
    const auto first = JudgeToken(a);
    const auto second = JudgeToken(b);
    ASSERT_EQ(Ids(first), Ids(second)) << a;
    for (std::size_t i = 0; i < first.findings.size(); ++i) {
      EXPECT_EQ(first.findings[i].message, second.findings[i].message);
      EXPECT_EQ(first.findings[i].remedy, second.findings[i].remedy);
    }
  }
}

// Another character of the same class.
char Sibling(char c, std::mt19937& random) {
  for (const std::string_view kind :
       {"abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", "-_", "+/"}) {
    if (kind.find(c) != std::string_view::npos) {
      return kind[random() % kind.size()];
    }
  }
  return c;
}

TEST(Judge, SaysTheSameOfAnyTokenWithOtherCharactersOfTheSameClasses) {
  std::mt19937 random(11);
  const std::string starts[] = {kGood,
                                kGood + "\n",
                                "mYJ3pQ0l V1K8x0W2b5ZcRw==",
                                "-YJ3pQ0lV1K8x0W2b5ZcRw==",
                                "aB3!",
                                "aB3dE6gH9j",
                                "\"aB3dE6\"",
                                "aB3\ndE6\ngH9",
                                "aB3dE6gH9jKl2N",
                                "%aB3_dE6%",
                                "aB3d\x01",
                                "aB3d\xFC",
                                "-----BEGIN X-----\naB3d\n"};
  for (const auto& start : starts) {
    for (int i = 0; i < 300; ++i) {
      std::string other = start;
      if (start.find("BEGIN") == std::string::npos) {
        std::transform(start.begin(), start.end(), other.begin(), [&](char c) { return Sibling(c, random); });
      }
      const auto first = JudgeToken(start);
      const auto second = JudgeToken(other);
      for (const auto& finding : first.findings) {
        if (finding.id == "guessable") {
          continue;  // Its message names the kinds of pieces, which other characters change.
        }
        const auto same = std::find_if(second.findings.begin(), second.findings.end(),
                                       [&](const Finding& candidate) { return candidate.id == finding.id; });
        if (same != second.findings.end()) {
          EXPECT_EQ(finding.message, same->message);
          EXPECT_EQ(finding.Advice(), same->Advice());
        }
      }
    }
  }
}

}  // namespace
}  // namespace token
