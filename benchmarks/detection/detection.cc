// What the policy wrongly refuses and what it misses: honest and weak tokens, per class, with 95 % confidence bounds.
//
// usage: detection honest [TOKENS [CLASS]]     default 10^6 tokens of each class; exits with 1 if one was refused
//        detection weak [--misses]              exits with 1 if less than 99.9 % of a class were refused
//        detection kinds [TOKENS]               the kinds that the estimator was made for or that its author has seen
//        detection second [TOKENS]              kinds held out at first, looked at since
//        detection third [TOKENS]               the same
//        detection fourth [TOKENS]              the same, weak and then honest
//        detection fifth [TOKENS]               kinds held out and measured once, weak and then honest
//        detection sixth [TOKENS]               the same
//        detection seventh [TOKENS]             kinds held out and not looked at, weak and then honest
//        detection curve [TOKENS]               the estimator beside zxcvbn, each at several bars (plot.py draws it)
//
// The seeds are fixed, so that a run repeats. What it prints stands in docs/policy.md.
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>

#include "base/base64.h"
#include "designed.h"
#include "development.h"
#include "held_out.h"
#include "held_out_fifth.h"
#include "held_out_fourth.h"
#include "held_out_second.h"
#include "held_out_seventh.h"
#include "held_out_sixth.h"
#include "held_out_third.h"
#include "honest.h"
#include "kind_report.h"
#include "token/policy.h"
#include "weak.h"

namespace detection {
namespace {

constexpr std::uint64_t kThreads = 2;

bool Accepted(std::string_view value, const token::Profile& profile) {
  token::Subject subject;
  subject.token = value;
  return token::Judge(subject, {}, profile).accepted;
}

std::uint64_t Refused(const HonestClass& honest, std::uint64_t count) {
  std::atomic<std::uint64_t> refused{0};
  std::vector<std::thread> threads;
  for (std::uint64_t thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      Generator random(20261124 + thread);
      token::Profile profile = token::KeptnProfile();
      profile.encoding = honest.encoding;
      for (std::uint64_t i = thread; i < count; i += kThreads) {
        const std::string value = honest.make(random);
        if (!Accepted(value, profile)) {
          ++refused;
          std::printf("refused: %s: %s\n", honest.name, value.c_str());
        }
      }
    });
  }
  for (auto& thread : threads) {
    thread.join();
  }
  return refused;
}

int Honest(std::uint64_t count, const std::string& only) {
  int exit_code = 2;
  std::printf("| class | tokens | refused | 95 %% bound | us each |\n|---|---|---|---|---|\n");
  for (const auto& honest : HonestClasses()) {
    if (!only.empty() && only != honest.name) {
      continue;
    }
    const auto begin = std::chrono::steady_clock::now();
    const std::uint64_t refused = Refused(honest, count);
    const std::chrono::duration<double, std::micro> duration = std::chrono::steady_clock::now() - begin;
    std::printf("| %s | %llu | %llu | < %.1e | %.2f |\n", honest.name, static_cast<unsigned long long>(count),
                static_cast<unsigned long long>(refused), UpperBound(refused, count),
                duration.count() * static_cast<double>(kThreads) / static_cast<double>(count));
    std::fflush(stdout);
    exit_code = std::max(exit_code == 2 ? 0 : exit_code, refused != 0 ? 1 : 0);
  }
  if (exit_code == 2) {
    std::fprintf(stderr, "detection: there is no class '%s'\n", only.c_str());
  }
  return exit_code;
}

struct Form {
  const char* name;
  token::Encoding encoding;
  std::string (*store)(const std::string& text);
};

constexpr std::array<Form, 4> kForms{{
    {"as it is", token::Encoding::kBase64, [](const std::string& text) { return text; }},
    {"as it is, any", token::Encoding::kAny, [](const std::string& text) { return text; }},
    {"base64", token::Encoding::kBase64, [](const std::string& text) { return base::EncodeBase64(text); }},
    {"UTF-16LE", token::Encoding::kBase64, [](const std::string& text) { return base::EncodeBase64(Utf16(text)); }},
}};

