#include "kube_http/curl.h"

#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

namespace kube_http {
namespace {

void WipeAndFree(void* memory) {
  if (memory != nullptr) {
    base::Wipe(static_cast<char*>(memory), malloc_usable_size(memory));
    std::free(memory);
  }
}

void* Resize(void* memory, std::size_t size) {
  void* larger = std::malloc(size);
  if (memory != nullptr && larger != nullptr) {
    std::memcpy(larger, memory, std::min(size, malloc_usable_size(memory)));
    WipeAndFree(memory);
  }
  return larger;
}

}  // namespace

void InitialiseCurl() {
  curl_global_init_mem(CURL_GLOBAL_DEFAULT, std::malloc, WipeAndFree, Resize, strdup, std::calloc);
}

void ListFreer::operator()(curl_slist* list) const {
  for (const curl_slist* entry = list; entry != nullptr; entry = entry->next) {
    std::fill_n(static_cast<volatile char*>(entry->data), std::char_traits<char>::length(entry->data), '\0');
  }
  curl_slist_free_all(list);
}

std::size_t Sink::Write(char* data, std::size_t, std::size_t count, void* user) {
  constexpr std::size_t kMaxBody = 16U << 20U;  // A page of pods is far smaller.
  auto& bytes = static_cast<Sink*>(user)->bytes;
  if (bytes.size() + count > kMaxBody) {
    return 0;
  }
  try {
    bytes.append({data, count});
  } catch (const std::bad_alloc&) {
    return 0;  // No exception may pass through libcurl.
  }
  return count;
}

void Append(List& list, base::SecretText line) {
  line.push_back('\0');
  curl_slist* grown = curl_slist_append(list.release(), line.Reveal().data());
  list.reset(grown);
}

void SetDefaults(CURL* easy, const std::string& user_agent, std::chrono::milliseconds deadline) {
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(easy, CURLOPT_USERAGENT, user_agent.c_str());
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(deadline.count()));
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(deadline.count()));
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Sink::Write);
}

}  // namespace kube_http
