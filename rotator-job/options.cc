#include "rotator-job/options.h"

namespace rotator_job {
namespace {

std::vector<cli::Flag> With(std::vector<cli::Flag> flags, const std::vector<cli::Flag>& more) {
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

cli::Program MakeCommandLine() {
  // How to reach the API server, and what for: every command's.
  const std::vector<cli::Flag> common{
      {"kubeconfig", "FILE", "How to reach the API server; without it, the service account of this pod."},
      {"context", "NAME", "The kubeconfig's context; without it, the current one."},
      {"profile-file", "FILE",
       "A JSON file of profiles (docs/profiles.md); without it, Keptn's built-in one is in force."},
      {"profile", "NAME", "Which profile of the file; needed where it holds several."},
      {"keep-previous", "AGE", "How long the token before is kept for a rollback; a run that finds it older wipes it.",
       "24h"},
      {"request-timeout", "SECONDS", "The deadline of each call to the API server.", "10"},
      {"verbose", "", "Logs each call to the API server: method, path, status, milliseconds.", "", 'v'},
  };
  const std::vector<cli::Flag> run{
      {"strategy", "HOW",
       "rollout stamps the pod templates; delete-pods deletes the consumers' pods, which needs the overlay "
       "manifests/delete-pods.",
       "rollout"},
      {"deadline", "SECONDS", "How long a new token may take to be proven before it is undone.", "300"},
      {"undo-deadline", "SECONDS", "How long the previous token may take to be proven again.", "300"},
      {"lock-timeout", "SECONDS", "How long a lock must stand still before it counts as a dead run's.", "20"},
      {"dry-run", "", "Says what would be done; changes nothing and takes no lock."},
      {"accept-owner", "", "Goes on in spite of a GitOps tool that may undo it."},
  };
  const cli::Flag max_age{"max-age", "AGE",
                          "Rotate only a token that is older, for example 30d or 12h; 0s rotates always.", "0s"};
  return {
      "token-rotator",
      TOKEN_GUARD_VERSION,
      "rotates the Keptn API token and proves that the new one opens and the old one does not",
      {
          {"rotate", "Makes a token, sets it, restarts its holders and proves it; takes up what an earlier run left.",
           "",
           With(With({max_age, {"force", "", "Rotates in spite of three failures in a row, and counts anew."}}, run),
                common)},
          {"rollback",
           "Puts the token before the last rotation back, proven like a rotation; turns one that was interrupted back.",
           "", With(run, common)},
          {"status", "Says what the record holds: state, age, next due time, failures, who holds the lock.", "",
           With({{"output", "FORMAT", "text for people, json for programs.", "text", 'o'},
                 {"max-age", "AGE", "The rotation's --max-age, to tell when the next one is due.", "0s"}},
                common)},
      },
      "Exit codes: 0 rotated or nothing due; 2 usage or configuration; 3 needs a person; 4 API unreachable or out of\n"
      "time, to be resumed; 5 another run holds the lock; 6 undone."};
}

}  // namespace

const cli::Program& CommandLine() {
  static const cli::Program program = MakeCommandLine();
  return program;
}

}  // namespace rotator_job
