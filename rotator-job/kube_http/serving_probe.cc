#include "kube_http/serving_probe.h"

#include <string_view>

#include "kube_http/curl.h"

namespace kube_http {
namespace {

constexpr std::chrono::seconds kDeadline(5);  // A ready pod answers in milliseconds.
constexpr const char* kPort = "8443";         // Container port of manifests/base/webhook.yaml.

// The PEM texts of the chain, in the server's order. libcurl keeps them as fields "Cert:…".
std::string Chain(CURL* easy) {
  constexpr std::string_view kField = "Cert:";
  curl_certinfo* certificates = nullptr;
  curl_easy_getinfo(easy, CURLINFO_CERTINFO, &certificates);
  std::string chain;
  for (int i = 0; certificates != nullptr && i < certificates->num_of_certs; ++i) {
    for (const curl_slist* field = certificates->certinfo[i]; field != nullptr; field = field->next) {
      const std::string_view text = field->data;
      if (text.substr(0, kField.size()) == kField) {
        chain += text.substr(kField.size());
      }
    }
  }
  return chain;
}

}  // namespace

base::Result<kube::Served> CurlServingProbe::Ask(const std::string& ip, const std::string& path) {
  const Easy easy(curl_easy_init());
  SetDefaults(easy.get(), "token-rotator", kDeadline);
  const bool v6 = ip.find(':') != std::string::npos;
  const std::string url = "https://" + (v6 ? "[" + ip + "]" : ip) + ":" + kPort + path;
  Sink sink;
  curl_easy_setopt(easy.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy.get(), CURLOPT_WRITEDATA, &sink);
  curl_easy_setopt(easy.get(), CURLOPT_CERTINFO, 1L);
  curl_easy_setopt(easy.get(), CURLOPT_CONNECT_ONLY, path.empty() ? 1L : 0L);
  // The question is which certificate is served; the caller verifies it against the registration's CAs.
  curl_easy_setopt(easy.get(), CURLOPT_SSL_VERIFYPEER, 0L);
  curl_easy_setopt(easy.get(), CURLOPT_SSL_VERIFYHOST, 0L);
  const CURLcode code = curl_easy_perform(easy.get());
  kube::Served served{Chain(easy.get()), std::nullopt};
  if (served.chain.empty()) {
    return base::Fail(base::Code::kUnavailable,
                      "the pod at " + ip + " completes no TLS handshake: " + curl_easy_strerror(code));
  }
  if (code == CURLE_OK && !path.empty()) {
    long status = 0;
    curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &status);
    served.status = static_cast<int>(status);
  }
  return served;
}

}  // namespace kube_http
