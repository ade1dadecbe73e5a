// The commands of token-rotator and their options. Each field's initial value is its default.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "certificates/settings.h"
#include "cli/program.h"
#include "rotation/settings.h"

namespace rotator_job {

// The cluster and the Secret in it.
struct ClusterOptions {
  std::string kubeconfig;  // If empty, the service account of this pod.
  std::string context;     // Of the kubeconfig; if empty, its current context.
  std::string profile_file;
  std::string profile;                       // The profile of the file; needed only if the file holds several.
  std::string secret_namespace;              // Of the built-in profile; if empty, keptn.
  std::chrono::seconds request_timeout{10};  // For each call to the API server.
  bool verbose = false;                      // Log each call.
};

// `rotate` and `rollback`.
struct RunOptions {
  ClusterOptions cluster;
  rotation::Settings settings;
};

enum class OutputFormat { kText, kJson };

struct StatusOptions {
  ClusterOptions cluster;
  rotation::Settings settings;  // max_age and keep alone.
  OutputFormat format = OutputFormat::kText;
};

struct DoctorOptions {
  ClusterOptions cluster;
  std::chrono::seconds wait{0};  // Look again for this long while something fails.
  OutputFormat format = OutputFormat::kText;
};

struct CertificatesOptions {
  ClusterOptions cluster;
  certificates::Settings settings;  // `authorities` is read from ca_file.
  std::string ca_file;              // If empty, no caBundle is changed in the mode `existing`.
};

// What runs each command. The result is the exit code.
struct Handlers {
  std::function<int(const RunOptions&)> run;
  std::function<int(const StatusOptions&)> status;
  std::function<int(const DoctorOptions&)> doctor;
  std::function<int(const CertificatesOptions&)> certificates;
};

cli::Program CommandLine(const Handlers& handlers);

}  // namespace rotator_job
