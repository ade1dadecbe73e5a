#include "sys/streams.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace sys {
namespace {

base::Error FromErrno(const std::string& action, int error) {
  const base::Code code = error == ENOENT   ? base::Code::kNotFound
                          : error == EACCES ? base::Code::kDenied
                                            : base::Code::kInvalid;
  return {code, "cannot " + action + ": " + std::generic_category().message(error)};
}

class PosixStream final : public ports::Stream {
 public:
  PosixStream(int fd, std::string shown) : fd_(fd), shown_(std::move(shown)) {}
  ~PosixStream() override {
    if (fd_ != STDIN_FILENO) {
      close(fd_);
    }
  }
  PosixStream(const PosixStream&) = delete;
  PosixStream& operator=(const PosixStream&) = delete;

  base::Result<std::size_t> Read(char* into, std::size_t size) override {
    for (;;) {
      const ssize_t count = read(fd_, into, size);
      if (count >= 0) {
        return static_cast<std::size_t>(count);
      }
      if (errno != EINTR) {
        return base::Fail(FromErrno("read " + shown_, errno));
      }
    }
  }

 private:
  const int fd_;
  const std::string shown_;
};

// The error number of the first call that failed; 0 if none did. Closes the file.
int WriteAll(int fd, std::string_view contents, bool synchronise) {
  int error = 0;
  while (!contents.empty() && error == 0) {
    const ssize_t count = write(fd, contents.data(), contents.size());
    if (count >= 0) {
      contents.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      error = errno;
    }
  }
  if (error == 0 && synchronise && fsync(fd) != 0) {
    error = errno;
  }
  if (close(fd) != 0 && error == 0) {
    error = errno;
  }
  return error;
}

}  // namespace

base::Result<std::unique_ptr<ports::Stream>> PosixStreams::Open(const std::string& path) {
  if (path == "-") {
    return std::unique_ptr<ports::Stream>(std::make_unique<PosixStream>(STDIN_FILENO, "standard input"));
  }
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return base::Fail(FromErrno("read " + path, errno));
  }
  return std::unique_ptr<ports::Stream>(std::make_unique<PosixStream>(fd, path));
}

base::Result<void> PosixStreams::Replace(const std::string& path, std::string_view contents) {
  struct stat status {};
  if (stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    const int fd = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    const int error = fd < 0 ? errno : WriteAll(fd, contents, false);
    return error == 0 ? base::Result<void>() : base::Fail(FromErrno("write " + path, error));
  }
  std::string temporary = path + ".XXXXXX";
  const int fd = mkostemp(temporary.data(), O_CLOEXEC);  // Mode 0600.
  if (fd < 0) {
    return base::Fail(FromErrno("write " + path, errno));
  }
  int error = WriteAll(fd, contents, true);
  if (error == 0 && rename(temporary.c_str(), path.c_str()) != 0) {
    error = errno;
  }
  if (error != 0) {
    unlink(temporary.c_str());
    return base::Fail(FromErrno("write " + path, error));
  }
  return {};
}

}  // namespace sys
