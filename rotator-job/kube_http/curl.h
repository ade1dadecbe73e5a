// libcurl's handles with owners, and the manners that every request of ours has. Internal to this module.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <string>

namespace kube_http {

struct EasyFreer {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
// Wipes: a header line may hold a bearer token or the token under proof.
struct ListFreer {
  void operator()(curl_slist* list) const;
};
struct MultiFreer {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
using Easy = std::unique_ptr<CURL, EasyFreer>;
using List = std::unique_ptr<curl_slist, ListFreer>;
using Multi = std::unique_ptr<CURLM, MultiFreer>;

// A body that is read. Grows by hand, so that no copy of a Secret stays behind.
struct Sink {
  std::string bytes;
  static std::size_t Write(char* data, std::size_t size, std::size_t count, void* user);
};

// Has libcurl wipe what it frees: it copies headers and bodies, tokens among them, into buffers of its own. Once,
// before any other call.
void InitialiseCurl();

void Append(List& list, const std::string& line);
// No proxy, no redirect, no .netrc, a deadline (0: none).
void SetManners(CURL* easy, const std::string& user_agent, std::chrono::milliseconds deadline);

}  // namespace kube_http
