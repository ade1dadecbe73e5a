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

// Starts it in a process group of its own with unblocked signals, its output going to `output`. Returns errno.
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

enum class Ended { kWhole, kTooLong, kLate };

Ended ReadAll(int input, Time end, std::size_t limit, std::string& bytes) {
  std::array<char, 4096> buffer{};
  for (;;) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
    pollfd entry{input, POLLIN, 0};
    if (left <= 0 || poll(&entry, 1, static_cast<int>(left)) == 0) {
      return Ended::kLate;
    }
    const ssize_t count = read(input, buffer.data(), buffer.size());
    if (count <= 0) {
      return Ended::kWhole;
    }
    if (bytes.size() + static_cast<std::size_t>(count) > limit) {
      return Ended::kTooLong;
    }
    bytes.append(buffer.data(), static_cast<std::size_t>(count));
    buffer.fill('\0');
  }
}

// The exit status, or -1 where it still runs at the deadline.
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
    return base::Fail(base::Code::kInternal, std::string("no pipe: ") + std::strerror(errno));
  }
  pid_t child = 0;
  const int error = Spawn(program, pipe[1], child);
  close(pipe[1]);
  if (error != 0) {
    close(pipe[0]);
    return base::Fail(error == ENOENT ? base::Code::kNotFound : base::Code::kInvalid,
                      "'" + name + "' cannot be run: " + std::strerror(error));
  }
  const auto end = std::chrono::steady_clock::now() + deadline;
  std::string bytes;
  bytes.reserve(limit);  // So that growing leaves no copy behind.
  const Ended ended = ReadAll(pipe[0], end, limit, bytes);
  close(pipe[0]);
  const int status = ended == Ended::kWhole ? WaitFor(child, end) : -1;
  if (status < 0) {
    kill(-child, SIGKILL);
    waitpid(child, nullptr, 0);
  }
  base::SecretBytes output(std::move(bytes));
  if (ended == Ended::kTooLong) {
    return base::Fail(base::Code::kInvalid, "'" + name + "' printed more than " + std::to_string(limit) + " bytes");
  }
  if (status < 0) {
    return base::Fail(base::Code::kUnavailable,
                      "'" + name + "' has not ended within " +
                          std::to_string(std::chrono::duration_cast<std::chrono::seconds>(deadline).count()) + " s");
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return base::Fail(base::Code::kInvalid, "'" + name + "' ended with " +
                                                (WIFEXITED(status) ? "exit code " + std::to_string(WEXITSTATUS(status))
                                                                   : "signal " + std::to_string(WTERMSIG(status))));
  }
  return output;
}

}  // namespace sys
