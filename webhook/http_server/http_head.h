// The head of an HTTP request, checked strictly before a lenient parser sees it.
//
// Pure. What two readers could take differently is refused: control bytes, a name without colon, folded lines, several
// Content-Length, Content-Length beside Transfer-Encoding. A chunked body is refused with 411: kube-apiserver always
// says the length, and a length known in advance bounds the memory.
#pragma once

#include <cstddef>
#include <string_view>

namespace http_server {

struct Head {
  enum class State { kIncomplete, kGood, kBad };
  State state = State::kIncomplete;
  int status = 0;               // Of kBad: 400, 411, 413 or 431.
  std::size_t length = 0;       // Bytes of the head, the empty line included.
  std::size_t body_length = 0;  // Bytes that follow.
  bool close = false;           // The client asks for the connection to be closed, or speaks HTTP/1.0.
  bool expects_continue = false;
};

constexpr std::size_t kMaxHead = 16384;      // Bytes. kube-apiserver's is some 300.
constexpr std::size_t kMaxBody = 8U << 20U;  // Two objects of 3 MiB each and what surrounds them.

Head CheckHead(std::string_view bytes);

}  // namespace http_server
