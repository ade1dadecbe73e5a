#include "sys/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

#include "base/secret_text.h"

namespace sys {
namespace {

// Closes the file descriptor, unless it is standard input.
class OwnedFd {
 public:
  explicit OwnedFd(int fd) : fd_(fd) {}
  ~OwnedFd() {
    if (fd_ > STDERR_FILENO) {
      close(fd_);
    }
  }
  OwnedFd(const OwnedFd&) = delete;
  OwnedFd& operator=(const OwnedFd&) = delete;
  [[nodiscard]] int Get() const { return fd_; }

 private:
  int fd_;
};

base::Error FromErrno(const std::string& path, int error) {
  const base::Code code = error == ENOENT   ? base::Code::kNotFound
                          : error == EACCES ? base::Code::kDenied
                                            : base::Code::kInvalid;
  return {code, "cannot read " + path + ": " + std::generic_category().message(error)};
}

}  // namespace

base::Result<base::SecretBytes> PosixFiles::Read(const std::string& path, std::size_t limit) {
  const std::string shown = path == "-" ? "standard input" : path;
  const OwnedFd file(path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.Get() < 0) {
    return base::Fail(FromErrno(shown, errno));
  }
  base::SecretText bytes;
  struct stat status {};
  if (fstat(file.Get(), &status) == 0 && S_ISREG(status.st_mode) && static_cast<std::size_t>(status.st_size) <= limit) {
    bytes.reserve(static_cast<std::size_t>(status.st_size));
  }
  constexpr std::size_t kChunk = 65536;
  std::vector<char, base::WipingAllocator<char>> chunk(kChunk);
  for (;;) {
    const ssize_t count = read(file.Get(), chunk.data(), chunk.size());
    if (count == 0) {
      return base::SecretBytes(bytes.Reveal());
    }
    if (count < 0 && errno != EINTR) {
      return base::Fail(FromErrno(shown, errno));
    }
    bytes.append({chunk.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0))});
    if (bytes.size() > limit) {
      return base::Fail(base::Code::kInvalid,
                        "cannot read " + shown + ": larger than the limit of " + std::to_string(limit) + " bytes");
    }
  }
}

}  // namespace sys
