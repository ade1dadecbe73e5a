#include "sys/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "base/secret_bytes.h"

namespace sys {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ > STDERR_FILENO) {
      close(fd_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
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

base::Result<std::string> PosixFiles::Read(const std::string& path, std::size_t limit) {
  const std::string shown = path == "-" ? "standard input" : path;
  const Descriptor file(path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.Get() < 0) {
    return base::Fail(FromErrno(shown, errno));
  }
  std::string bytes;
  // Room for the whole file at once: growing would leave copies of a secret behind.
  struct stat status {};
  if (fstat(file.Get(), &status) == 0 && S_ISREG(status.st_mode) && static_cast<std::size_t>(status.st_size) <= limit) {
    bytes.reserve(static_cast<std::size_t>(status.st_size) + 1);
  }
  constexpr std::size_t kChunk = 65536;
  for (;;) {
    const std::size_t before = bytes.size();
    bytes.resize(before + (bytes.capacity() > before ? std::min(kChunk, bytes.capacity() - before) : kChunk));
    const ssize_t count = read(file.Get(), bytes.data() + before, bytes.size() - before);
    if (count < 0 && errno != EINTR) {
      const int error = errno;
      base::Wipe(bytes);
      return base::Fail(FromErrno(shown, error));
    }
    bytes.resize(before + static_cast<std::size_t>(count < 0 ? 0 : count));
    if (bytes.size() > limit) {
      base::Wipe(bytes);
      return base::Fail(base::Code::kInvalid,
                        "cannot read " + shown + ": larger than the limit of " + std::to_string(limit) + " bytes");
    }
    if (count == 0) {
      return bytes;
    }
  }
}

}  // namespace sys
