#include "http_server/http_head.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

namespace http_server {
namespace {

bool SameName(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
         });
}

std::string_view Trim(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  return begin == std::string_view::npos ? "" : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// Whether a comma-separated list contains the name.
bool Lists(std::string_view list, std::string_view name) {
  while (!list.empty()) {
    const auto end = list.find(',');
    if (SameName(Trim(list.substr(0, end)), name)) {
      return true;
    }
    list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
  }
  return false;
}

bool IsTokenCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

Head Bad(int status) {
  Head head;
  head.state = Head::State::kBad;
  head.status = status;
  head.close = true;
  return head;
}

// The last digit of the version of a request line in the exact form "POST /path HTTP/1.1"; null for any other line.
std::optional<char> RequestLineVersion(std::string_view line) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == 0 || last == first || line.find(' ', first + 1) != last) {
    return std::nullopt;
  }
  const auto version = line.substr(last + 1);
  const bool known = version == "HTTP/1.1" || version == "HTTP/1.0";
  const bool method = std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(first), IsTokenCharacter);
  return known && method && line[first + 1] == '/' ? std::optional<char>(version.back()) : std::nullopt;
}

struct Framing {
  std::optional<std::size_t> content_length;
  bool transfer_encoding = false;
  bool host = false;
};

// 0, or the status to reject the request with.
int ReadField(std::string_view line, Head& head, Framing& framing) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0 ||
      !std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon), IsTokenCharacter)) {
    return 400;
  }
  const auto name = line.substr(0, colon);
  const auto value = Trim(line.substr(colon + 1));
  if (SameName(name, "content-length")) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (framing.content_length || value.empty() || end != value.data() + value.size()) {
      return 400;
    }
    if (error == std::errc::result_out_of_range || number > kMaxBody) {
      return 413;
    }
    if (error != std::errc()) {
      return 400;
    }
    framing.content_length = number;
  } else if (SameName(name, "transfer-encoding")) {
    framing.transfer_encoding = true;
  } else if (SameName(name, "connection")) {
    head.close = head.close || Lists(value, "close");
  } else if (SameName(name, "expect")) {
    head.expects_continue = SameName(value, "100-continue");
  } else if (SameName(name, "host")) {
    if (framing.host) {
      return 400;
    }
    framing.host = true;
  }
  return 0;
}

}  // namespace

Head CheckHead(std::string_view bytes) {
  const auto end = bytes.substr(0, kMaxHead).find("\r\n\r\n");
  const auto visible = bytes.substr(0, std::min(end, kMaxHead));
  for (const char c : visible) {
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\r' && c != '\n' && c != '\t') || c == 0x7F) {
      return Bad(400);
    }
  }
  if (end == std::string_view::npos) {
    return bytes.size() >= kMaxHead ? Bad(431) : Head{};
  }
  Head head;
  Framing framing;
  auto rest = visible;
  bool first = true;
  bool old = false;  // HTTP/1.0, which has no "100 Continue".
  while (!rest.empty() || first) {
    const auto line = rest.substr(0, rest.find("\r\n"));
    rest.remove_prefix(std::min(rest.size(), line.size() + 2));
    if (line.find_first_of("\r\n") != std::string_view::npos || line.empty() || line.front() == ' ' ||
        line.front() == '\t') {
      return Bad(400);
    }
    if (first) {
      const auto version = RequestLineVersion(line);
      if (!version) {
        return Bad(400);
      }
      old = *version == '0';
      head.close = old;
      first = false;
    } else if (const int status = ReadField(line, head, framing); status != 0) {
      return Bad(status);
    }
  }
  if (framing.transfer_encoding) {
    return Bad(framing.content_length ? 400 : 411);
  }
  head.state = Head::State::kGood;
  head.expects_continue = head.expects_continue && !old;
  head.length = end + 4;
  head.body_length = framing.content_length.value_or(0);
  return head;
}

}  // namespace http_server
