// The mounted Secret of retired tokens, read again when it changes.
//
// Missing files are an empty memory: the Secret is shipped without data. A broken list leaves the last good one in
// force. Current() may be called by any number of threads; Refresh() by one.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "admission/decision.h"
#include "base/secret_bytes.h"
#include "ports/files.h"
#include "ports/log.h"
#include "webhook/metrics.h"

namespace webhook {

class MemoryStore {
 public:
  // `directory` is the mount; empty for none. All else is borrowed.
  MemoryStore(ports::Files& files, std::string directory, ports::Log& log, Metrics& metrics);

  std::shared_ptr<const admission::Memory> Current();

  // Looks at the files. What has changed is logged and counted once.
  void Refresh();

 private:
  base::Result<std::string> ReadIfThere(std::string_view name);
  void Complain(const base::Error& error);

  ports::Files& files_;
  const std::string directory_;
  ports::Log& log_;
  Metrics& metrics_;
  // What the last look found, good or not: a broken list is reported once. Refresh() alone.
  bool seen_ = false;
  base::SecretBytes key_;
  std::string list_;
  std::string complaint_;
  std::mutex mutex_;  // Guards what follows.
  std::shared_ptr<const admission::Memory> current_;
};

}  // namespace webhook
