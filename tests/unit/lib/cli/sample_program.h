// A program with one option of each kind, for the tests of the renderers.
#pragma once

#include <gtest/gtest.h>

#include "cli/program.h"

namespace cli {

enum class Shape { kText, kJson };

struct SampleOptions {
  std::string listen = "0.0.0.0:1";
  std::string cert;
  std::vector<std::string> names;
  bool dry_run = false;
  std::chrono::seconds drain{3};
  Shape output = Shape::kText;
  std::vector<std::string> files;
};

inline void BindSample(Options& options, SampleOptions& sample) {
  options.Add({"listen", "HOST:PORT", "Where to listen: [host] it's."}, sample.listen);
  options.Add({"cert", "FILE", "A certificate."}, sample.cert);
  options.Add({"name", "NAME", "A name."}, sample.names);
  options.Add({"dry-run", "", "Change nothing."}, sample.dry_run);
  options.Add({"drain", "SECONDS", "Time to drain."}, sample.drain, Seconds(0, 60));
  options.Add({"output", "", "Format of the output.", 'o'}, sample.output,
              OneOf<Shape>({{"text", Shape::kText}, {"json", Shape::kJson}}));
  options.Operands("FILE...", sample.files);
}

struct NoOptions {};
inline void BindNothing(Options& /*options*/, NoOptions& /*none*/) {}

inline Program SampleProgram(std::function<int(const SampleOptions&)> run = {}) {
  Program program{"a-tool", "1.2", "does a thing", {{0, "done"}, {2, "wrong usage"}}, {}};
  program.Add<SampleOptions>(
      "run", "Run the thing.", BindSample,
      [](const SampleOptions& sample) {
        return sample.cert == "bad" ? base::Result<void>(base::Fail(base::Code::kInvalid, "--cert is bad"))
                                    : base::Result<void>();
      },
      std::move(run));
  program.Add<NoOptions>(
      "stop", "Stop the thing.", BindNothing, [](const NoOptions&) { return base::Result<void>(); },
      [](const NoOptions&) { return 7; });
  for (const char* name : {"see all", "see one"}) {
    program.Add<NoOptions>(
        name, "Show things.", BindNothing, [](const NoOptions&) { return base::Result<void>(); },
        [name](const NoOptions&) { return name[4] == 'a' ? 8 : 9; });
  }
  return program;
}

}  // namespace cli