int Weak(bool show_misses) {
  const Lists lists = ReadLists();
  if (lists.passwords.empty() || lists.words.empty()) {
    std::fputs("detection: the word lists are missing: apt-get install john-data nmap-common ncrack scowl\n", stderr);
    return 2;
  }
  int exit_code = 0;
  std::printf("| class | tokens |");
  for (const auto& form : kForms) {
    std::printf(" missed: %s |", form.name);
  }
  std::printf(" most missed, 95 %% bound |\n|---|---|---|---|---|---|---|\n");
  for (const auto& weak : WeakClasses(lists)) {
    std::array<std::atomic<std::uint64_t>, kForms.size()> missed{};
    std::vector<std::thread> threads;
    for (std::uint64_t thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&, thread] {
        for (std::size_t i = thread; i < weak.texts.size(); i += kThreads) {
          for (std::size_t form = 0; form < kForms.size(); ++form) {
            token::Profile profile = token::KeptnProfile();
            profile.encoding = kForms[form].encoding;
            if (Accepted(kForms[form].store(weak.texts[i]), profile)) {
              ++missed[form];
              if (show_misses) {
                std::printf("missed: %s, %s: %s\n", weak.name.c_str(), kForms[form].name, weak.texts[i].c_str());
              }
            }
          }
        }
      });
    }
    for (auto& thread : threads) {
      thread.join();
    }
    std::printf("| %s | %zu |", weak.name.c_str(), weak.texts.size());
    std::uint64_t most = 0;
    for (const auto& count : missed) {
      most = std::max<std::uint64_t>(most, count);
      std::printf(" %llu |", static_cast<unsigned long long>(count));
    }
    std::printf(" %.2f %% |\n", 100 * UpperBound(most, weak.texts.size()));
    std::fflush(stdout);
    exit_code = most * 1000 > weak.texts.size() ? 1 : exit_code;
  }
  return exit_code;
}

// False if no set has this name.
bool ReportSet(std::string_view name, std::uint64_t tokens) {
  if (name == "kinds") {
    ReportKinds("made for", DesignedKinds(), tokens);
    ReportKinds("development", DevelopmentKinds(), tokens);
    ReportKinds("first held out", HeldOutKinds(), tokens);
    ReportKinds("first held out, honest", HeldOutHonest(), tokens);
  } else if (name == "second") {
    ReportKinds("second held out", SecondHeldOutKinds(), tokens);
    ReportKinds("second held out, honest", SecondHeldOutHonest(), tokens);
  } else if (name == "third") {
    ReportKinds("third held out", ThirdHeldOutKinds(), tokens);
  } else if (name == "fourth") {
    ReportKinds("held-out-fourth", FourthHeldOutKinds(), tokens);
    ReportKinds("held-out-fourth honest", FourthHonestKinds(), tokens);
  } else if (name == "fifth") {
    ReportKinds("fifth held out", FifthHeldOutKinds(), tokens);
    ReportKinds("fifth held out, honest", FifthHonestKinds(), tokens);
  } else if (name == "sixth") {
    ReportKinds("sixth held out", SixthHeldOutKinds(), tokens);
    ReportKinds("sixth held out, honest", SixthHonestKinds(), tokens);
  } else if (name == "seventh") {
    ReportKinds("seventh held out", SeventhHeldOutKinds(), tokens);
    ReportKinds("seventh held out, honest", SeventhHonestKinds(), tokens);
  } else {
    return false;
  }
  return true;
}

}  // namespace
}  // namespace detection

int main(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  if (command == "weak") {
    return detection::Weak(argc > 2 && std::string_view(argv[2]) == "--misses");
  }
  if (detection::ReportSet(command, argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1000)) {
    return 0;
  }
  if (command == "curve") {
    const std::uint64_t tokens = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 200;
    detection::ReportCurve("made for", detection::DesignedKinds(), detection::HonestKinds(), tokens);
    detection::ReportCurve("third set", detection::ThirdHeldOutKinds(), detection::HonestKinds(), tokens);
    detection::ReportCurve("fourth set", detection::FourthHeldOutKinds(), detection::HonestKinds(), tokens);
    return 0;
  }
  const std::uint64_t count = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1000000;
  if (command != "honest" || count == 0) {
    std::fputs(
        "usage: detection honest [TOKENS [CLASS]] | detection weak [--misses] | "
        "detection kinds|second|third|fourth|fifth|sixth|seventh [TOKENS] | detection curve [TOKENS]\n",
        stderr);
    return 2;
  }
  return detection::Honest(count, argc > 3 ? argv[3] : "");
}
