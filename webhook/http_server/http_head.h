// Strict check of the head of an HTTP request, before a lenient parser reads the head.
//
// Pure. Rejects everything that two parsers could read differently: control bytes, a field without a colon, folded
// lines, more than one Content-Length, Content-Length with Transfer-Encoding (RFC 9112, 6.3). Rejects chunked bodies
// with 411: kube-apiserver always sends the length, and a known length bounds the memory.
#pragma once

#include <cstddef>
#include <string_view>

namespace http_server {

struct Head {
  enum class State { kIncomplete, kGood, kBad };
  State state = State::kIncomplete;
  int status = 0;                 // kBad: the status to respond with, 400, 411, 413 or 431.
  std::size_t length = 0;         // Bytes of the head, including the empty line.
  std::size_t body_length = 0;    // Bytes that follow, from Content-Length; 0 without it.
  bool close = false;             // "Connection: close", or HTTP/1.0.
  bool expects_continue = false;  // "Expect: 100-continue", in HTTP/1.1.
};

constexpr std::size_t kMaxHead = 16384;      // Bytes; kube-apiserver sends some 300.
constexpr std::size_t kMaxBody = 8U << 20U;  // Two objects of 3 MiB each and the rest of the review.

// Checks the head at the start of `bytes`, the bytes received so far. kIncomplete: call again with more bytes. Bad
// bytes are found before the head is complete.
Head CheckHead(std::string_view bytes);

}  // namespace http_server
