// The adapters of a run, owned together: clock, randomness, files, log, and the client of the API server upon them.
#pragma once

#include <memory>
#include <string>

#include "cli/program.h"
#include "kube_http/api.h"
#include "kube_http/credentials.h"
#include "kube_http/http.h"
#include "ports/log.h"
#include "rotator-job/options.h"
#include "sys/clock.h"
#include "sys/files.h"
#include "sys/programs.h"
#include "sys/random.h"
#include "sys/stop_signal.h"

namespace rotator_job {

// Not movable: the members refer to each other. One thread.
struct Dependencies {
  sys::StopSignal stop;
  sys::SystemClock clock{&stop};
  sys::OpenSslRandom random;
  sys::PosixFiles files;
  sys::PosixPrograms programs;
  std::unique_ptr<ports::Log> log;
  std::unique_ptr<kube_http::Credentials> credentials;
  std::unique_ptr<kube_http::Http> http;
  std::unique_ptr<kube_http::Http> logged;   // Null without --verbose.
  std::unique_ptr<kube_http::Http> retried;  // Of `logged`, or of `http`.
  std::unique_ptr<kube_http::Api> api;
  kube_http::CurlPodProbe probe;
};

// Fills `dependencies` and returns the profile in force. Log lines go to the file descriptor `output`: progress for a
// terminal, JSON lines otherwise. No call is sent to the API server yet. kInvalid or a failed read of a file otherwise.
base::Result<token::Profile> Prepare(Dependencies& dependencies, const ClusterOptions& cluster,
                                     const cli::Sources& sources, int output);

// holderIdentity of this run: host name (the pod's name) and a random suffix.
std::string HolderIdentity(ports::Random& random);

}  // namespace rotator_job
