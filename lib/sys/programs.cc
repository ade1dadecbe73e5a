#include "sys/programs.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>

#include "base/secret_text.h"

namespace sys {
namespace {

using Time = std::chrono::steady_clock::time_point;

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (auto& text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

// Starts the program in a process group of its own, with no signals blocked and `output` as standard output. Returns 0
// or errno.
int Spawn(const ports::Program& program, int output, pid_t& child) {
  std::vector<std::string> arguments = program.command;
  std::vector<std::string> variables;
  for (const auto& [name, value] : program.environment) {
    variables.push_back(name + "=" + value);
  }
  for (char** entry = environ; *entry != nullptr; ++entry) {
    variables.emplace_back(*entry);
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  const int error = posix_spawnp(&child, arguments.front().c_str(), &actions, &attributes, Pointers(arguments).data(),
                                 Pointers(variables).data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

enum class ReadEnd { kComplete, kTooLong, kTimeout };

// Appends the output of the program to `bytes`.
ReadEnd ReadAll(int input, Time end, std::size_t limit, base::SecretText& bytes) {
  constexpr std::size_t kChunk = 4096;
  std::vector<char, base::WipingAllocator<char>> chunk(kChunk);
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    pollfd entry{input, POLLIN, 0};
    if (left <= 0 || poll(&entry, 1, static_cast<int>(left)) == 0) {
      return ReadEnd::kTimeout;
    }
    const ssize_t count = read(input, chunk.data(), chunk.size());
    if (count <= 0) {
      return ReadEnd::kComplete;
    }
    if (bytes.size() + static_cast<std::size_t>(count) > limit) {
      return ReadEnd::kTooLong;
    }
    bytes.append({chunk.data(), static_cast<std::size_t>(count)});
  }
}

// The wait status, or -1 if the program still runs at the deadline.
int WaitFor(pid_t child, Time end) {
  int status = 0;
  while (waitpid(child, &status, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > end) {
      return -1;
    }
    poll(nullptr, 0, 5);
  }
  return status;
}

}  // namespace

base::Result<base::SecretBytes> PosixPrograms::Run(const ports::Program& program, std::chrono::milliseconds deadline,
                                                   std::size_t limit) {
  const std::string& name = program.command.front();
  std::array<int, 2> pipe{};
  if (pipe2(pipe.data(), O_CLOEXEC) != 0) {
    return base::Fail(base::Code::kInternal, std::string("cannot create a pipe: ") + std::strerror(errno));
  }
  pid_t child = 0;
  const int error = Spawn(program, pipe[1], child);
  close(pipe[1]);
  if (error != 0) {
    close(pipe[0]);
    return base::Fail(error == ENOENT ? base::Code::kNotFound : base::Code::kInvalid,
                      "'" + name + "' cannot be started: " + std::strerror(error));
  }
  const auto end = std::chrono::steady_clock::now() + deadline;
  base::SecretText bytes;
  const ReadEnd ended = ReadAll(pipe[0], end, limit, bytes);
  close(pipe[0]);
  const int status = ended == ReadEnd::kComplete ? WaitFor(child, end) : -1;
  if (status < 0) {
    kill(-child, SIGKILL);
    waitpid(child, nullptr, 0);
  }
  if (ended == ReadEnd::kTooLong) {
    return base::Fail(base::Code::kInvalid, "'" + name + "' printed more than " + std::to_string(limit) + " bytes");
  }
  if (status < 0) {
    return base::Fail(base::Code::kUnavailable,
                      "'" + name + "' did not exit within " +
                          std::to_string(std::chrono::duration_cast<std::chrono::seconds>(deadline).count()) + " s");
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return base::Fail(base::Code::kInvalid, "'" + name + "' ended with " +
                                                (WIFEXITED(status) ? "exit code " + std::to_string(WEXITSTATUS(status))
                                                                   : "signal " + std::to_string(WTERMSIG(status))));
  }
  return base::SecretBytes(bytes.Reveal());
}

}  // namespace sys
