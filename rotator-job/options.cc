#include "rotator/options.h"

namespace rotator {

const cli::Program& CommandLine() {
  static const cli::Program program{
      "token-rotator",
      TOKEN_GUARD_VERSION,
      "rotates the Keptn API token and proves that the new one opens and the old one does not",
      {
          {"rotate",
           "Makes a token, sets it, restarts its holders and proves it; takes up what an earlier run left.",
           "",
           {
               {"kubeconfig", "FILE", "How to reach the API server; without it, the service account of this pod."},
               {"context", "NAME", "The kubeconfig's context; without it, the current one."},
               {"profile-file", "FILE",
                "A JSON file of profiles (docs/profiles.md); without it, Keptn's built-in one is in force."},
               {"profile", "NAME", "Which profile of the file; needed where it holds several."},
               {"max-age", "AGE", "Rotate only a token that is older, for example 30d or 12h; 0s rotates always.",
                "0s"},
               {"deadline", "SECONDS", "How long a new token may take to be proven before it is undone.", "300"},
               {"lock-timeout", "SECONDS", "How long a lock must stand still before it counts as a dead run's.", "20"},
               {"request-timeout", "SECONDS", "The deadline of each call to the API server.", "10"},
               {"dry-run", "", "Says what would be done; changes nothing and takes no lock."},
               {"force", "", "Rotates in spite of three failures in a row, and counts anew."},
               {"accept-owner", "", "Rotates in spite of a GitOps tool that may undo it."},
           }},
      },
      "Exit codes: 0 rotated or nothing due; 2 usage or configuration; 3 needs a person; 4 API unreachable or out of\n"
      "time, to be resumed; 5 another run holds the lock; 6 undone."};
  return program;
}

}  // namespace rotator
