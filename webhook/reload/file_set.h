// The files that one reloadable value is made from, read together.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/secret_bytes.h"
#include "ports/files.h"

namespace reload {

struct File {
  std::string path;
  std::string name;       // For error messages: "the serving certificate".
  std::size_t limit;      // Bytes; a larger file is an error.
  bool optional = false;  // A missing file counts as an empty file.
};

// The contents of each File, in the order of the files. Wiped on destruction: a file may hold a key.
using Contents = std::vector<base::SecretBytes>;

class FileSet {
 public:
  // `files` is borrowed.
  FileSet(ports::Files& files, std::vector<File> list) : files_(files), list_(std::move(list)) {}

  // Reads all files. The first failure (kInvalid, kNotFound, kDenied) ends the call; its message names the file.
  base::Result<Contents> Read();

 private:
  ports::Files& files_;
  const std::vector<File> list_;
};

bool SameContents(const Contents& a, const Contents& b);

}  // namespace reload
