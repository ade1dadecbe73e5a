// Owners of libcurl's handles, and the settings that every request has. Internal to this module.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <string>

#include "base/secret_text.h"

namespace kube_http {

struct EasyFreer {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
// Overwrites the lines first: a header may hold a bearer token or the token under proof.
struct ListFreer {
  void operator()(curl_slist* list) const;
};
struct MultiFreer {
  void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
using Easy = std::unique_ptr<CURL, EasyFreer>;
using List = std::unique_ptr<curl_slist, ListFreer>;
using Multi = std::unique_ptr<CURLM, MultiFreer>;

// Receives a body of 16 MiB at most, which may hold a Secret.
struct Sink {
  base::SecretText bytes;
  static std::size_t Write(char* data, std::size_t size, std::size_t count, void* user);
};

// Makes libcurl overwrite every block that it frees: it copies headers and bodies, with tokens, into its own buffers.
// To be called once, before any other call of libcurl.
void InitialiseCurl();

void Append(List& list, base::SecretText line);
// No proxy, no redirect, no .netrc. A deadline of 0 means none.
void SetDefaults(CURL* easy, const std::string& user_agent, std::chrono::milliseconds deadline);

}  // namespace kube_http
