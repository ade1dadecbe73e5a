#include <cstdlib>
#include <iostream>

#include "rotator/options.h"
#include "sys/files.h"

int main(int argc, char** argv) {
  sys::PosixFiles files;
  const cli::Sources sources{[](const std::string& name) -> std::optional<std::string> {
                               const char* value = std::getenv(name.c_str());
                               return value == nullptr ? std::nullopt : std::optional<std::string>(value);
                             },
                             [&](const std::string& path) { return files.Read(path, 65536); }};
  auto outcome = cli::Parse(rotator::CommandLine(), {argv + 1, argv + argc}, sources);
  if (!outcome) {
    std::cerr << "token-rotator: " << outcome.error().message << "\n";
    return 2;
  }
  std::cout << outcome->text;
  return 0;
}
